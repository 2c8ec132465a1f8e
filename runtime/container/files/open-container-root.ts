import * as fs from 'node:fs/promises';
import type { ContainerRecord } from '../../base/container.ts';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import { openFileRoot, type FileRoot } from '../../host/root-files/file-root.ts';
import { mountRootFs } from '../../image/root-fs.ts';
import { bundleFiles } from '../../oci/conmon.ts';
import type { ContainerContext } from '../container-context.ts';
import { isAlive } from '../proc.ts';
import { requireRecord } from '../require-record.ts';
import { openView } from './open-view.ts';

/**
 * The root directory of a container: while it has a process as that one sees it, with all that is mounted in it, else its image with its
 * writable layer. Throws not-found, and unimplemented where the container has a kernel of its own.
 */
export async function openContainerRoot(context: ContainerContext, idOrPrefix: string): Promise<FileRoot> {
  const record = requireRecord(context, idOrPrefix);
  const { host, paths, runtimes } = context;
  if (runtimes.get(record.runtimeHandler)?.hasOwnKernel === true) throw unseen(record);
  const seen = await openSeenByInit(context, record);
  if (seen !== undefined) return seen;
  const { rootfs } = bundleFiles(paths.bundle(record.id));
  if (await isMounted(rootfs, paths.bundle(record.id))) return openFileRoot(host.sys, rootfs);
  // The machine was started anew since it ended.
  return openView(context, undefined, (target) =>
    mountRootFs({ host, layers: record.layers, writableLayer: paths.writableLayer(record.id), target }),
  );
}

async function openSeenByInit({ host }: ContainerContext, record: ContainerRecord): Promise<FileRoot | undefined> {
  if (!(await isAlive(host.files, record.init))) return undefined;
  let root: FileRoot;
  try {
    root = openFileRoot(host.sys, `/proc/${String(record.init.pid)}/root`);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errnoOf(error) ?? '')) return undefined;
    throw error;
  }
  // Else the number may have become another process's before it was opened.
  if (await isAlive(host.files, record.init)) return root;
  await root[Symbol.asyncDispose]();
  return undefined;
}

async function isMounted(directory: string, parent: string): Promise<boolean> {
  try {
    const [inside, outside] = await Promise.all([fs.stat(directory), fs.stat(parent)]);
    return inside.dev !== outside.dev;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function unseen({ id, runtimeHandler }: ContainerRecord): CriError {
  return new CriError('unimplemented', `container ${id} runs under ${runtimeHandler}, whose kernel keeps its files to itself`, {
    hint: 'run a command in it instead',
  });
}
