import { CriError } from '../base/cri-error.ts';

export interface SysctlScope {
  /** Whether the pod has a network, an IPC and a UTS namespace of its own. */
  readonly net: boolean;
  readonly ipc: boolean;
  readonly uts: boolean;
}

/** Parts between single dots or slashes: a path made of them cannot leave its directory. */
const NAME = /^[a-zA-Z0-9_-]+(?:[./][a-zA-Z0-9_-]+)+$/;
const IPC = /^(?:kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\..+)$/;

/**
 * The sysctls of a pod by their names with dots ("net/ipv4/conf/eth0.1/mtu" is "net.ipv4.conf.eth0/1.mtu"). Throws
 * invalid-argument for one that would not be set in a namespace of the pod, but on the whole machine.
 */
export function podSysctls(sysctls: Readonly<Record<string, string>>, scope: SysctlScope): Record<string, string> {
  return Object.fromEntries(Object.entries(sysctls).map(([name, value]) => [checked(name, scope), value]));
}

/** Whether a sysctl (with dots) belongs to the IPC namespace. */
export function isIpcSysctl(dotted: string): boolean {
  return kindOf(dotted) === 'ipc';
}

function checked(name: string, scope: SysctlScope): string {
  if (!NAME.test(name)) throw new CriError('invalid-argument', `${JSON.stringify(name)} is not the name of a sysctl`);
  const dotted = withDots(name);
  if (dotted === 'kernel.hostname') {
    throw new CriError('invalid-argument', 'sysctl kernel.hostname is the hostname of the pod', {
      hint: 'set the hostname of the pod instead',
    });
  }
  const kind = kindOf(dotted);
  if (kind === undefined) {
    throw new CriError('invalid-argument', `sysctl ${name} is not part of a namespace: it would change the whole machine`, {
      hint: 'set it on the machine itself',
    });
  }
  if (scope[kind]) return dotted;
  throw new CriError('invalid-argument', `sysctl ${name} cannot be set: the pod uses the ${kind} namespace of the machine`, {
    hint: `remove the sysctl, or give the pod a ${kind} namespace of its own`,
  });
}

function kindOf(dotted: string): keyof SysctlScope | undefined {
  if (dotted.startsWith('net.')) return 'net';
  if (dotted === 'kernel.domainname') return 'uts';
  return IPC.test(dotted) ? 'ipc' : undefined;
}

/** The first separator says which of the two forms it is. */
function withDots(name: string): string {
  if (/^[^./]*\./.test(name)) return name;
  return name.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}
