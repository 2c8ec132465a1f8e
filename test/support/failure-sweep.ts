import { closeSync } from 'node:fs';
import type { Host } from '../../runtime/host/host.ts';

/**
 * before: call n is not made at all; after: it is made, and then reported as failed, as when the answer gets lost;
 * onwards: call n and every later one fails without being made, as on a broken disk.
 */
export type FailureMode = 'before' | 'after' | 'onwards';

/** A host whose nth call from now on can be made to fail. */
export interface FailingHost extends Host {
  /** Names of the calls since the last `failAt` or `count`, in order: "exec runc create", "sys.mount /run/x", … */
  readonly calls: readonly string[];
  /** Starts counting anew; call number n (from 0) fails with an Error whose code is EIO. */
  failAt(n: number, mode: FailureMode): void;
  /** Starts counting anew; nothing fails. */
  count(): void;
  /** Whether the planned failure has come. */
  readonly fired: boolean;
}

/** What the check after one failed act is told. */
export interface SweepFailure {
  readonly index: number;
  readonly call: string;
  readonly mode: FailureMode;
  /** What the act threw; undefined when it succeeded in spite of the failed call. */
  readonly error: unknown;
}

export interface SweepOptions {
  readonly host: FailingHost;
  /** Throws when the failed act has left something. Called with a host that does not fail. */
  readonly check: (failure: SweepFailure) => Promise<void> | void;
  /** Takes back what a successful act has made. */
  readonly clear: () => Promise<void> | void;
  /** Default: before and after. */
  readonly modes?: readonly FailureMode[];
}

/**
 * Runs `act` once to learn its host calls; then, for each of them and each mode, runs it with that call failing, checks that
 * nothing is left, and runs it again without failure, which has to succeed. Answers the names of the calls.
 */
export async function sweep(act: () => Promise<unknown>, options: SweepOptions): Promise<readonly string[]> {
  const { host, clear } = options;
  host.count();
  await act();
  const calls = [...host.calls];
  await clear();
  for (const mode of options.modes ?? (['before', 'after'] as const)) {
    for (const [index, call] of calls.entries()) {
      try {
        await failOnce(act, options, { index, call, mode });
      } catch (cause) {
        throw new Error(`call ${index} (${call}) failing ${mode}: ${cause instanceof Error ? cause.message : String(cause)}`, {
          cause,
        });
      }
    }
  }
  return calls;
}

async function failOnce(act: () => Promise<unknown>, options: SweepOptions, failure: Omit<SweepFailure, 'error'>): Promise<void> {
  const { host, check, clear } = options;
  host.failAt(failure.index, failure.mode);
  const error = await act().then(
    () => undefined,
    (reason: unknown) => reason ?? new Error('rejected with nothing'),
  );
  const { fired } = host;
  host.count();
  if (error === undefined) await clear();
  if (!fired && error !== undefined) throw new Error('the act failed although no call did', { cause: error });
  await check({ ...failure, error });
  await act();
  await clear();
}

/** Wraps `host`. Its clock and its waits for orphans are passed on as they are. */
export function createFailingHost(host: Host): FailingHost {
  const calls: string[] = [];
  let plan: { readonly n: number; readonly mode: FailureMode } | undefined;
  let fired = false;
  const start = (next: typeof plan): void => {
    calls.length = 0;
    plan = next;
    fired = false;
  };
  /** Counts one call; answers how it is to fail. */
  const next = (name: string): FailureMode | undefined => {
    const index = calls.push(name) - 1;
    if (plan === undefined || index < plan.n || (index > plan.n && plan.mode !== 'onwards')) return undefined;
    fired = true;
    return plan.mode;
  };
  const wrap = <F extends (...args: never[]) => unknown>(name: string, call: F): F => {
    const wrapped = (...args: never[]): unknown => {
      const title = titleOf(name, args);
      const mode = next(title);
      // Contracts that answer with a promise never throw at once.
      // A stream is an object of this process: it is made, or it is not.
      if (mode === 'before' || mode === 'onwards' || (mode === 'after' && isStream(name)))
        return isSynchronous(name) ? raise(title) : Promise.reject(injected(title));
      const result = call(...args);
      if (mode === undefined) return result;
      if (!(result instanceof Promise)) {
        abandon(name, result);
        return raise(title);
      }
      return result.then((value) => {
        abandon(name, value);
        return raise(title);
      });
    };
    return wrapped as F;
  };
  return {
    exec: wrap('exec', host.exec),
    spawnPiped: wrap('spawnPiped', host.spawnPiped),
    // Nothing could be done about a descriptor that cannot be closed.
    sys: { ...wrapAll('sys', host.sys, wrap), close: host.sys.close },
    files: wrapAll('files', host.files, wrap),
    clock: host.clock,
    stream: wrap('stream', host.stream),
    reader: wrap('reader', host.reader),
    orphanEnd: host.orphanEnd,
    connectTcp: wrap('connectTcp', host.connectTcp),
    calls,
    failAt: (n, mode) => {
      start({ n, mode });
    },
    count: () => {
      start(undefined);
    },
    get fired() {
      return fired;
    },
  };
}

type Wrap = <F extends (...args: never[]) => unknown>(name: string, call: F) => F;

function wrapAll<T extends object>(prefix: string, object: T, wrap: Wrap): T {
  const wrapped = Object.entries(object).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function' ? wrap(`${prefix}.${name}`, member.bind(object) as never) : member,
  ]);
  return Object.fromEntries(wrapped) as T;
}

function isStream(name: string): boolean {
  return name === 'stream' || name === 'reader';
}

function isSynchronous(name: string): boolean {
  // Names of files that are read on this thread end in Now.
  return isStream(name) || name.endsWith('Now') || (name.startsWith('sys.') && name !== 'sys.umount');
}

function titleOf(name: string, args: readonly unknown[]): string {
  const first = args[0];
  if (Array.isArray(first)) return `${name} ${first.slice(0, 6).join(' ')}`;
  // The second of mount's arguments is the one that tells calls apart.
  const shown = name === 'sys.mount' ? args[1] : first;
  return typeof shown === 'string' || typeof shown === 'number' ? `${name} ${shown}` : name;
}

const DESCRIPTORS: readonly string[] = ['sys.socket', 'sys.connectPackets', 'sys.listenAt', 'sys.receiveDescriptor'];

/** The caller never gets this result, so its pipes and descriptors would stay open. */
function abandon(name: string, value: unknown): void {
  if (typeof value === 'number' && DESCRIPTORS.includes(name)) closeSync(value);
  if (typeof value !== 'object' || value === null) return;
  if ('pipes' in value) for (const pipe of value.pipes as readonly { destroy(): void }[]) pipe.destroy();
  if (name === 'sys.pipe') for (const fd of Object.values(value as Record<string, number>)) closeSync(fd);
}

function injected(title: string): Error {
  return Object.assign(new Error(`EIO: injected failure, ${title}`), { code: 'EIO', errno: 5 });
}

function raise(title: string): never {
  throw injected(title);
}
