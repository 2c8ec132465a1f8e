import type * as promises from 'node:fs/promises';

/** How the calls of node:fs/promises are counted, and which of them fails. */
export interface FsFailures {
  /** Names since the last `start`, in order. */
  readonly calls: readonly string[];
  /** Counts anew; call number `n` (from 0; undefined: none) is not made (`before`), or made and then reported as failed (`after`). */
  start(n?: number, mode?: 'before' | 'after'): void;
  /** The module with every call counted, those of its file handles too. */
  wrap(module: typeof promises): typeof promises;
}

type Call = (...args: never[]) => unknown;

export function createFsFailures(): FsFailures {
  let calls: string[] = [];
  let failing: { readonly n: number; readonly mode: 'before' | 'after' } | undefined;

  const counted =
    (name: string, call: Call): Call =>
    async (...args: never[]) => {
      const isIt = calls.push(name) - 1 === failing?.n;
      // A handle is given back whatever close answers.
      if (isIt && failing?.mode === 'before' && name !== 'close') throw injected(name);
      const result = await call(...args);
      if (isIt) {
        if (isHandle(result)) await result.close();
        throw injected(name);
      }
      return isHandle(result) ? handle(result) : result;
    };
  const wrapAll = <T extends object>(object: T): T =>
    new Proxy(object, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function' || typeof key !== 'string' || key === 'constructor') return member;
        return counted(key, (member as Call).bind(target));
      },
    });
  const handle = (file: promises.FileHandle): promises.FileHandle => wrapAll(file);

  return {
    get calls() {
      return calls;
    },
    start: (n, mode = 'before') => {
      calls = [];
      failing = n === undefined ? undefined : { n, mode };
    },
    wrap: (module) => {
      const names = Object.entries(module).map(([name, member]: [string, unknown]) => [
        name,
        typeof member === 'function' ? counted(name, member as Call) : member,
      ]);
      return Object.fromEntries(names) as typeof promises;
    },
  };
}

function isHandle(value: unknown): value is promises.FileHandle {
  return typeof value === 'object' && value !== null && 'fd' in value && 'writev' in value;
}

function injected(name: string): Error {
  return Object.assign(new Error(`EIO: injected failure, ${name}`), { code: 'EIO', errno: -5 });
}
