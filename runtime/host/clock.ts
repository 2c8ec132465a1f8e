import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Nanoseconds since the epoch, as a double (millisecond steps). */
  nowNs(): number;
  /** Milliseconds of a monotonic clock. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowNs: () => Date.now() * 1_000_000,
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
