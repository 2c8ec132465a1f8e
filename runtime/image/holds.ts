/** Keeps names from garbage collection until it is disposed of. */
export interface Hold extends Disposable {
  add(names: readonly string[]): void;
}

/** Digests and chain ids that somebody is about to need, counted. */
export class Holds {
  private readonly counts = new Map<string, number>();

  open(): Hold {
    let mine: string[] = [];
    return {
      add: (names) => {
        for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
        mine.push(...names);
      },
      [Symbol.dispose]: () => {
        for (const name of mine) {
          const count = (this.counts.get(name) ?? 1) - 1;
          if (count === 0) this.counts.delete(name);
          else this.counts.set(name, count);
        }
        mine = [];
      },
    };
  }

  has(name: string): boolean {
    return this.counts.has(name);
  }

  names(): Iterable<string> {
    return this.counts.keys();
  }
}
