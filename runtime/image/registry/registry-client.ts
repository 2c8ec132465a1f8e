import type { Digest } from '../../base/ids.ts';
import { ACCEPTED_MANIFESTS } from '../media-types.ts';
import type { Reference } from '../reference.ts';
import type { HttpResponse } from './http.ts';
import { readBody } from './read-body.ts';
import { answerError, connectionError, notARegistry, shorterThanStated } from './registry-error.ts';
import type { Repository } from './repository.ts';

export interface RegistryClientOptions {
  /** Mirrors first, the registry itself last. */
  readonly repositories: readonly Repository[];
  readonly reference: Pick<Reference, 'name'>;
}

/** Reads one repository of one registry. */
export interface RegistryClient {
  /** The manifest or index under a tag or digest. */
  manifest(tagOrDigest: string, signal: AbortSignal): Promise<{ bytes: Buffer; contentType: string }>;
  /** The blob from byte `from` on; `from` in the answer is 0 when the registry does not do ranges. */
  blob(digest: Digest, from: number, signal: AbortSignal): Promise<{ from: number; response: HttpResponse }>;
}

const MAX_MANIFEST_BYTES = 4 << 20;

export function createRegistryClient({ repositories, reference }: RegistryClientOptions): RegistryClient {
  const [repository] = repositories as readonly [Repository];
  const { host } = repository;
  return {
    manifest: async (tagOrDigest, signal) => {
      const at = `manifests/${tagOrDigest}`;
      const what = `manifest ${reference.name} ${tagOrDigest}`;
      const response = await repository.send({ at, headers: { accept: ACCEPTED_MANIFESTS }, signal });
      if (response.status !== 200) throw await answerError(response, what);
      const contentType = response.headers['content-type'] ?? '';
      if (/^text\/html\b/i.test(contentType)) {
        response.body.destroy();
        throw notARegistry(host);
      }
      try {
        return { bytes: await readBody(response, MAX_MANIFEST_BYTES, what), contentType };
      } catch (error) {
        throw signal.aborted ? signal.reason : connectionError(error, host);
      }
    },
    blob: async (digest, from, signal) => {
      const range = from > 0 ? { range: `bytes=${String(from)}-` } : {};
      const response = await repository.send({ at: `blobs/${digest}`, headers: range, signal });
      if (response.status === 206 && response.headers['content-range']?.startsWith(`bytes ${String(from)}-`) === true)
        return { from, response };
      if (response.status === 200) return { from: 0, response };
      if (response.status === 416) {
        response.body.resume();
        throw shorterThanStated(host, digest, from);
      }
      throw await answerError(response, `blob ${digest}`);
    },
  };
}
