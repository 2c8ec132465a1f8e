import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';

/** What belongs to one test file, so that files can run beside each other. */
export interface LeakScope {
  /** Directories whose name appears in every mount point, command line and open file of this test (root, run, temp). */
  readonly directories: readonly string[];
  /** The bridge that pods are attached to. */
  readonly bridge?: string;
  /** host-local's directory: one subdirectory per network, one file per address. */
  readonly addresses?: string;
  /** Text in every iptables rule that may be left, for example the network's name. */
  readonly rules?: string;
  /** Text in the name of every control group of this test. */
  readonly cgroup?: string;
}

/** What is there, by kind; each entry names one thing. */
export interface Snapshot {
  readonly mounts: readonly string[];
  readonly processes: readonly string[];
  readonly cgroups: readonly string[];
  readonly bridgePorts: readonly string[];
  readonly addresses: readonly string[];
  readonly rules: readonly string[];
  /** Open files of this process below the directories, and its descriptors of namespaces, pidfds and the like. */
  readonly descriptors: readonly string[];
}

/** Looks at the machine; needs root for mounts and descriptors of others to be seen. */
export function takeSnapshot(scope: LeakScope): Snapshot {
  return {
    mounts: mountPoints().filter((path) => concerns(scope, path)),
    processes: processes(scope),
    cgroups: scope.cgroup === undefined ? [] : cgroups('/sys/fs/cgroup', scope.cgroup),
    bridgePorts: scope.bridge === undefined ? [] : listOrNone(`/sys/class/net/${scope.bridge}/brif`),
    addresses: scope.addresses === undefined ? [] : addresses(scope.addresses),
    rules: scope.rules === undefined ? [] : rules(scope.rules),
    descriptors: descriptors(scope),
  };
}

/** Throws with a list of what is in `after` and was not in `before`. */
export function expectNoLeaks(before: Snapshot, after: Snapshot): void {
  const leaks = Object.entries(after).flatMap(([kind, things]: [string, readonly string[]]) => {
    const known = [...before[kind as keyof Snapshot]];
    return things.filter((thing) => !take(known, thing)).map((thing) => `${kind}: ${thing}`);
  });
  if (leaks.length > 0) throw new Error(`left behind:\n  ${leaks.join('\n  ')}`);
}

/**
 * The same for what the kernel takes down behind the caller's back (interfaces of a namespace that has ended): looks again until
 * nothing is left, and throws when something still is after `withinMs`.
 */
export async function expectNoLeaksSoon(before: Snapshot, scope: LeakScope, withinMs = 5000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      expectNoLeaks(before, takeSnapshot(scope));
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Removes one equal entry; several things may have one name. */
function take(known: string[], thing: string): boolean {
  const index = known.indexOf(thing);
  if (index >= 0) known.splice(index, 1);
  return index >= 0;
}

function concerns(scope: LeakScope, text: string): boolean {
  return scope.directories.some((directory) => text.includes(directory));
}

function mountPoints(): string[] {
  return fs
    .readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ')[4] ?? '');
}

function processes(scope: LeakScope): string[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => `${pid} ${readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
    .filter((line) => concerns(scope, line));
}

/** Control groups below any of the mounted hierarchies. */
function cgroups(directory: string, text: string): string[] {
  return fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const path = join(directory, entry.name);
    return [...(entry.name.includes(text) ? [path] : []), ...cgroups(path, text)];
  });
}

function addresses(directory: string): string[] {
  return listOrNone(directory).flatMap((network) =>
    listOrNone(join(directory, network))
      .filter((name) => /^[0-9a-f]+[.:]/.test(name))
      .map((name) => `${network}/${name}`),
  );
}

function rules(text: string): string[] {
  return ['iptables-save', 'ip6tables-save'].flatMap((program) =>
    execFileSync(program, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')
      .filter((line) => line.includes(text)),
  );
}

function descriptors(scope: LeakScope): string[] {
  return fs
    .readdirSync('/proc/self/fd')
    .map((fd) => linkOrEmpty(`/proc/self/fd/${fd}`))
    .filter(
      (target) =>
        concerns(scope, target) || /^(net|ipc|uts|mnt|user|pid):\[|^anon_inode:\[pidfd\]|^\/proc\/.*\/ns\//.test(target),
    );
}

function listOrNone(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    return ifGone(error, []);
  }
}

function readOrEmpty(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    return ifGone(error, '');
  }
}

function linkOrEmpty(path: string): string {
  try {
    return fs.readlinkSync(path);
  } catch (error) {
    return ifGone(error, '');
  }
}

function ifGone<T>(error: unknown, instead: T): T {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR' || code === 'EINVAL') return instead;
  throw error;
}
