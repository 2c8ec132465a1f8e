import type { MethodKind } from '../../proto/services.ts';
import { CriError } from '../base/cri-error.ts';

/** What of grpc-js's server calls tells that the caller has gone. */
export interface CallEnds {
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** The calls in flight, so that the daemon can end them when it closes. */
export interface ActiveCalls {
  /** A signal that aborts when the caller cancels, its deadline passes, or the daemon ends the call; `end` when it is answered. */
  begin(call: CallEnds, kind: MethodKind): { readonly signal: AbortSignal; readonly end: () => void };
  /** Aborts the signals of these kinds, or of all. */
  abort(reason: CriError, kind?: MethodKind): void;
}

export function createActiveCalls(): ActiveCalls {
  const active = new Map<AbortController, MethodKind>();
  return {
    begin: (call, kind) => {
      const controller = new AbortController();
      active.set(controller, kind);
      const abort = (): void => {
        controller.abort(reasonOf(call));
      };
      if (call.cancelled) abort();
      call.on('cancelled', abort);
      return {
        signal: controller.signal,
        end: () => {
          active.delete(controller);
        },
      };
    },
    abort: (reason, kind) => {
      for (const [controller, its] of active) if (kind === undefined || its === kind) controller.abort(reason);
    },
  };
}

function reasonOf(call: CallEnds): CriError {
  if (Date.now() >= Number(call.getDeadline())) return new CriError('deadline-exceeded', 'the deadline of the call has passed');
  return new CriError('cancelled', 'the caller cancelled the call');
}
