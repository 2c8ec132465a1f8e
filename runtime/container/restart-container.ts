import type { ContainerConfig, ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import { withRollback } from '../base/undo.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
import { createContainer } from './create-container.ts';
import { removeContainer } from './remove-container.ts';
import { requireRecord } from './require-record.ts';
import { startContainer } from './start-container.ts';
import { stopContainer } from './stop-container.ts';

export interface RestartRequest {
  readonly id: string;
  readonly timeoutSeconds: number;
  /** Leave the one that is replaced. */
  readonly keep: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts the next attempt of a container in its place, with the same configuration and an empty writable layer. The new one is made
 * before the old one is stopped: what cannot be made leaves the old one as it was. Throws not-found, failed-precondition, and what
 * creation throws.
 */
export async function restartContainer(context: ContainerContext, request: RestartRequest): Promise<ContainerRecord> {
  const { timeoutSeconds, keep, signal } = request;
  const old = requireRecord(context, request.id);
  requireContainer('restart', old);
  const sandbox = context.sandboxes.get(old.sandboxId);
  if (sandbox === undefined)
    throw new CriError('failed-precondition', `container ${old.id} has lost its pod sandbox`, { hint: 'remove it' });
  const fresh = await withRollback({ log: context.log }, async (undo) => {
    const created = await createContainer(context, { sandbox, config: nextAttempt(context, old), signal });
    undo.add(`remove container ${created.id}`, (bounded) => removeContainer(context, created.id, bounded));
    await stopContainer(context, old.id, { timeoutSeconds, signal });
    await startContainer(context, created.id, signal);
    return created;
  });
  // The new one runs: what is left of the old one may be removed later as well.
  if (!keep) await removeContainer(context, old.id, signal);
  return requireRecord(context, fresh.id);
}

/** A log that is named by its attempt, as a kubelet's are, is another one for the next attempt. */
function nextAttempt(context: ContainerContext, { sandboxId, config }: ContainerRecord): ContainerConfig {
  const { name } = config.metadata;
  const attempts = context.containers
    .bySandbox(sandboxId)
    .filter((record) => record.config.metadata.name === name)
    .map((record) => record.config.metadata.attempt);
  const attempt = Math.max(...attempts) + 1;
  const logPath = config.logPath.replace(/(^|\/)\d+\.log$/, `$1${String(attempt)}.log`);
  return { ...config, metadata: { name, attempt }, logPath };
}
