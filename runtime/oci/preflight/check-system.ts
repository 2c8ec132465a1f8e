import type { Host } from '../../host/host.ts';
import type { Machine } from '../machine.ts';
import { checkKernel } from './check-kernel.ts';
import { checkPrograms, type ProgramsToCheck } from './check-programs.ts';
import type { SystemCheck, SystemFacts } from './system-check.ts';

export interface SystemOptions extends ProgramsToCheck {
  readonly machine: Machine;
  /** What survives a reboot. */
  readonly root: string;
  /** Why images cannot be mounted with shifted owners; undefined when they can. */
  readonly noMappedImages: () => Promise<string | undefined>;
}

/** Looks at this machine: nothing is changed, and only programs are started that say their version. */
export async function checkSystem(
  host: Host,
  options: SystemOptions,
): Promise<{ readonly facts: SystemFacts; readonly checks: readonly SystemCheck[] }> {
  const { machine } = options;
  const [facts, kernel, programs, disk] = await Promise.all([
    readFacts(host, machine),
    checkKernel(host, options),
    checkPrograms(host, options),
    checkDisk(host, options.root),
  ]);
  return { facts, checks: [...kernel, ...programs, disk] };
}

async function readFacts({ files }: Host, machine: Machine): Promise<SystemFacts> {
  const release = (await files.readTextIfPresent('/etc/os-release')) ?? '';
  const memory = (await files.readTextIfPresent('/proc/meminfo')) ?? '';
  const processors = (await files.readTextIfPresent('/proc/stat')) ?? '';
  return {
    kernel: (await files.readText('/proc/sys/kernel/osrelease')).trim(),
    os: /^PRETTY_NAME="?(.*?)"?$/m.exec(release)?.[1] ?? '',
    architecture: machine.arch,
    processors: processors.match(/^cpu\d+ /gm)?.length ?? 0,
    memoryBytes: Number(/^MemTotal:\s+(\d+)/m.exec(memory)?.[1] ?? 0) * 1024,
    cgroupVersion: machine.cgroupV2 ? 2 : 1,
  };
}

const GIBIBYTE = 1024 ** 3;
const FEW_INODES = 10_000;

async function checkDisk({ files }: Host, root: string): Promise<SystemCheck> {
  const { freeBytes, freeInodes } = await files.fileSystem(root);
  const detail = `${root} has ${(freeBytes / GIBIBYTE).toFixed(1)} GiB free`;
  // Some file systems make inodes as they are needed, and tell 0.
  const isShort = freeBytes < GIBIBYTE || (freeInodes > 0 && freeInodes < FEW_INODES);
  if (!isShort) return { name: 'disk', state: 'ok', detail, fix: '' };
  const fix = 'clean up images and remove stopped containers, or move the root directory to a larger disk (slipway.root)';
  return { name: 'disk', state: 'warning', detail: `${detail}, and ${String(freeInodes)} inodes`, fix };
}
