import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { nameOf } from '../find-image.ts';

/** data-loss: a blob of a listed image is not in the store any more. */
export function blobGone(image: ImageRecord, digest: Digest): CriError {
  return new CriError('data-loss', `blob ${digest} of image ${nameOf(image)} is not here any more`, { hint: howToRenew(image) });
}

/** What brings all blobs of an image back. */
export function howToRenew({ repoDigests, repoTags }: ImageRecord): string {
  const name = repoDigests[0] ?? repoTags[0];
  return name === undefined ? 'import the image again' : `pull ${name} again, or import the image again`;
}
