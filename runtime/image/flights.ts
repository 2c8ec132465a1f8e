/** How a caller takes part in work under way. */
export interface Passenger<P> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: P) => void) | undefined;
}

interface Flight<T, P> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: P) => void>;
  /** The newest report of each kind, for those who join late. */
  readonly last: Map<string, P>;
  callers: number;
}

type Start<T, P> = (signal: AbortSignal, report: (progress: P) => void) => Promise<T>;

export interface FlightsOptions<P> {
  /** Reports of one kind replace each other. */
  readonly kindOf: (progress: P) => string;
  /** How long the last one to leave waits for the work to have ended; default: until it has. */
  readonly farewellMs?: number;
  /** True for a failure that may lie in how somebody else does it: who had joined then begins anew, once, in its own way. */
  readonly isTheirs?: (error: unknown) => boolean;
}

/**
 * Work under way, by key: a second caller of the same key joins it, hears its progress, and it is aborted when the last caller has gone.
 * Work of a key never overlaps: after an abort the next one begins when the old one has ended.
 */
export class Flights<T, P> {
  private readonly flights = new Map<string, Flight<T, P>>();
  private readonly options: FlightsOptions<P>;

  constructor(options: FlightsOptions<P>) {
    this.options = options;
  }

  async join(key: string, passenger: Passenger<P>, start: Start<T, P>): Promise<T> {
    passenger.signal?.throwIfAborted();
    const known = this.underWay(key);
    try {
      return await this.ride(known ?? this.begin(key, start), passenger);
    } catch (error) {
      const isOver = known === undefined || passenger.signal?.aborted === true;
      if (isOver || this.options.isTheirs?.(error) !== true) throw error;
      return this.ride(this.underWay(key) ?? this.begin(key, start), passenger);
    }
  }

  /** What is aborted is not joined. */
  private underWay(key: string): Flight<T, P> | undefined {
    const known = this.flights.get(key);
    return known?.controller.signal.aborted === true ? undefined : known;
  }

  private async ride(flight: Flight<T, P>, { signal, onProgress }: Passenger<P>): Promise<T> {
    flight.callers++;
    if (onProgress !== undefined) {
      for (const progress of flight.last.values()) onProgress(progress);
      flight.listeners.add(onProgress);
    }
    const { promise: left, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => {
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([flight.promise, left]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (onProgress !== undefined) flight.listeners.delete(onProgress);
      if (--flight.callers === 0) {
        flight.controller.abort(signal?.reason);
        await orAfter(flight.promise, this.options.farewellMs);
      }
    }
  }

  /** Aborts everything and waits until it has ended. */
  async close(reason: unknown): Promise<void> {
    const all = [...this.flights.values()];
    for (const { controller } of all) controller.abort(reason);
    await Promise.allSettled(all.map(({ promise }) => promise));
  }

  private begin(key: string, start: Start<T, P>): Flight<T, P> {
    const before = this.flights.get(key)?.promise;
    const controller = new AbortController();
    const listeners = new Set<(progress: P) => void>();
    const last = new Map<string, P>();
    const report = (progress: P): void => {
      last.set(this.options.kindOf(progress), progress);
      for (const listener of listeners) listener(progress);
    };
    const run = async (): Promise<T> => {
      await before?.catch(() => undefined);
      controller.signal.throwIfAborted();
      return start(controller.signal, report);
    };
    const flight = { promise: run(), controller, listeners, last, callers: 0 };
    const forget = (): void => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    flight.promise.then(forget, forget);
    this.flights.set(key, flight);
    return flight;
  }
}

async function orAfter(promise: Promise<unknown>, ms: number | undefined): Promise<void> {
  if (ms === undefined) {
    await promise.catch(() => undefined);
    return;
  }
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    resolve(undefined);
  }, ms);
  await Promise.race([promise.catch(() => undefined), late]);
  clearTimeout(timer);
}
