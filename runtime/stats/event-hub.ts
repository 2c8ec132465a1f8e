import { CriError } from '../base/cri-error.ts';
import type { Clock } from '../host/clock.ts';

/** Hands each event to all that listen; none of them can hold up another, or whoever tells it. */
export interface EventHub<Event> {
  /** Never waits. What it builds is shared by all listeners. */
  emit(build: () => Event): void;
  /**
   * Every event from now on, and those of the daemon's first moments, which nobody can have heard: containers that ended while
   * it was away. Ends with the signal's reason; a reader too slow for `limit` events gets resource-exhausted.
   */
  subscribe(signal: AbortSignal): AsyncGenerator<Event, void, undefined>;
}

export interface EventHubOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Events that may wait for one reader, and that are kept for the first ones. */
  readonly limit?: number;
  /** How long after its making the hub keeps events for readers to come. */
  readonly keepMs?: number;
}

interface Reader<Event> {
  readonly waiting: Event[];
  overrun: boolean;
  wake: () => void;
}

const LIMIT = 1000;
const KEEP_MS = 60_000;

export function createEventHub<Event>({ clock, limit = LIMIT, keepMs = KEEP_MS }: EventHubOptions): EventHub<Event> {
  const readers = new Set<Reader<Event>>();
  const madeAtMs = clock.monotonicMs();
  let early: Event[] = [];
  const isEarly = (): boolean => {
    if (clock.monotonicMs() - madeAtMs < keepMs) return true;
    early = [];
    return false;
  };
  return {
    emit: (build) => {
      const keeps = isEarly() && early.length < limit;
      if (!keeps && readers.size === 0) return;
      const event = build();
      if (keeps) early.push(event);
      for (const reader of readers) tell(reader, event, limit);
    },
    subscribe: async function* (signal) {
      const reader: Reader<Event> = { waiting: isEarly() ? [...early] : [], overrun: false, wake: () => undefined };
      readers.add(reader);
      const onAbort = (): void => {
        reader.wake();
      };
      signal.addEventListener('abort', onAbort);
      try {
        for (;;) {
          signal.throwIfAborted();
          const event = reader.waiting.shift();
          if (event !== undefined) yield event;
          else if (reader.overrun) throw tooSlow(limit);
          else await new Promise<void>((resolve) => (reader.wake = resolve));
        }
      } finally {
        readers.delete(reader);
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}

function tell<Event>(reader: Reader<Event>, event: Event, limit: number): void {
  if (reader.overrun) return;
  if (reader.waiting.length >= limit) {
    // A gap in the middle would be believed; the end of the stream is noticed.
    reader.overrun = true;
    reader.waiting.length = 0;
  } else {
    reader.waiting.push(event);
  }
  reader.wake();
}

function tooSlow(limit: number): CriError {
  return new CriError('resource-exhausted', `the reader of the events fell ${String(limit)} events behind`, {
    hint: 'list pods and containers, then listen again',
  });
}
