import type { Host } from '../../host/host.ts';
import type { Machine } from '../machine.ts';
import type { SystemCheck } from './system-check.ts';

export interface KernelToCheck {
  readonly machine: Machine;
  readonly noMappedImages: () => Promise<string | undefined>;
}

const NEEDED = ['cpu', 'memory', 'pids'];
const USEFUL = ['cpuset', 'io', 'hugetlb'];
/** Each pod and log follower takes some. */
const FEW_WATCHES = 128;

/** What the kernel has of what containers are made of. */
export async function checkKernel(host: Host, { machine, noMappedImages }: KernelToCheck): Promise<readonly SystemCheck[]> {
  return [
    await checkCgroups(host, machine),
    await checkOverlay(host),
    await checkUserNamespaces(host, noMappedImages),
    await checkSeccomp(host),
    checkConfinement(machine),
    await checkTun(host),
    await checkWatches(host),
  ];
}

async function checkCgroups({ files }: Host, machine: Machine): Promise<SystemCheck> {
  const name = 'control groups';
  const known = machine.cgroupV2
    ? ((await files.readTextIfPresent('/sys/fs/cgroup/cgroup.controllers')) ?? '').trim().split(/\s+/)
    : (await files.list('/sys/fs/cgroup')).map((directory) => (directory === 'blkio' ? 'io' : directory));
  const version = machine.cgroupV2 ? 'version 2' : 'version 1';
  const missing = (names: readonly string[]): string[] => names.filter((each) => !known.includes(each));
  if (missing(NEEDED).length > 0) {
    const fix = machine.cgroupV2
      ? 'have the kernel offer these controllers (cgroup_enable=memory on its command line on some boards)'
      : 'mount the hierarchies of cgroup v1, or start the machine with systemd.unified_cgroup_hierarchy=1';
    return { name, state: 'failed', detail: `${version} without ${missing(NEEDED).join(', ')}`, fix };
  }
  const lacks = missing(USEFUL);
  const detail = lacks.length === 0 ? version : `${version} without ${lacks.join(', ')}: their limits are refused`;
  return { name, state: 'ok', detail, fix: '' };
}

async function checkOverlay({ files }: Host): Promise<SystemCheck> {
  const name = 'overlayfs';
  const known = ((await files.readTextIfPresent('/proc/filesystems')) ?? '').includes('\toverlay\n');
  if (known) return { name, state: 'ok', detail: 'the kernel has it', fix: '' };
  return {
    name,
    state: 'failed',
    detail: 'the kernel does not list it: images cannot be mounted',
    fix: 'load it: modprobe overlay; name it in /etc/modules-load.d for the next start',
  };
}

async function checkUserNamespaces({ files }: Host, noMappedImages: () => Promise<string | undefined>): Promise<SystemCheck> {
  const name = 'user namespaces';
  const most = Number((await files.readTextIfPresent('/proc/sys/user/max_user_namespaces')) ?? 0);
  if (most === 0) {
    const fix = 'allow them: sysctl -w user.max_user_namespaces=15000';
    return { name, state: 'warning', detail: 'the kernel allows none: pods with one are refused', fix };
  }
  const reason = await noMappedImages();
  if (reason === undefined) return { name, state: 'ok', detail: 'with id-mapped images', fix: '' };
  return { name, state: 'warning', detail: reason, fix: 'Linux 5.19 or newer with ext4, xfs or btrfs has id-mapped mounts' };
}

async function checkSeccomp({ files }: Host): Promise<SystemCheck> {
  const name = 'seccomp';
  const actions = await files.readTextIfPresent('/proc/sys/kernel/seccomp/actions_avail');
  if (actions !== undefined) return { name, state: 'ok', detail: 'system calls can be filtered', fix: '' };
  return {
    name,
    state: 'warning',
    detail: 'the kernel cannot filter system calls: containers that ask for the default profile do not start',
    fix: 'use a kernel with CONFIG_SECCOMP_FILTER, or run containers unconfined',
  };
}

/** Neither is needed. */
function checkConfinement({ appArmor, selinux }: Machine): SystemCheck {
  const found = [...(appArmor ? ['AppArmor'] : []), ...(selinux ? ['SELinux'] : [])].join(' and ');
  return { name: 'confinement', state: 'ok', detail: found === '' ? 'neither AppArmor nor SELinux' : found, fix: '' };
}

async function checkTun({ files }: Host): Promise<SystemCheck> {
  const name = 'tun device';
  if (await files.exists('/dev/net/tun')) return { name, state: 'ok', detail: '/dev/net/tun is there', fix: '' };
  const fix = 'load it: modprobe tun';
  return { name, state: 'warning', detail: 'there is no /dev/net/tun: VPNs in containers do not work', fix };
}

async function checkWatches({ files }: Host): Promise<SystemCheck> {
  const name = 'inotify instances';
  const most = Number((await files.readTextIfPresent('/proc/sys/fs/inotify/max_user_instances')) ?? 0);
  if (most >= FEW_WATCHES) return { name, state: 'ok', detail: `${String(most)} for each user`, fix: '' };
  const fix = 'allow more: sysctl -w fs.inotify.max_user_instances=8192';
  return { name, state: 'warning', detail: `only ${String(most)}: many containers that watch files fail`, fix };
}
