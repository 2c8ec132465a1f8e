import type { Digest } from '../../runtime/base/ids.ts';
import { Holds } from '../../runtime/image/holds.ts';
import type { ImageStore } from '../../runtime/image/image-store.ts';
import type { Blob } from './image-builder.ts';

/** Keeps nothing: nothing is collected. */
export const silentHold = new Holds().open();

/** The part of an image store that has blobs, in memory; the rest is not there. */
export function storeOf(blobs: readonly Blob[]): ImageStore {
  const content = new Map(blobs.map(({ digest, bytes }) => [digest, Buffer.from(bytes)]));
  const store: { readonly content: Pick<ImageStore['content'], 'has' | 'read' | 'put'> } = {
    content: {
      has: async (digest) => content.has(digest),
      read: async (digest: Digest) => content.get(digest) ?? Promise.reject(new Error(`${digest} is not here`)),
      put: async (digest, bytes) => void content.set(digest, Buffer.from(bytes)),
    },
  };
  return store as ImageStore;
}
