import type { Duplex } from 'node:stream';
import { CriError } from '../base/cri-error.ts';
import type { IdMapping } from '../base/linux-config.ts';
import type { PinnedNamespaces } from '../base/pod-sandbox.ts';
import { printable } from '../base/sanitize.ts';
import type { UserMappings } from '../base/user-mappings.ts';
import type { Host } from '../host/host.ts';
import { MS } from '../host/syscall.ts';

/** Says that it is there, and lives until its pipe ends. */
const KEEPER = 'echo >&3; read -r _ <&4';

/**
 * Makes a user namespace, and the others as its property, and pins them on the files of `pinned`, which exist. A process with
 * threads cannot make a user namespace, so another one does, and ends. Throws failed-precondition where the machine does not
 * allow one; what is pinned by then is left to the caller.
 */
export async function pinOwnedNamespaces(host: Host, pinned: PinnedNamespaces, mappings: UserMappings): Promise<void> {
  const kinds = Object.entries(pinned) as [keyof PinnedNamespaces, string][];
  const flags = kinds.map(([kind]) => `--${kind}`);
  const keeper = await host.spawnPiped(['unshare', ...flags, 'sh', '-c', KEEPER], { cwd: '/', pipeCount: 2 });
  const [ready, line] = keeper.pipes as [Duplex, Duplex];
  try {
    if (!(await hasByte(ready))) throw notAllowed((await keeper.stderr).trim());
    const proc = `/proc/${String(keeper.pid)}`;
    await host.files.write(`${proc}/uid_map`, mapLine(mappings.uid));
    await host.files.write(`${proc}/gid_map`, mapLine(mappings.gid));
    for (const [kind, path] of kinds) host.sys.mount(`${proc}/ns/${kind}`, path, '', MS.BIND, '');
  } finally {
    ready.destroy();
    line.destroy();
    await keeper.exited;
  }
}

/** Sets sysctls of an IPC namespace: only the root of the user namespace that owns it may, not the machine's. */
export async function setOwnedSysctls(
  host: Host,
  { user, ipc }: PinnedNamespaces,
  sysctls: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(sysctls)) {
    const path = `/proc/sys/${name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'))}`;
    const argv = ['nsenter', `--user=${user ?? ''}`, `--ipc=${ipc ?? ''}`, 'tee', path] as const;
    const { exitCode, stderr } = await host.exec(argv, { stdin: value });
    if (exitCode === 0) continue;
    throw new CriError(
      'invalid-argument',
      `sysctl ${name}=${printable(value)} cannot be set: ${printable(stderr.toString('utf8').trim())}`,
    );
  }
}

function mapLine({ containerId, hostId, length }: IdMapping): string {
  return `${String(containerId)} ${String(hostId)} ${String(length)}\n`;
}

/** False when the other side has ended without a word. */
async function hasByte(pipe: Duplex): Promise<boolean> {
  for await (const chunk of pipe.iterator({ destroyOnReturn: false })) return (chunk as Buffer).length > 0;
  return false;
}

function notAllowed(why: string): CriError {
  return new CriError('failed-precondition', `this machine does not allow a user namespace: ${printable(why)}`, {
    hint: 'see /proc/sys/user/max_user_namespaces, or ask for user namespace mode NODE',
  });
}
