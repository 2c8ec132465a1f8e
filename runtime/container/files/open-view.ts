import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openFileRoot, type FileRoot } from '../../host/root-files/file-root.ts';
import { MNT } from '../../host/syscall.ts';
import type { ContainerContext } from '../container-context.ts';

type ViewContext = Pick<ContainerContext, 'host' | 'paths'>;

/** Mounts a root file system for one caller, who alone sees it by its descriptor; it goes when that is closed. */
export async function openView(
  context: ViewContext,
  readOnly: string | undefined,
  mount: (target: string) => Promise<void>,
): Promise<FileRoot> {
  const target = join(context.paths.views, randomBytes(8).toString('hex'));
  try {
    await mount(target);
    return openFileRoot(context.host.sys, target, { readOnly, onClose: () => closeView(context, target) });
  } catch (error) {
    await closeView(context, target);
    throw error;
  }
}

/** What a daemon that was killed has left. */
export async function closeViews(context: ViewContext): Promise<void> {
  const { host, paths } = context;
  for (const name of await host.files.listDirectories(paths.views)) await closeView(context, join(paths.views, name));
}

async function closeView({ host }: ViewContext, target: string): Promise<void> {
  await host.sys.umount(target, MNT.DETACH);
  await host.files.removeDirectory(target);
}
