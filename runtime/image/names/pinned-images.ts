import type { ImageRecord } from '../../base/image-record.ts';
import { formatReference, parseReference } from '../reference.ts';

/** Tells whether an image has one of the names (or is the one of the ids) that the configuration pins. Throws invalid-argument for what is neither. */
export function createPins(names: readonly string[]): (image: ImageRecord) => boolean {
  const pinned = new Set(
    names.map((name) => (/^sha256:[0-9a-f]{64}$/.test(name) ? name : formatReference(parseReference(name)))),
  );
  return ({ id, repoTags, repoDigests }) => [id, ...repoTags, ...repoDigests].some((name) => pinned.has(name));
}
