import { CriError, isCriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import type { Clock } from '../../host/clock.ts';
import { digestOf, verifyDigest } from '../content-store.ts';
import { ACCEPTED_MANIFESTS } from '../media-types.ts';
import type { Reference } from '../reference.ts';
import type { Capability } from './endpoint.ts';
import type { HttpResponse } from './http.ts';
import { readBody } from './connection/read-body.ts';
import { answerError, connectionError, isBrokenConnection, notARegistry, shorterThanStated } from './registry-error.ts';
import { backoffMs, type Repository } from './repository.ts';

export interface RegistryClientOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Mirrors first, the registry itself last. */
  readonly repositories: readonly Repository[];
  readonly reference: Pick<Reference, 'name'>;
  /** Hears why a mirror was left out. */
  readonly onMirrorError?: (host: string, error: CriError) => void;
}

/** Reads one repository of one registry; what a mirror cannot give comes from the next one. */
export interface RegistryClient {
  /** The manifest or index under a tag, or under `digest`; then it is verified. */
  manifest(wanted: { readonly tag: string } | { readonly digest: Digest }, signal: AbortSignal): Promise<ManifestAnswer>;
  /** The blob from byte `from` on; `from` in the answer is 0 when the registry does not do ranges. */
  blob(digest: Digest, from: number, signal: AbortSignal): Promise<{ from: number; response: HttpResponse }>;
  /** The blob that came was not what was asked for: the next one comes from elsewhere. False when there is no other place. */
  blame(digest: Digest): boolean;
}

export interface ManifestAnswer {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const MAX_MANIFEST_BYTES = 4 << 20;
const MANIFEST_TRIES = 3;

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { clock, reference, onMirrorError = () => undefined } = options;
  const blobSources = new Map<Digest, Source>();
  const down = new Set<Repository>();

  /** The first that has it; a mirror that was down is not asked again. */
  const firstOf = async <T>(
    repositories: readonly Repository[],
    signal: AbortSignal,
    ask: (repository: Repository) => Promise<T>,
  ): Promise<T> => {
    for (const [index, repository] of repositories.entries()) {
      const isLast = index === repositories.length - 1;
      if (!isLast && down.has(repository)) continue;
      try {
        return await ask(repository);
      } catch (error) {
        if (signal.aborted || isLast || !isCriError(error)) throw error;
        if (isCriError(error, 'unavailable')) down.add(repository);
        onMirrorError(repository.host, error);
      }
    }
    throw nobody(reference.name);
  };
  const able = (capability: Capability): readonly Repository[] =>
    options.repositories.filter(({ endpoint }) => endpoint.capabilities.has(capability));
  const sourceOf = (digest: Digest): Source => {
    const known = blobSources.get(digest) ?? { index: 0, from: -1, idle: 0, begunAt: -1, isMixed: false };
    blobSources.set(digest, known);
    return known;
  };

  return {
    manifest: (wanted, signal) =>
      firstOf(able('digest' in wanted ? 'pull' : 'resolve'), signal, (repository) =>
        fetchManifest(repository, { name: reference.name, wanted, signal }),
      ),
    blob: async (digest, from, signal) => {
      const all = able('pull');
      const source = sourceOf(digest);
      source.idle = from > source.from ? 0 : source.idle + 1;
      source.from = from;
      if (source.idle > 0) {
        // Asked again without any progress: whatever is wrong there, the next one may do better, or this one later.
        if (source.index < all.length - 1) source.index++;
        else await clock.sleep(backoffMs(source.idle), signal);
      }
      return firstOf(all.slice(source.index), signal, async (repository) => {
        const answer = await fetchBlob(repository, { digest, from, signal });
        const index = all.indexOf(repository);
        source.isMixed = answer.from > 0 && (source.isMixed || index !== source.begunAt);
        if (answer.from === 0) source.begunAt = index;
        source.index = index;
        return answer;
      });
    },
    blame: (digest) => {
      const source = sourceOf(digest);
      const isLast = source.index >= able('pull').length - 1;
      if (isLast && !source.isMixed) return false;
      // Where only the end came from may be honest: it is asked for all of it.
      if (!source.isMixed) source.index++;
      Object.assign(source, { from: -1, idle: 0, isMixed: false });
      return true;
    },
  };
}

/** Where a blob came from last. */
interface Source {
  index: number;
  from: number;
  /** How often in a row nothing came. */
  idle: number;
  /** Where the first byte came from; -1 = from an earlier pull. */
  begunAt: number;
  /** The part has bytes of several places. */
  isMixed: boolean;
}

interface ManifestWanted {
  readonly name: string;
  readonly wanted: { readonly tag: string } | { readonly digest: Digest };
  readonly signal: AbortSignal;
}

async function fetchManifest(repository: Repository, { name, wanted, signal }: ManifestWanted): Promise<ManifestAnswer> {
  const { host } = repository;
  const last = 'digest' in wanted ? wanted.digest : wanted.tag;
  const what = `manifest ${name} ${last}`;
  for (let attempt = 1; ; attempt++) {
    const response = await repository.send({ at: `manifests/${last}`, headers: { accept: ACCEPTED_MANIFESTS }, signal });
    if (response.status !== 200) throw await answerError(response, what);
    const contentType = response.headers['content-type'] ?? '';
    if (/^text\/html\b/i.test(contentType)) {
      response.body.destroy();
      throw notARegistry(host);
    }
    try {
      const bytes = await readBody(response, MAX_MANIFEST_BYTES, what);
      if ('digest' in wanted) verifyDigest(wanted.digest, digestOf(wanted.digest, bytes));
      return { bytes, contentType };
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === MANIFEST_TRIES || !isBrokenConnection(error)) throw connectionError(error, host);
    }
  }
}

async function fetchBlob(
  repository: Repository,
  { digest, from, signal }: { readonly digest: Digest; readonly from: number; readonly signal: AbortSignal },
): Promise<{ from: number; response: HttpResponse }> {
  const range = from > 0 ? { range: `bytes=${String(from)}-` } : {};
  const response = await repository.send({ at: `blobs/${digest}`, headers: range, signal });
  if (response.status === 206 && response.headers['content-range']?.startsWith(`bytes ${String(from)}-`) === true)
    return { from, response };
  if (response.status === 200) return { from: 0, response };
  if (response.status === 416) {
    response.body.resume();
    throw shorterThanStated(repository.host, digest, from);
  }
  throw await answerError(response, `blob ${digest}`);
}

function nobody(name: string): CriError {
  return new CriError('failed-precondition', `the registry configuration names no host that ${name} may be pulled from`, {
    hint: 'add the capabilities pull and resolve to a host in its hosts.toml',
  });
}
