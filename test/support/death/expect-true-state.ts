import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ContainerState, PodSandboxState } from '../../../proto/gen/cri.ts';
import { controlGroups } from '../clear-machine.ts';
import type { Daemon } from '../daemon.ts';
import { directoriesIn, listOrNone } from '../daemon-lab.ts';

/** Holds what the daemon lists against the machine: processes, mounts, addresses and directories of each pod and container, and no others. */
export async function expectTrueState(daemon: Daemon): Promise<void> {
  const pods = (await daemon.cri.runtime.ListPodSandbox()).items;
  const { containers } = await daemon.cri.runtime.ListContainers();
  const ready = pods.filter(({ state }) => state === PodSandboxState.SANDBOX_READY).map(({ id }) => id);
  const isLiving = (state: ContainerState): boolean =>
    state === ContainerState.CONTAINER_CREATED || state === ContainerState.CONTAINER_RUNNING;
  const living = containers.filter(({ state }) => isLiving(state));
  expect({
    podsWithMounts: idsInMounts(join(daemon.run, 'pods')),
    // One that is nearly removed may have lost its own.
    directoriesOfNoPod: idsIn(join(daemon.run, 'pods')).filter((name) => !pods.some(({ id }) => id === name)),
    containersWithProcesses: idsWithProcesses(daemon),
    containersWithConmon: idsWithConmon(daemon),
    bundles: idsIn(join(daemon.run, 'containers')),
    writableLayers: idsIn(join(daemon.root, 'containers')),
  }).toEqual({
    podsWithMounts: ready.toSorted(),
    directoriesOfNoPod: [],
    containersWithProcesses: living.map(({ id }) => id).toSorted(),
    containersWithConmon: living.map(({ id }) => id).toSorted(),
    bundles: containers.map(({ id }) => id).toSorted(),
    writableLayers: containers.map(({ id }) => id).toSorted(),
  });
  const statuses = await Promise.all(ready.map((podSandboxId) => daemon.cri.runtime.PodSandboxStatus({ podSandboxId })));
  const ips = statuses.flatMap(({ status }) =>
    status?.network?.ip === undefined || status.network.ip === '' ? [] : [status.network.ip],
  );
  const given = listOrNone(join(daemon.root, 'cni/addresses/slipway')).map((path) => path.slice(path.lastIndexOf('/') + 1));
  expect(given.filter((name) => /^[0-9.]+$/.test(name)).toSorted()).toEqual(ips.toSorted());
}

function idsIn(directory: string): string[] {
  return listOrNone(directory)
    .map((path) => path.slice(directory.length + 1))
    .toSorted();
}

function idsInMounts(directory: string): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '');
  const inside = points.filter((path) => path.startsWith(`${directory}/`));
  return [...new Set(inside.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))].toSorted();
}

function idsWithProcesses(daemon: Daemon): string[] {
  const living = controlGroups(daemon).flatMap((group) =>
    directoriesIn(group).filter((name) => readFileSync(join(group, name, 'cgroup.procs'), 'utf8') !== ''),
  );
  return [...new Set(living)].toSorted();
}

function idsWithConmon({ run }: Daemon): string[] {
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid))
    .filter((argv) => argv[0]?.endsWith('conmon') === true && argv.some((word) => word.startsWith(run)));
  return lines.map((argv) => argv[argv.indexOf('--cid') + 1] ?? '').toSorted();
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
