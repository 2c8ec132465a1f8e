import type { Logger } from './logger.ts';

export type UndoAction = (signal: AbortSignal) => void | Promise<void>;

/** The undo stack of one multi-step act. */
export interface Undo {
  /** Registers the reverse of a step; `description` completes "could not …" ("delete network of pod 3f2a"). */
  add(description: string, action: UndoAction): void;
}

export interface RollbackOptions {
  readonly log: Logger;
  /** Bound on the whole unwind; it does not depend on the caller's signal, which may be aborted already. Default 60 s. */
  readonly deadlineMs?: number;
  /** Called when an undo fails: the rest of the stack was not run, so what is left must stay visible to Stop/Remove and recovery. */
  readonly onIncomplete?: (error: unknown) => void | Promise<void>;
}

/**
 * Runs `act`; when it throws, runs the registered undos in reverse and rethrows the first error.
 * The first undo that fails stops the unwind, because later ones may depend on it.
 */
export async function withRollback<T>(options: RollbackOptions, act: (undo: Undo) => Promise<T>): Promise<T> {
  const stack: { description: string; action: UndoAction }[] = [];
  try {
    return await act({
      add: (description, action) => {
        stack.push({ description, action });
      },
    });
  } catch (error) {
    const signal = AbortSignal.timeout(options.deadlineMs ?? 60_000);
    for (const { description, action } of stack.reverse()) {
      try {
        await action(signal);
      } catch (undoError) {
        options.log.error(`could not ${description}; the record stays for recovery`, { error: undoError });
        await options.onIncomplete?.(undoError);
        break;
      }
    }
    throw error;
  }
}
