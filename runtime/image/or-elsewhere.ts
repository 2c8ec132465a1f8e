import { isCriError } from '../base/cri-error.ts';
import type { Digest } from '../base/ids.ts';
import type { ContentStore } from './content-store.ts';
import type { RegistryClient } from './registry/registry-client.ts';

export interface Elsewhere {
  /** Absent when every blob is in the store (import). */
  readonly client: RegistryClient | undefined;
  readonly content: Pick<ContentStore, 'has'>;
  readonly digest: Digest;
}

/** `act` fetches a blob; when something else came than was asked for, it is done again with the blob from the next mirror, or the registry itself. */
export async function orElsewhere<T>({ client, content, digest }: Elsewhere, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      // A blob that stayed is sound: another place has the same.
      if (!isCriError(error, 'data-loss') || client === undefined || (await content.has(digest)) || !client.blame(digest))
        throw error;
    }
  }
}
