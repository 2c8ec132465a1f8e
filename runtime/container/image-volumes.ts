import { join } from 'node:path';
import type { ContainerConfig, ImageSpec, Mount } from '../base/container.ts';
import { CriError, messageOf } from '../base/cri-error.ts';
import type { Host } from '../host/host.ts';
import { mountImage, unmountRootFs, type RootFsOptions } from '../image/root-fs.ts';
import type { ContainerContext } from './container-context.ts';
import { resolveInRoot } from './resolve-in-root.ts';

/** One mount of a container whose content is an image. */
export interface ImageVolume {
  readonly mount: Mount & { readonly image: ImageSpec };
  /** Directories of its layers, lowest first. */
  readonly layers: readonly string[];
}

/** The image volumes that a container asks for. Throws not-found, in the words that a kubelet knows, for an image that is not here. */
export function findImageVolumes({ images }: Pick<ContainerContext, 'images'>, { mounts }: ContainerConfig): ImageVolume[] {
  return mounts.flatMap((mount) => {
    const { image } = mount;
    if (image === undefined) return [];
    const found = images.find(image.image);
    if (found === undefined) {
      throw new CriError('not-found', `ImageVolumeMountFailed: mount ${mount.containerPath}: image ${image.image} is not here`, {
        hint: 'pull it first',
      });
    }
    return [{ mount: { ...mount, image }, layers: images.layerDirectories(found) }];
  });
}

/**
 * Mounts them read-only below the bundle; answers what is to be bound, by container path. Throws failed-precondition, in the words that a
 * kubelet knows, for a sub path that the image does not have.
 */
export async function mountImageVolumes(
  host: Host,
  volumes: readonly ImageVolume[],
  { bundle, users, label }: { readonly bundle: string } & Pick<RootFsOptions, 'users' | 'label'>,
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (const [index, { mount, layers }] of volumes.entries()) {
    const name = `ImageVolumeMountFailed: mount ${mount.containerPath}`;
    const target = join(volumesOf(bundle), String(index));
    try {
      await mountImage({ host, layers, target, users, label });
    } catch (error) {
      throw new CriError('failed-precondition', `${name}: image ${mount.image.image} cannot be mounted: ${messageOf(error)}`, {
        cause: error,
      });
    }
    // Nothing runs in there, and nobody can write to it: what is resolved now stays so.
    const source = await resolveInRoot(target, mount.imageSubPath);
    if (source === undefined) {
      throw new CriError('failed-precondition', `${name}: image ${mount.image.image} has no ${mount.imageSubPath}`, {
        hint: 'name a path that the image has',
      });
    }
    sources.set(mount.containerPath, source);
  }
  return sources;
}

/** Success when there are none. */
export async function unmountImageVolumes(host: Host, bundle: string): Promise<void> {
  for (const name of await host.files.listDirectories(volumesOf(bundle)))
    await unmountRootFs(host, join(volumesOf(bundle), name));
}

const volumesOf = (bundle: string): string => join(bundle, 'volumes');
