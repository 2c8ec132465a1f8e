/** Work under way, by key: a second caller of the same key joins it, and it is aborted when the last caller has gone. */
export class Flights<T> {
  private readonly flights = new Map<string, { readonly promise: Promise<T>; readonly controller: AbortController; callers: number }>();

  async join(key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    let flight = this.flights.get(key);
    if (flight === undefined || flight.controller.signal.aborted) {
      const controller = new AbortController();
      const mine = { promise: start(controller.signal), controller, callers: 0 };
      const forget = (): void => { if (this.flights.get(key) === mine) this.flights.delete(key); };
      mine.promise.then(forget, forget);
      this.flights.set(key, mine);
      flight = mine;
    }
    flight.callers++;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => { reject(signal?.reason as Error); };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([flight.promise, left]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (--flight.callers === 0) {
        flight.controller.abort(signal?.reason);
        // The last one to leave sees the work ended: nothing half-made is left behind its back.
        await flight.promise.catch(() => undefined);
      }
    }
  }
}
