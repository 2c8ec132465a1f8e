import { CriError } from '../../base/cri-error.ts';
import type { Call } from '../call.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export interface Progressing<P, T, M> {
  readonly clock: RuntimeParts['clock'];
  readonly signal: Call['signal'];
  /** What is done; it ends when the call does. */
  readonly act: (options: { readonly signal: AbortSignal; readonly onProgress: (progress: P) => void }) => Promise<T>;
  /** Of all that changed since the message before, the latest of each digest. */
  readonly toMessage: (changes: readonly P[]) => M;
}

/** Between two messages: progress is for eyes. */
const PAUSE_MS = 100;

/** Messages about an act under way, a few each second; returns what the act answers. Leaving the messages ends the act. */
export async function* withProgress<P extends { readonly digest: string }, T, M>({
  clock,
  signal,
  act,
  toMessage,
}: Progressing<P, T, M>): AsyncGenerator<M, T, undefined> {
  const left = new AbortController();
  const changed = new Map<string, P>();
  let wake = Promise.withResolvers<undefined>();
  const acting = act({
    signal: AbortSignal.any([signal, left.signal]),
    onProgress: (progress) => {
      changed.set(progress.digest, progress);
      wake.resolve(undefined);
    },
  });
  const state = { over: false };
  const end = acting
    .then(
      () => undefined,
      () => undefined,
    )
    .finally(() => {
      state.over = true;
    });
  try {
    for (;;) {
      await Promise.race([wake.promise, end]);
      wake = Promise.withResolvers();
      if (changed.size > 0) yield toMessage(takeAll(changed));
      else if (state.over) break;
      if (!state.over) await pauseOrEnd(clock, end);
    }
    return await acting;
  } finally {
    left.abort(new CriError('cancelled', 'the caller left'));
  }
}

function takeAll<P>(changed: Map<string, P>): P[] {
  const all = [...changed.values()];
  changed.clear();
  return all;
}

async function pauseOrEnd(clock: RuntimeParts['clock'], end: Promise<void>): Promise<void> {
  const over = new AbortController();
  const pause = clock.sleep(PAUSE_MS, over.signal).catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  await Promise.race([pause, end]);
  over.abort();
  await pause;
}
