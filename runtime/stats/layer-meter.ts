import { errnoOf } from '../base/cri-error.ts';
import type { Clock } from '../host/clock.ts';

/** How much disk a container's own files take, by a look at the whole directory now and then. */
export interface LayerMeter {
  /**
   * What the last look found; a look is begun when that is old. The first one is waited for, but not long: undefined then. While `activity`,
   * the processor time of whoever writes there, stays the same, nothing can have been written, and looks are rare.
   */
  measure(directory: string, activity?: number): Promise<LayerUsage | undefined>;
  forget(directory: string): void;
}

export interface LayerUsage {
  /** When it was looked at, in nanoseconds since the epoch. */
  readonly atNs: number;
  readonly usedBytes: number;
  readonly inodesUsed: number;
}

export interface LayerMeterOptions {
  readonly clock: Clock;
  /** What `du` would say of a directory. */
  readonly diskUsage: (directory: string) => Promise<{ readonly usedBytes: number; readonly inodesUsed: number }>;
  readonly onError: (error: unknown) => void;
}

interface Look {
  readonly usage?: LayerUsage;
  /** As it was when the look was begun. */
  readonly activity?: number | undefined;
  /** A next look is not begun before. */
  readonly dueMs: number;
  readonly running?: Promise<unknown>;
}

/** A directory that takes long is looked at less often: looking costs a twentieth of the time at most. */
const LEAST_PAUSE_MS = 10_000;
const PAUSE_FACTOR = 20;
const PATIENCE_MS = 100;
/** Somebody else may write there, too. */
const IDLE_PAUSE_MS = 5 * 60_000;

export function createLayerMeter({ clock, diskUsage, onError }: LayerMeterOptions): LayerMeter {
  const looks = new Map<string, Look>();
  // One directory after another: a thousand containers do not make a thousand walks at once.
  let queue: Promise<unknown> = Promise.resolve();
  const begin = (directory: string, known: Look | undefined, activity: number | undefined): Promise<unknown> => {
    const running = queue.then(async () => {
      if (!looks.has(directory)) return;
      const begunMs = clock.monotonicMs();
      const usage = await look(directory);
      const endMs = clock.monotonicMs();
      if (looks.has(directory))
        looks.set(directory, { ...usage, activity, dueMs: endMs + Math.max(LEAST_PAUSE_MS, (endMs - begunMs) * PAUSE_FACTOR) });
    });
    queue = running;
    looks.set(directory, { ...(known?.usage && { usage: known.usage }), dueMs: Infinity, running });
    return running;
  };
  const look = async (directory: string): Promise<{ usage?: LayerUsage }> => {
    try {
      return { usage: { atNs: clock.nowNs(), ...(await diskUsage(directory)) } };
    } catch (error) {
      // The container went away while we looked.
      if (errnoOf(error) !== 'ENOENT') onError(error);
      return {};
    }
  };
  return {
    measure: async (directory, activity) => {
      const known = looks.get(directory);
      const running =
        known === undefined || clock.monotonicMs() >= dueMs(known, activity) ? begin(directory, known, activity) : known.running;
      if (known?.usage === undefined && running !== undefined) await Promise.race([running, clock.sleep(PATIENCE_MS)]);
      return looks.get(directory)?.usage;
    },
    forget: (directory) => {
      looks.delete(directory);
    },
  };
}

function dueMs({ dueMs: due, activity: before, usage }: Look, activity: number | undefined): number {
  const isIdle = activity !== undefined && activity === before && usage !== undefined;
  return isIdle ? due + IDLE_PAUSE_MS : due;
}
