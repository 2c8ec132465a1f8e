import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import { cgroupDirectory } from '../oci/cgroups-path.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
import { requireRecord } from './require-record.ts';

/**
 * Freezes the processes of a running container; success when they are. Nothing is remembered: the kernel knows, also after a restart of
 * the daemon. Throws not-found, failed-precondition.
 */
export async function pauseContainer(context: ContainerContext, idOrPrefix: string, signal?: AbortSignal): Promise<void> {
  await whileRunning(context, { verb: 'pause', idOrPrefix, signal }, async (record, runtime) => {
    if (!isPaused(context, record)) await runtime.freeze('pause', record.id, { logPath: logOf(context, record), signal });
  });
}

/** Lets them go on; success when they do. Throws not-found, failed-precondition. */
export async function resumeContainer(context: ContainerContext, idOrPrefix: string, signal?: AbortSignal): Promise<void> {
  await whileRunning(context, { verb: 'resume', idOrPrefix, signal }, async (record, runtime) => {
    if (isPaused(context, record)) await runtime.freeze('resume', record.id, { logPath: logOf(context, record), signal });
  });
}

/** Read on this thread: a list of all costs some microseconds each. */
export function isPaused({ host, machine }: Pick<ContainerContext, 'host' | 'machine'>, record: ContainerRecord): boolean {
  if (record.state !== 'running') return false;
  const group = cgroupDirectory(record.cgroupsPath);
  if (machine.cgroupV2) return host.files.readNow(join('/sys/fs/cgroup', group, 'cgroup.freeze'))?.trim() === '1';
  return (
    host.files
      .readNow(join('/sys/fs/cgroup/freezer', group, 'freezer.state'))
      ?.trim()
      .startsWith('FR') === true
  );
}

interface Wanted {
  readonly verb: 'pause' | 'resume';
  readonly idOrPrefix: string;
  readonly signal: AbortSignal | undefined;
}

async function whileRunning(
  context: ContainerContext,
  { verb, idOrPrefix, signal }: Wanted,
  act: (record: ContainerRecord, runtime: LowLevelRuntime) => Promise<void>,
): Promise<void> {
  const { id } = requireRecord(context, idOrPrefix);
  const locked = async (): Promise<void> => {
    const record = requireRecord(context, id);
    requireContainer(verb, record);
    const runtime = context.runtimes.get(record.runtimeHandler);
    if (runtime === undefined)
      throw new CriError('failed-precondition', `runtime handler ${record.runtimeHandler} is not configured any more`);
    await act(record, runtime);
  };
  await context.locks.run(id, locked, signal);
}

function logOf({ paths }: ContainerContext, { id }: ContainerRecord): string {
  return bundleFiles(paths.bundle(id)).runtimeLog;
}
