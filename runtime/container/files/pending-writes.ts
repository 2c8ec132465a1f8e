import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isCriError } from '../../base/cri-error.ts';
import type { ContainerId } from '../../base/ids.ts';
import { removeFile } from '../../host/root-files/change-tree.ts';
import type { ContainerContext } from '../container-context.ts';
import { openContainerRoot } from './open-container-root.ts';

interface Pending {
  readonly containerId: string;
  /** In the container. */
  readonly path: string;
}

/** Notes a file in a container that is to be gone again soon, until this is disposed of: a daemon that dies leaves it to the next one. */
export async function notePending(
  { host, paths }: ContainerContext,
  containerId: ContainerId,
  path: string,
): Promise<AsyncDisposable> {
  await host.files.makeDirectory(paths.writes);
  const note = join(paths.writes, randomBytes(8).toString('hex'));
  await host.files.write(note, JSON.stringify({ containerId, path } satisfies Pending));
  return { [Symbol.asyncDispose]: () => host.files.remove(note) };
}

/** Removes what an earlier daemon was writing when it died. Containers are known by now. */
export async function clearPending(context: ContainerContext): Promise<void> {
  const { host, paths } = context;
  await host.files.makeDirectory(paths.writes);
  for (const name of await host.files.list(paths.writes)) {
    const note = join(paths.writes, name);
    try {
      const { containerId, path } = JSON.parse((await host.files.readTextIfPresent(note)) ?? '') as Pending;
      await using root = await openContainerRoot(context, containerId);
      await removeFile(root, path, { recursive: false, signal: new AbortController().signal });
    } catch (error) {
      // The container went, or the file did, or the note was not whole: then nothing was written yet.
      if (!isCriError(error, 'not-found') && !(error instanceof SyntaxError))
        context.log.warn('a write that was cut short has left its file', { error });
    }
    await host.files.remove(note);
  }
}
