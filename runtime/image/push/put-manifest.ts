import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import { printable } from '../../base/sanitize.ts';
import type { Repository } from '../registry/repository.ts';
import { pushError } from './push-error.ts';

export interface ManifestToPut {
  readonly tag: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: Digest;
}

/** Puts a manifest under a tag; every blob that it names must be there. */
export async function putManifest(repository: Repository, manifest: ManifestToPut, signal: AbortSignal): Promise<void> {
  const { tag, bytes, mediaType, digest } = manifest;
  const response = await repository.send({
    method: 'PUT',
    at: `manifests/${tag}`,
    headers: { 'content-type': mediaType },
    body: bytes,
    signal,
  });
  if (response.status < 200 || response.status > 299) throw await pushError(response, `manifest ${digest}`);
  response.body.resume();
  const stored = response.headers['docker-content-digest'];
  if (typeof stored === 'string' && stored !== digest) {
    throw new CriError('data-loss', `${repository.host} stored manifest ${digest} as ${printable(stored, 100)}`, {
      hint: 'the registry, or something on the way, changes what is pushed',
    });
  }
}
