const OPEN = 0n;
const COMPLETE = 1n;
const ABORTED = 2n;

/**
 * How much of a growing blob file may be read, in memory shared by the thread that downloads and the worker that unpacks.
 * One word holds the state (low 2 bits) and the byte count, so that a waiter misses no change.
 */
export class BlobFeed {
  readonly shared: SharedArrayBuffer;
  private readonly words: BigInt64Array;

  constructor(shared = new SharedArrayBuffer(8)) {
    this.shared = shared;
    this.words = new BigInt64Array(shared);
  }

  advance(bytes: number): void {
    this.set(bytes, OPEN);
  }
  complete(bytes: number): void {
    this.set(bytes, COMPLETE);
  }
  abort(): void {
    this.set(0, ABORTED);
  }

  isAborted(): boolean {
    return (Atomics.load(this.words, 0) & 3n) === ABORTED;
  }
  bytes(): number {
    return Number(Atomics.load(this.words, 0) >> 2n);
  }

  /** Waits until more than `position` bytes are there, or no more will come; undefined when the blob was given up. */
  async available(position: number): Promise<{ bytes: number; isComplete: boolean } | undefined> {
    for (;;) {
      const word = Atomics.load(this.words, 0);
      const state = word & 3n;
      if (state === ABORTED) return undefined;
      const bytes = Number(word >> 2n);
      if (bytes > position || state === COMPLETE) return { bytes, isComplete: state === COMPLETE };
      const wait = Atomics.waitAsync(this.words, 0, word);
      if (wait.async) await wait.value;
    }
  }

  private set(bytes: number, state: bigint): void {
    // Given up is for good.
    if (this.isAborted()) return;
    Atomics.store(this.words, 0, (BigInt(bytes) << 2n) | state);
    Atomics.notify(this.words, 0);
  }
}
