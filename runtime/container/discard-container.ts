import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { isCriError } from '../base/cri-error.ts';
import { unmountRootFs } from '../image/root-fs.ts';
import { bundleFiles } from '../oci/conmon.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import { containerName } from '../state/names.ts';
import { allOf } from './all-of.ts';
import type { ContainerContext } from './container-context.ts';
import { killCgroup, removeCgroup } from './container-cgroup.ts';
import { endCreation } from './end-creation.ts';
import { unmountImageVolumes } from './image-volumes.ts';
import { isAlive, readProc } from './proc.ts';

const SIGKILL = 9;
const CONMON_GRACE_MS = 2000;

/** Takes away all that a container has on this machine, and then its record and its name; each step is success when done before. */
export async function discardContainer(context: ContainerContext, record: ContainerRecord, signal?: AbortSignal): Promise<void> {
  const { host, paths, machine } = context;
  const bundle = paths.bundle(record.id);
  const files = bundleFiles(bundle);
  // Cut short before its pids were written down: whatever is at work on it has to end first.
  const isHalfMade = record.conmon.pid === 0;
  if (isHalfMade) await endCreation(host, bundle);
  const conmonPid = record.conmon.pid || Number((await host.files.readTextIfPresent(files.conmonPid)) ?? 0);
  await killCgroup(host, machine, record);
  const forget = isHalfMade ? undefined : await howToForget(context, record);
  await allOf([
    forget === undefined ? deleteFromRuntime(context, record, signal) : Promise.resolve(),
    waitForConmon(context, record, conmonPid),
  ]);
  // Some runtimes leave those of a few hierarchies, and one that was killed leaves all.
  await removeCgroup(host, machine, record);
  await forget?.(record.id);
  await unmountRootFs(host, files.rootfs);
  await unmountImageVolumes(host, bundle);
  await allOf([paths.writableLayer(record.id), bundle, join(paths.exits, record.id)].map((path) => host.files.remove(path)));
  context.containers.delete(record.id);
  context.names.release(containerName(record.sandboxId, record.config.metadata), record.id);
  context.exits.settle(record.id);
}

/** A runtime that would only remove its state and the cgroups of what has ended is not started for it: that takes longer than all the rest. */
async function howToForget(
  { host, paths, runtimes }: ContainerContext,
  record: ContainerRecord,
): Promise<LowLevelRuntime['forget']> {
  if (await isAlive(host.files, record.init)) return undefined;
  const spec = await host.files.readTextIfPresent(bundleFiles(paths.bundle(record.id)).config);
  return spec === undefined || spec.includes('"poststop"') ? undefined : runtimes.get(record.runtimeHandler)?.forget;
}

async function deleteFromRuntime(context: ContainerContext, record: ContainerRecord, signal?: AbortSignal): Promise<void> {
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime === undefined) {
    context.log.warn('the runtime handler of a removed container is not configured any more', {
      container: record.id,
      handler: record.runtimeHandler,
    });
    return;
  }
  try {
    await runtime.delete(record.id, bundleFiles(context.paths.bundle(record.id)).runtimeLog, signal);
  } catch (error) {
    // A process that dies at this very moment makes runc fail once.
    if (!isCriError(error, 'failed-precondition')) throw error;
    await context.host.clock.sleep(50, signal);
    await runtime.delete(record.id, bundleFiles(context.paths.bundle(record.id)).runtimeLog, signal);
  }
}

/** conmon ends by itself after its container, and writes the exit file before: nothing may come after the removal. */
async function waitForConmon({ host, log }: ContainerContext, record: ContainerRecord, pid: number): Promise<void> {
  if (pid <= 0) return;
  const isOurs = async (): Promise<boolean> => {
    const command = await readProc(host.files, `/proc/${String(pid)}/cmdline`);
    return command?.includes(record.id) === true;
  };
  const deadline = host.clock.monotonicMs() + CONMON_GRACE_MS;
  for (let pause = 1; await isOurs(); pause = Math.min(pause * 2, 50)) {
    if (host.clock.monotonicMs() > deadline) {
      log.warn('conmon did not end with its container and was killed', { container: record.id, pid });
      host.sys.kill(pid, SIGKILL);
      break;
    }
    await host.clock.sleep(pause);
  }
  host.sys.reap(pid);
}
