/**
 * One writer per key: callers of the same key run one after another, in order of arrival.
 * Lock order between kinds is pod → container → image; never take them the other way round.
 */
export class KeyedLock {
  private readonly tails = new Map<string, Promise<void>>();

  /** Runs `act` when all earlier holders of `key` are done; a signal aborted while waiting gives the place up and throws its reason. */
  async run<T>(key: string, act: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.tails.get(key);
    const { promise: mine, resolve: release } = Promise.withResolvers<undefined>();
    const tail = before === undefined ? mine : before.then(() => mine);
    this.tails.set(key, tail);
    try {
      if (before !== undefined) await abortable(before, signal);
      signal?.throwIfAborted();
      return await act();
    } finally {
      release(undefined);
      // After the earlier holders, too: one that gave up while waiting must not open the way past them.
      void tail.then(() => {
        if (this.tails.get(key) === tail) this.tails.delete(key);
      });
    }
  }
}

async function abortable(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
