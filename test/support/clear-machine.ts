import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, join } from 'node:path';

export interface TestPlace {
  /** Its name is in the command line of every process, and begins every mount point, of this test. */
  readonly directory: string;
  readonly bridge: string;
  readonly cgroupParent: string;
}

const ROUNDS = 100;

/** Takes away, without the daemon, what a failed test may have left: processes, mounts, the bridge with its rules, control groups. */
export async function clearMachine(place: TestPlace): Promise<void> {
  for (const group of controlGroups(place)) killAll(processesOf(group));
  killAll(processesWith(place.directory));
  for (let round = 0; round < ROUNDS && [...controlGroups(place)].some((group) => processesOf(group).length > 0); round++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (place.cgroupParent.endsWith('.slice')) spawnSync('systemctl', ['stop', basename(place.cgroupParent)]);
  for (const path of mountPoints(place.directory).reverse()) spawnSync('umount', ['-l', path]);
  for (const group of controlGroups(place)) spawnSync('find', [group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
  dropBridge(place.bridge);
}

/** The bridge of a built-in network, where there is one, and the rules that were made for it. */
export function dropBridge(bridge: string): void {
  spawnSync('ip', ['link', 'del', bridge]);
  dropRules(bridge);
}

/** The directories of `cgroupParent` in each hierarchy. */
export function controlGroups({ cgroupParent }: Pick<TestPlace, 'cgroupParent'>): string[] {
  const mount = '/sys/fs/cgroup';
  const hierarchies = [mount, ...fs.readdirSync(mount).map((name) => join(mount, name))];
  return hierarchies.map((hierarchy) => join(hierarchy, cgroupParent)).filter((path) => fs.existsSync(path));
}

function processesOf(group: string): number[] {
  return fs
    .readdirSync(group, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('cgroup.procs'))
    .flatMap((name) => readOrEmpty(join(group, name)).split('\n').filter(Boolean).map(Number));
}

function processesWith(text: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readOrEmpty(`/proc/${pid}/cmdline`).includes(text))
    .map(Number);
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function mountPoints(directory: string): string[] {
  const lines = fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return lines.map((line) => line.split(' ')[4] ?? '').filter((path) => path.startsWith(`${directory}/`));
}

function dropRules(bridge: string): void {
  for (const program of ['iptables', 'ip6tables']) for (const table of ['nat', 'filter']) dropRulesOf(program, table, bridge);
}

function dropRulesOf(program: string, table: string, bridge: string): void {
  const { stdout, error } = spawnSync(program, ['-w', '10', '-t', table, '-S'], { encoding: 'utf8' });
  if (error !== undefined) return; // the machine has no such program, and so no such rules
  for (const rule of stdout.split('\n').filter((line) => line.includes(`slipway: pods on ${bridge}"`))) {
    spawnSync('sh', ['-c', `${program} -w 10 -t ${table} ${rule.replace(/^-A/, '-D')}`]);
  }
}

/** A process or control group that ends meanwhile has nothing to say. */
function readOrEmpty(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'ENODEV') return '';
    throw error;
  }
}
