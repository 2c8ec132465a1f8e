import { join } from 'node:path';
import { CriError, messageOf } from '../base/cri-error.ts';
import type { NamespaceMode } from '../base/linux-config.ts';
import type { PinnedNamespaces } from '../base/pod-sandbox.ts';
import { printable } from '../base/sanitize.ts';
import type { UserMappings } from '../base/user-mappings.ts';
import type { Host } from '../host/host.ts';
import { MNT, type NamespacePins } from '../host/syscall.ts';
import { SyscallError } from '../host/syscall-error.ts';
import { isIpcSysctl, podSysctls } from './sysctls.ts';
import { pinOwnedNamespaces, setOwnedSysctls } from './user-namespace.ts';

export interface PinRequest {
  readonly host: Host;
  /** Directory of the pod, made when absent; each namespace is pinned on a file in it. */
  readonly dir: string;
  /** Of the pod's own UTS namespace; a pod on the machine's network has the machine's. */
  readonly hostname: string;
  readonly network: NamespaceMode;
  readonly ipc: NamespaceMode;
  readonly sysctls: Readonly<Record<string, string>>;
  /** With them, the pod has a user namespace that owns the others. */
  readonly users?: UserMappings | undefined;
}

const FILES = { net: 'netns', ipc: 'ipcns', uts: 'utsns', user: 'userns' } as const;
/** What the kernel keeps of a hostname. */
const HOSTNAME_BYTES = 64;

/**
 * Makes the namespaces of a pod and pins them, so that they live without a process; `lo` is up, sysctls are set. All or
 * nothing. Throws invalid-argument for a hostname or sysctl that cannot be; undone by `unpinPodNamespaces`.
 */
export async function pinPodNamespaces(request: PinRequest): Promise<PinnedNamespaces> {
  const { host, dir, hostname } = request;
  const own = { net: request.network !== 'NODE', ipc: request.ipc !== 'NODE', uts: request.network !== 'NODE' };
  const sysctls = podSysctls(request.sysctls, own);
  if (own.uts && (hostname === '' || Buffer.byteLength(hostname) > HOSTNAME_BYTES)) {
    throw new CriError(
      'invalid-argument',
      `${JSON.stringify(printable(hostname))} is not a hostname of 1 to ${HOSTNAME_BYTES} bytes`,
    );
  }
  const pinned: PinnedNamespaces = {
    ...(own.net ? { net: join(dir, FILES.net) } : {}),
    ...(own.ipc ? { ipc: join(dir, FILES.ipc) } : {}),
    ...(own.uts ? { uts: join(dir, FILES.uts) } : {}),
  };
  const { net, ipc, uts } = pinned;
  const settled = { ...(net && { net }), ...(ipc && { ipc }), ...(uts && { uts: { path: uts, hostname } }) };
  try {
    if (request.users !== undefined) return await pinWithUsers({ ...request, users: request.users, sysctls }, settled);
    await host.files.makeDirectory(dir);
    host.sys.pinNamespaces({ ...settled, sysctls });
  } catch (error) {
    throw sysctlError(error) ?? error;
  }
  return pinned;
}

async function pinWithUsers(
  { host, dir, sysctls, users }: PinRequest & { readonly users: UserMappings },
  settled: NamespacePins,
): Promise<PinnedNamespaces> {
  const { net, ipc, uts } = settled;
  const pinned = { user: join(dir, FILES.user), ...(net && { net }), ...(ipc && { ipc }), ...(uts && { uts: uts.path }) };
  // Its holder of a shared PID namespace has to pass, and is nobody to this machine.
  await host.files.makeDirectory(dir, 0o711);
  try {
    for (const path of Object.values(pinned)) await host.files.write(path, '');
    await pinOwnedNamespaces(host, pinned, users);
    const [ofIpc, others] = divide(sysctls, isIpcSysctl);
    host.sys.settleNamespaces({ ...settled, sysctls: others });
    await setOwnedSysctls(host, pinned, ofIpc);
  } catch (error) {
    await unpinPodNamespaces(host, dir);
    throw error;
  }
  return pinned;
}

function divide(
  all: Readonly<Record<string, string>>,
  isFirst: (name: string) => boolean,
): [Record<string, string>, Record<string, string>] {
  const entries = Object.entries(all);
  const first = entries.filter(([name]) => isFirst(name));
  return [Object.fromEntries(first), Object.fromEntries(entries.filter(([name]) => !isFirst(name)))];
}

/** Lets the namespaces of a pod go; they end with the last process in them. Success when there are none. */
export async function unpinPodNamespaces(host: Host, dir: string): Promise<void> {
  for (const path of Object.values(FILES).map((name) => join(dir, name))) {
    // Detached: a copy of the mount in another mount namespace must not hold the pod up. Removing the file ends that, too.
    await host.sys.umount(path, MNT.DETACH);
    await host.files.remove(path);
  }
}

/** The kernel's refusal of a value, or of a name that it does not have. */
function sysctlError(error: unknown): CriError | undefined {
  if (!(error instanceof SyscallError) || error.syscall !== 'sysctl') return undefined;
  const why = error.code === 'ENOENT' ? 'this kernel has no such sysctl for pods' : messageOf(error);
  return new CriError('invalid-argument', `sysctl ${printable(error.subject)} cannot be set: ${printable(why)}`, {
    cause: error,
  });
}
