import type { ContainerRecord } from '../base/container.ts';
import { CriError, isCriError, messageOf } from '../base/cri-error.ts';
import type { ContainerId } from '../base/ids.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { requireContainer, requireSandbox } from '../state/transitions.ts';
import { startRestored } from './checkpoint/start-restored.ts';
import type { ContainerContext } from './container-context.ts';
import { killCgroup } from './container-cgroup.ts';
import { requireRecord } from './require-record.ts';

const START_ERROR_EXIT = 128;

/**
 * Lets the process of a created container run. When the runtime refuses, the container is exited with StartError.
 * Throws not-found, failed-precondition.
 */
export async function startContainer(context: ContainerContext, idOrPrefix: string, signal?: AbortSignal): Promise<void> {
  const { id } = requireRecord(context, idOrPrefix);
  await context.locks.run(
    id,
    async () => {
      const record = requireRecord(context, id);
      requireContainer('start', record);
      const sandbox = context.sandboxes.get(record.sandboxId);
      if (sandbox === undefined)
        throw new CriError('failed-precondition', `container ${id} has lost its pod sandbox`, { hint: 'remove it' });
      requireSandbox('start-container', sandbox);
      const startedAtNs = context.host.clock.nowNs();
      const runtime = runtimeOf(context, record);
      try {
        if (record.restoreFrom === undefined) await runtime.start(id, logPath(context, id), signal);
        else {
          const { restoreFrom: _, ...rest } = record;
          const running = { ...rest, ...(await startRestored(context, { record, runtime, signal })) };
          context.exits.add(running);
          save(context, { ...running, state: 'running', startedAtNs });
          return;
        }
      } catch (error) {
        await afterFailure(context, { ...record, startedAtNs }, error);
        throw error;
      }
      save(context, { ...record, state: 'running', startedAtNs });
    },
    signal,
  );
}

/** Asks the runtime what became of it: a caller that went away may have cut the call short at any point. */
async function afterFailure(context: ContainerContext, record: ContainerRecord, error: unknown): Promise<void> {
  const state = await runtimeOf(context, record).state(record.id, logPath(context, record.id));
  if (state?.status === 'running') save(context, { ...record, state: 'running' });
  else if (isCriError(error, 'failed-precondition')) {
    await killCgroup(context.host, context.machine, record);
    const finishedAtNs = context.host.clock.nowNs();
    save(context, {
      ...record,
      state: 'exited',
      finishedAtNs,
      exitCode: START_ERROR_EXIT,
      reason: 'StartError',
      message: messageOf(error),
    });
    context.exits.settle(record.id);
  }
}

function save(context: ContainerContext, record: ContainerRecord): void {
  context.containers.put(record);
  context.changed(record);
}

function runtimeOf(context: ContainerContext, record: ContainerRecord) {
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime !== undefined) return runtime;
  throw new CriError(
    'failed-precondition',
    `runtime handler ${record.runtimeHandler} of container ${record.id} is not configured any more`,
  );
}

function logPath(context: ContainerContext, id: ContainerId): string {
  return bundleFiles(context.paths.bundle(id)).runtimeLog;
}
