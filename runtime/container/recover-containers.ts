import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { containerName } from '../state/names.ts';
import { recoverCheckpoints } from './checkpoint/recover-checkpoints.ts';
import { killCgroup } from './container-cgroup.ts';
import type { ContainerContext } from './container-context.ts';
import { discardContainer } from './discard-container.ts';
import { endOrphanCommands } from './end-orphan-commands.ts';
import { endedRecord } from './finish-container.ts';
import { isAlive } from './proc.ts';

const CONMON_GRACE_MS = 1000;

/**
 * Holds every record against the kernel: what was half made or half removed goes, what ended meanwhile gets its true end, what runs
 * is watched again. One bad record is logged and set to unknown; it never stops the others.
 */
export async function recoverContainers(context: ContainerContext): Promise<void> {
  await recoverCheckpoints(context);
  for (const record of context.containers.list()) {
    const name = containerName(record.sandboxId, record.config.metadata);
    try {
      // A rest of an earlier failure may stand beside the container that took its name.
      if (context.names.holder(name) === undefined) context.names.reserve(name, record.id);
      await recoverOne(context, record);
    } catch (error) {
      context.log.error('a container could not be recovered; its state is unknown', { container: record.id, error });
      if (context.containers.get(record.id) !== undefined) context.containers.put({ ...record, state: 'unknown' });
    }
  }
}

async function recoverOne(context: ContainerContext, record: ContainerRecord): Promise<void> {
  switch (record.state) {
    case 'creating':
      return discardContainer(context, record);
    case 'removing':
      await discardContainer(context, record);
      context.changed(record);
      return undefined;
    case 'created':
      return (await waitsInCheckpoint(context, record)) ? undefined : holdAgainstKernel(context, record);
    case 'running':
    case 'unknown':
      return holdAgainstKernel(context, record);
    case 'exited':
      return undefined;
  }
}

/** True while its processes are in a checkpoint still. One whose restoration had begun has no true state; after a reboot its mounts are gone. */
async function waitsInCheckpoint(context: ContainerContext, record: ContainerRecord): Promise<boolean> {
  if (record.restoreFrom === undefined || record.bootId !== context.machine.bootId) return false;
  const { conmonPid } = bundleFiles(context.paths.bundle(record.id));
  return !(await context.host.files.exists(conmonPid));
}

async function holdAgainstKernel(context: ContainerContext, record: ContainerRecord): Promise<void> {
  const { host, machine, paths } = context;
  const exitFile = join(paths.exits, record.id);
  const sameBoot = record.bootId === machine.bootId;
  if (sameBoot && !(await host.files.exists(exitFile)) && (await isAlive(host.files, record.init))) {
    const state = record.state === 'running' ? record : await askRuntime(context, record);
    if (state !== record) save(context, state);
    context.exits.add(state);
    await endOrphanCommands(context, state);
    return;
  }
  if (sameBoot) await waitForExitFile(context, record, exitFile);
  const ended = await endedRecord(context, record);
  // As when its end is seen: others than init may live on where the PID namespace is shared.
  if (sameBoot) await killCgroup(host, machine, record);
  const rebooted = !sameBoot && ended.reason === 'ContainerStatusUnknown';
  save(context, rebooted ? { ...ended, message: 'the machine was restarted while the container ran' } : ended);
}

function save(context: ContainerContext, record: ContainerRecord): void {
  context.containers.put(record);
  context.changed(record);
}

/** The daemon may have died between `start` and the record of it. */
async function askRuntime(context: ContainerContext, record: ContainerRecord): Promise<ContainerRecord> {
  const runtime = context.runtimes.get(record.runtimeHandler);
  const state = await runtime?.state(record.id, bundleFiles(context.paths.bundle(record.id)).runtimeLog);
  if (state?.status === 'running')
    return { ...record, state: 'running', startedAtNs: record.startedAtNs || context.host.clock.nowNs() };
  return state?.status === 'created' ? { ...record, state: 'created' } : record;
}

/** The process is dead, and conmon may be just about to say how. */
async function waitForExitFile({ host }: ContainerContext, record: ContainerRecord, exitFile: string): Promise<void> {
  const deadline = host.clock.monotonicMs() + CONMON_GRACE_MS;
  while (
    host.clock.monotonicMs() < deadline &&
    !(await host.files.exists(exitFile)) &&
    (await isAlive(host.files, record.conmon))
  ) {
    await host.clock.sleep(10);
  }
}
