import type { Files } from '../host/files.ts';

/** What the spec has to know about this machine; read once, when the daemon starts. */
export interface Machine {
  /** Names of the capabilities in the daemon's own bounding set, the most that a container can get. */
  readonly boundingCapabilities: readonly string[];
  /** The lowest oom_score_adj that the daemon may give a process. */
  readonly lowestOomScoreAdj: number;
  /** The daemon's own hard limits, by the kernel's name (`open files`); Infinity = none. */
  readonly hardLimits: ReadonlyMap<string, number>;
  /** True with cgroup v2 alone; v1 and hybrid are false. */
  readonly cgroupV2: boolean;
  /** False where the kernel does not count swap (v1 without swapaccount=1). */
  readonly limitsSwap: boolean;
  readonly hugepageSizes: readonly string[];
  readonly appArmor: boolean;
  readonly selinux: boolean;
  /** Text of the distribution's default seccomp profile (containers-common format). */
  readonly seccompDefault: string | undefined;
  readonly bootId: string;
  /** Node's name of the processor: x64, arm64 … */
  readonly arch: string;
}

const CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
].map((name) => `CAP_${name}`);

const SECCOMP_DEFAULT = '/usr/share/containers/seccomp.json';

/** Reads those facts from /proc, /sys and the distribution's files. */
export async function readMachine(files: Files, arch: string): Promise<Machine> {
  const status = await files.readText('/proc/self/status');
  const canLowerOomScore = capabilityNames(maskIn(status, 'CapEff')).includes('CAP_SYS_RESOURCE');
  const cgroupV2 = await files.exists('/sys/fs/cgroup/cgroup.controllers');
  const hugetlb = await files.exists('/sys/kernel/mm/hugepages');
  return {
    boundingCapabilities: capabilityNames(maskIn(status, 'CapBnd')),
    lowestOomScoreAdj: canLowerOomScore ? -1000 : Number(await files.readText('/proc/self/oom_score_adj')),
    hardLimits: hardLimits(await files.readText('/proc/self/limits')),
    cgroupV2,
    limitsSwap: await files.exists(cgroupV2 ? '/proc/swaps' : '/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes'),
    hugepageSizes: hugetlb && (await hasHugetlb(files)) ? (await files.list('/sys/kernel/mm/hugepages')).map(pageSize) : [],
    appArmor: (await files.readTextIfPresent('/sys/module/apparmor/parameters/enabled'))?.startsWith('Y') === true,
    selinux: await files.exists('/sys/fs/selinux/enforce'),
    seccompDefault: await files.readTextIfPresent(SECCOMP_DEFAULT),
    bootId: (await files.readText('/proc/sys/kernel/random/boot_id')).trim(),
    arch,
  };
}

/** Names of the bits that are set in a capability mask. */
function capabilityNames(mask: bigint): string[] {
  return CAPABILITIES.filter((_name, bit) => (mask >> BigInt(bit)) % 2n === 1n);
}

/** The columns are a name with spaces after `Max `, the soft limit, the hard limit and mostly a unit. */
function hardLimits(text: string): Machine['hardLimits'] {
  const rows = [...text.matchAll(/^Max (.*?) +(?:unlimited|\d+) +(unlimited|\d+)/gm)];
  return new Map(rows.map(([, name = '', hard]) => [name, hard === 'unlimited' ? Infinity : Number(hard)]));
}

function maskIn(status: string, field: string): bigint {
  const hex = new RegExp(`^${field}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1];
  return hex === undefined ? 0n : BigInt(`0x${hex}`);
}

async function hasHugetlb(files: Files): Promise<boolean> {
  const controllers = await files.readTextIfPresent('/sys/fs/cgroup/cgroup.controllers');
  return controllers === undefined ? files.exists('/sys/fs/cgroup/hugetlb') : controllers.split(/\s/).includes('hugetlb');
}

/** `hugepages-2048kB` is called `2MB` by cgroups. */
function pageSize(directory: string): string {
  const kilobytes = Number(/\d+/.exec(directory)?.[0] ?? 0);
  if (kilobytes >= 1024 * 1024) return `${kilobytes / 1024 / 1024}GB`;
  return kilobytes >= 1024 ? `${kilobytes / 1024}MB` : `${kilobytes}KB`;
}
