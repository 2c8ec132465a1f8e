import { mkdir, rmdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { RpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Saves all running containers of a pod, as they are at one moment, into a new directory; they go on. */
export async function checkpointPod({ session, ui }: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  const all = await session.client.listContainers();
  const containers = all.filter(({ podId, state }) => podId === pod.id && state === 'running').map(({ id }) => id);
  if (containers.length === 0)
    throw new RpcError('failed-precondition', t('no container of pod {0} runs: there is nothing to save', pod.name));
  const title = t('Checkpoint {0}', pod.name);
  const directory = await ui.chooseTarget({ title, name: `${pod.name}.checkpoint` });
  if (directory === undefined) return;
  await mkdir(directory);
  try {
    await ui.progress({ title, cancellable: true }, (_report, signal) =>
      session.client.checkpointPod(pod.id, directory, { containers, signal }),
    );
  } catch (error) {
    // The runtime has taken away what it had written.
    await rmdir(directory);
    throw error;
  }
  ui.note(t('{0} is saved in {1}', pod.name, directory));
}

/** Makes a pod from such a directory, and lets its containers go on. */
export async function restorePod({ session, ui }: CommandContext): Promise<void> {
  const title = t('Restore a Pod');
  const directory = await ui.chooseSource({ title, action: t('Restore'), kind: 'folder' });
  if (directory === undefined) return;
  const name = await ui.ask({
    title,
    prompt: t('Name of the new pod'),
    value: basename(directory).replace(/\.checkpoint$/, ''),
    check: (text) => (/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/.test(text) ? undefined : t('Use small letters, digits and dashes')),
  });
  if (name === undefined) return;
  await ui.progress({ title, cancellable: true }, (_report, signal) =>
    session.client.restoreCheckpoint(directory, name, { signal }),
  );
}
