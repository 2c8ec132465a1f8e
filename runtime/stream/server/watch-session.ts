import type { Clock } from '../../host/clock.ts';

export interface WatchOptions {
  readonly idleMs: number;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Aborts when all sessions have to end. */
  readonly closing: AbortSignal;
}

export interface WatchedSession {
  /** Writes something small: a client that has gone is noticed by it, though nobody reads what it sends. */
  ping(): void;
  end(): void;
}

const PING_MS = 30_000;

/** Ends a session when nothing has moved for `idleMs`, and when all have to end. The caller calls `stop` at its end. */
export function watchSession(
  { idleMs, clock, closing }: WatchOptions,
  session: WatchedSession,
): { readonly moved: () => void; readonly stop: () => void } {
  let last = clock.monotonicMs();
  const look = (): void => {
    if (clock.monotonicMs() - last >= idleMs) session.end();
    else session.ping();
  };
  const end = (): void => {
    session.end();
  };
  const timer = setInterval(look, Math.min(PING_MS, idleMs));
  timer.unref();
  closing.addEventListener('abort', end, { once: true });
  return {
    moved: () => {
      last = clock.monotonicMs();
    },
    stop: () => {
      clearInterval(timer);
      closing.removeEventListener('abort', end);
    },
  };
}
