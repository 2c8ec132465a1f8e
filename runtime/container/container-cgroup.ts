import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { errnoOf } from '../base/cri-error.ts';
import { cgroupDirectory } from '../oci/cgroups-path.ts';
import type { Machine } from '../oci/machine.ts';
import type { Host } from '../host/host.ts';

const MOUNT = '/sys/fs/cgroup';
const SIGKILL = 9;
const DYING_MS = 5000;

/** Processes of the container, on the host, those of groups that it made itself too; empty when its cgroup is gone. */
export async function cgroupProcesses(host: Host, machine: Machine, record: ContainerRecord): Promise<number[]> {
  const processes: number[] = [];
  for (const group of await groupsOf(host, controller(machine, 'devices', record)))
    processes.push(...(await processesIn(host, group)));
  return processes;
}

async function processesIn({ files }: Host, group: string): Promise<number[]> {
  const text = (await files.readTextIfPresent(join(group, 'cgroup.procs'))) ?? '';
  return text.split('\n').filter(Boolean).map(Number);
}

/** SIGKILL to every process of the container's cgroup, frozen ones too. Processes that fork meanwhile need another call. */
export async function killCgroup(host: Host, machine: Machine, record: ContainerRecord): Promise<number> {
  const processes = await cgroupProcesses(host, machine, record);
  if (processes.length === 0) return 0;
  if (machine.cgroupV2) {
    await writeIfPresent(host, join(controller(machine, '', record), 'cgroup.kill'), '1');
  } else {
    for (const pid of processes) host.sys.kill(pid, SIGKILL);
    for (const group of await groupsOf(host, controller(machine, 'freezer', record)))
      await writeIfPresent(host, join(group, 'freezer.state'), 'THAWED');
  }
  return processes.length;
}

/** Removes what a low-level runtime that was killed has left of the container's cgroup, in every hierarchy. */
export async function removeCgroup(host: Host, machine: Machine, record: ContainerRecord): Promise<void> {
  const hierarchies = machine.cgroupV2 ? [''] : await host.files.list(MOUNT);
  for (const name of hierarchies) {
    for (const group of (await groupsOf(host, controller(machine, name, record))).reverse()) await removeGroup(host, group);
  }
}

/** A process that was killed is in its group until it has gone; one that came in meanwhile is killed too. */
async function removeGroup(host: Host, group: string): Promise<void> {
  const deadline = host.clock.monotonicMs() + DYING_MS;
  for (;;) {
    try {
      await host.files.removeDirectory(group);
      return;
    } catch (error) {
      if (errnoOf(error) !== 'EBUSY' || host.clock.monotonicMs() > deadline) throw error;
    }
    for (const pid of await processesIn(host, group)) host.sys.kill(pid, SIGKILL);
    await host.clock.sleep(10);
  }
}

/** True when the kernel killed a process of this container for memory. */
export async function wasOomKilled(host: Host, machine: Machine, record: ContainerRecord): Promise<boolean> {
  const name = machine.cgroupV2 ? 'memory.events' : 'memory.oom_control';
  const text = await host.files.readTextIfPresent(join(controller(machine, 'memory', record), name));
  return Number(/^oom_kill (\d+)$/m.exec(text ?? '')?.[1] ?? 0) > 0;
}

/** A control group and all below it: init systems and nested runtimes leave none of their processes in the upper one. */
async function groupsOf({ files }: Host, directory: string): Promise<string[]> {
  const groups = [directory];
  for (const group of groups) groups.push(...(await files.listDirectories(group)).map((name) => join(group, name)));
  return groups;
}

function controller(machine: Machine, name: string, record: ContainerRecord): string {
  return join(MOUNT, machine.cgroupV2 ? '' : name, cgroupDirectory(record.cgroupsPath));
}

async function writeIfPresent(host: Host, path: string, text: string): Promise<void> {
  try {
    if (await host.files.exists(path)) await host.files.write(path, text);
  } catch (error) {
    // The cgroup went away between the two calls: its processes are gone.
    if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENODEV') throw error;
  }
}
