import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { CriJson } from '../../client/read-cri-config.ts';
import { RpcError, isRpcError, messageOf } from '../../client/rpc-error.ts';
import type { RuntimeClient } from '../../client/runtime-client.ts';
import type { PodPlan } from '../../convert/pod-plan.ts';
import { isObject, scratchPath, text } from '../../convert/pod-plan.ts';
import { t } from '../../l10n.ts';
import { MANAGED_BY } from '../../logs/pod-logs.ts';

export interface PlanRun {
  readonly report: (step: string) => void;
  readonly signal: AbortSignal;
}

const LOOK_AGAIN_MS = 200;

/** The images of all containers. */
export function imagesOf({ init, containers }: PodPlan): readonly string[] {
  return [...new Set([...init, ...containers].flatMap((container) => imageOf(container) ?? []))];
}

function imageOf(container: CriJson): string | undefined {
  return isObject(container['image']) ? text(container['image']['image']) : undefined;
}

/** Makes the pod, runs what has to run before, and starts the rest; answers the pod's id. When a step fails, all of it is taken back. */
export async function runPlan(client: RuntimeClient, plan: PodPlan, { report, signal }: PlanRun): Promise<string> {
  const directory = text(plan.pod['log_directory']) ?? '';
  for (const name of plan.scratch) await mkdir(scratchPath(directory, name), { recursive: true });
  report(t('pod sandbox'));
  // Whoever removes the pod removes its logs, and what its containers shared, as well.
  const labels = { ...(isObject(plan.pod['labels']) ? plan.pod['labels'] : {}), [MANAGED_BY]: 'slipway' };
  const pod = { ...plan.pod, labels };
  const podId = await client.runPodConfig(pod, { handler: plan.handler, signal });
  const begin = async (container: CriJson): Promise<string> => {
    report(nameOf(container));
    return beginContainer(client, { podId, pod, container }, signal);
  };
  try {
    for (const container of plan.init) await untilDone(client, { id: await begin(container), name: nameOf(container), signal });
    for (const container of plan.containers) await begin(container);
    return podId;
  } catch (error) {
    await takeBack(client, podId, error);
    throw error;
  }
}

interface Joining {
  readonly podId: string;
  /** PodSandboxConfig of the pod. */
  readonly pod: CriJson;
  readonly container: CriJson;
}

/** Makes and starts one container in a pod that is there; what does not start is removed again. Answers its id. */
export async function beginContainer(
  client: RuntimeClient,
  { podId, pod, container }: Joining,
  signal: AbortSignal,
): Promise<string> {
  const id = await client.createContainerConfig(podId, { container, pod }, { signal });
  try {
    await client.startContainer(id, { signal });
    return id;
  } catch (error) {
    // Under no signal: also after a cancel.
    await client.removeContainer(id).catch((second: unknown) => {
      if (!isRpcError(second, 'not-found'))
        throw new RpcError(
          'internal',
          t('{0}; and the container could not be removed: {1}', messageOf(error), messageOf(second)),
          {
            cause: error,
          },
        );
    });
    throw error;
  }
}

function nameOf(container: CriJson): string {
  return isObject(container['metadata']) ? (text(container['metadata']['name']) ?? '') : '';
}

interface Waited {
  readonly id: string;
  readonly name: string;
  readonly signal: AbortSignal;
}

async function untilDone(client: RuntimeClient, { id, name, signal }: Waited): Promise<void> {
  for (;;) {
    const { state, exitCode, reason } = await client.containerStatus(id, { signal, background: true });
    if (state === 'exited' && exitCode === 0) return;
    if (state === 'exited')
      throw new RpcError(
        'failed-precondition',
        t('{0}, which has to succeed before the others, ended with {1} ({2})', name, exitCode, reason),
      );
    await delay(LOOK_AGAIN_MS, undefined, { signal });
  }
}

/** Under no signal: what was made is removed also after a cancel. */
async function takeBack(client: RuntimeClient, podId: string, cause: unknown): Promise<void> {
  try {
    await client.stopPod(podId);
    await client.removePod(podId);
  } catch (error) {
    if (isRpcError(error, 'not-found')) return;
    const message = t('{0}; and the pod that was made for it could not be removed: {1}', messageOf(cause), messageOf(error));
    throw new RpcError('internal', message, { cause });
  }
}
