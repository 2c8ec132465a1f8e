import type { ImageId } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { findImage } from '../find-image.ts';
import type { ImageStore } from '../image-store.ts';

/** A container and an image that it uses, by id or by a name that its configuration has. */
export interface ImageUser {
  readonly image: string;
  readonly containerId: string;
}

/** Why an image stays where unused ones go. */
export interface Kept {
  readonly image: ImageRecord;
  readonly reason: 'in-use' | 'pinned';
  readonly containers: readonly string[];
}

/** Ids of the containers of each image that has any. */
export function usersByImage({
  records,
  imageUsers,
}: Pick<ImageStore, 'records' | 'imageUsers'>): ReadonlyMap<ImageId, readonly string[]> {
  const users = new Map<ImageId, string[]>();
  for (const { image, containerId } of imageUsers()) {
    const id = findImage(records, image)?.id;
    if (id === undefined) continue;
    const known = users.get(id) ?? [];
    if (!known.includes(containerId)) users.set(id, [...known, containerId]);
  }
  return users;
}

/** Why this image must not go now: a container has it, a call is about to use it, or it is pinned. */
export function reasonToKeep(store: ImageStore, image: ImageRecord): Kept | undefined {
  const containers = usersByImage(store).get(image.id) ?? [];
  if (containers.length > 0 || store.holds.has(image.id)) return { image, reason: 'in-use', containers };
  return store.isPinned(image) ? { image, reason: 'pinned', containers } : undefined;
}
