import { CriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import type { FileRoot } from '../../host/root-files/file-root.ts';
import { mountImage } from '../../image/root-fs.ts';
import type { ContainerContext } from '../container-context.ts';
import { openView } from './open-view.ts';

/** The root directory of an image, all its layers together. It stays as long as that is open. Throws not-found. */
export async function openImageRoot(context: ContainerContext, reference: string): Promise<FileRoot> {
  const { host, images } = context;
  const image = images.find(reference);
  if (image === undefined)
    throw new CriError('not-found', `image ${printable(reference, 200)} is not here`, { hint: 'pull it first' });
  const hold = images.hold(image);
  try {
    const layers = images.layerDirectories(image);
    const root = await openView(context, 'it is part of an image', (target) => mountImage({ host, layers, target }));
    return {
      ...root,
      [Symbol.asyncDispose]: async () => {
        // The view shows the layers until it is gone.
        try {
          await root[Symbol.asyncDispose]();
        } finally {
          hold[Symbol.dispose]();
        }
      },
    };
  } catch (error) {
    hold[Symbol.dispose]();
    throw error;
  }
}
