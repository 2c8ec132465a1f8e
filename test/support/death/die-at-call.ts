import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CALL_BYTES, parsePlan, type DeathPlan } from './death-plan.ts';

/**
 * Loaded before the built daemon (`node --import`), in its worker threads too: counts every call that changes the machine or the
 * records, and kills the process at the one that the plan names. Calls that only look are no moments of their own: what they see
 * was made by one that counts.
 */
type Call = (...args: never[]) => unknown;

const require = createRequire(import.meta.url);
const fs = require('node:fs') as typeof import('node:fs');
const promises = require('node:fs/promises') as Record<string, Call>;
const children = require('node:child_process') as Record<string, Call>;
const { DatabaseSync, StatementSync } = require('node:sqlite') as typeof import('node:sqlite');

const directory = process.env['SLIPWAY_DEATH'] ?? '';
const [planFd, callsFd] = [join(directory, 'plan'), join(directory, 'calls')].map((path) => fs.openSync(path, 'a+')) as [
  number,
  number,
];
const { fstatSync, readSync, writeSync } = fs;
const kill = process.kill.bind(process);

const CHANGES = [
  ...['appendFile', 'chmod', 'chown', 'copyFile', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp', 'rename', 'rm', 'rmdir'],
  ...['symlink', 'truncate', 'unlink', 'utimes', 'writeFile', 'fchmod', 'fchown', 'ftruncate', 'futimes'],
];
const HANDLE_CHANGES = ['write', 'writev', 'writeFile', 'truncate', 'sync', 'datasync'];
/** System calls that change nothing which outlives the process. */
const HARMLESS = /\b(lgetxattr|waitpid|flock|prctl|setns|socket|connect|poll|fcntl|read|recv)\w*\s*\(/;

replaceAll(promises, CHANGES);
replaceAll(
  fs as unknown as Record<string, Call>,
  CHANGES.map((name) => `${name}Sync`),
);
const handle = await fs.promises.open('/dev/null');
replaceAll(Object.getPrototypeOf(handle) as Record<string, Call>, HANDLE_CHANGES);
await handle.close();
replaceOpen(promises, 'open');
replaceOpen(fs as unknown as Record<string, Call>, 'openSync');
replaceAll(StatementSync.prototype as unknown as Record<string, Call>, ['run']);
replaceAll(DatabaseSync.prototype as unknown as Record<string, Call>, ['exec']);
replaceAll(process as unknown as Record<string, Call>, ['kill']);
replaceAll(children, ['spawn']);
replaceSystemCalls();

function replaceAll(object: Record<string, Call>, names: readonly string[]): void {
  for (const name of names) {
    const original = object[name];
    if (original !== undefined) object[name] = counted((args) => `${name} ${subject(args)}`, original);
  }
}

function replaceOpen(object: Record<string, Call>, name: string): void {
  const original = object[name] as Call;
  const counting = counted((args) => `${name} ${subject(args)}`, original);
  object[name] = function (this: unknown, ...args: never[]) {
    const flags: unknown = args[1];
    const looks = flags === undefined || flags === 'r' || (typeof flags === 'number' && (flags & 3) === 0);
    return (looks ? original : counting).apply(this, args);
  };
}

/** The bridge to C is one native module, in the bundle as in a checkout. */
function replaceSystemCalls(): void {
  const extensions = (createRequire(import.meta.url) as unknown as { extensions: Record<string, Call> }).extensions;
  const load = extensions['.node'] as (module: { exports: Bridge }, path: string) => void;
  extensions['.node'] = (module: { exports: Bridge }, path: string) => {
    load(module, path);
    const bridge = module.exports;
    if (typeof bridge.load !== 'function') return;
    module.exports = { ...bridge, load: (name) => countedLibrary(bridge.load(name)) };
  };
}

interface Bridge {
  load(name: unknown): Library;
}

interface Library {
  func(prototype: string): Call & { async: Call };
}

function countedLibrary(library: Library): Library {
  return {
    func: (prototype) => {
      const call = library.func(prototype);
      if (HARMLESS.test(prototype)) return call;
      const name = /(\w+)\s*\(/.exec(prototype)?.[1] ?? prototype;
      const title = (args: readonly unknown[]): string => `${name} ${args.filter((arg) => typeof arg === 'string').join(' ')}`;
      return Object.assign(counted(title, call), { async: counted(title, call.async) });
    },
  };
}

function counted(title: (args: readonly unknown[]) => string, original: Call): Call {
  return function (this: unknown, ...args: never[]) {
    const plan = readPlan();
    if (plan === undefined) return original.apply(this, args);
    const index = note(title(args));
    if (index !== plan.at) return original.apply(this, args);
    if (plan.afterMs === undefined) die();
    const result = original.apply(this, args);
    // The child has begun its work by then.
    if (plan.afterMs === 0) (result as ChildProcess).once('spawn', die);
    setTimeout(die, plan.afterMs);
    return result;
  };
}

function readPlan(): DeathPlan | undefined {
  const bytes = Buffer.alloc(64);
  return parsePlan(bytes.toString('utf8', 0, readSync(planFd, bytes, 0, 64, 0)));
}

/** Answers the number of the call. Threads share the file, and each line is written in one go. */
function note(title: string): number {
  writeSync(
    callsFd,
    title
      .slice(0, CALL_BYTES - 1)
      .replaceAll('\n', ' ')
      .padEnd(CALL_BYTES - 1) + '\n',
    undefined,
    'latin1',
  );
  return fstatSync(callsFd).size / CALL_BYTES - 1;
}

/** Nothing of this process runs after it, other threads included. */
function die(): never {
  for (;;) kill(process.pid, 'SIGKILL');
}

function subject([first, second]: readonly unknown[]): string {
  if (typeof first === 'number') return `${first} ${typeof second === 'number' ? second : ''}`;
  const words = Array.isArray(second) ? [first, ...(second as unknown[])] : [first];
  return words
    .filter((word) => typeof word === 'string' || word instanceof URL || Buffer.isBuffer(word))
    .map(String)
    .join(' ');
}
