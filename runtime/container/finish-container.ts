import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import type { ContainerId } from '../base/ids.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { killCgroup, wasOomKilled } from './container-cgroup.ts';
import type { ContainerContext } from './container-context.ts';

/** Exit code of a container whose own was lost with conmon. */
const UNKNOWN_EXIT = 255;

/** Writes down how a container ended: exit code and time from conmon's exit file, the reason from the kernel. Nothing when it has ended already. */
export async function finishContainer(context: ContainerContext, id: ContainerId): Promise<void> {
  await context.locks.run(id, async () => {
    const record = context.containers.get(id);
    if (record !== undefined && (record.state === 'created' || record.state === 'running' || record.state === 'unknown')) {
      const ended = await endedRecord(context, record);
      // Others than init may live on where the PID namespace is shared.
      await killCgroup(context.host, context.machine, record);
      context.containers.put(ended);
      context.changed(ended);
    }
    context.exits.settle(id);
  });
}

/** The record as it is after the end of its process. */
export async function endedRecord(context: ContainerContext, record: ContainerRecord): Promise<ContainerRecord> {
  const { host, machine, paths } = context;
  const exitFile = join(paths.exits, record.id);
  const text = (await host.files.readTextIfPresent(exitFile))?.trim();
  // Times of files move on in steps of the kernel's tick, and may lie a little before the start.
  const finishedAtNs = Math.max(record.startedAtNs, (await host.files.modifiedNs(exitFile)) ?? host.clock.nowNs());
  if (text === undefined || !/^\d+$/.test(text)) {
    const message = 'the exit code was lost: neither the container nor its conmon was there any more';
    return { ...record, state: 'exited', exitCode: UNKNOWN_EXIT, reason: 'ContainerStatusUnknown', message, finishedAtNs };
  }
  const exitCode = Number(text);
  const oom =
    exitCode !== 0 &&
    ((await host.files.exists(bundleFiles(paths.bundle(record.id)).oom)) || (await wasOomKilled(host, machine, record)));
  const reason = oom ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
  return { ...record, state: 'exited', exitCode, reason, finishedAtNs };
}
