import { CriError } from '../base/cri-error.ts';
import { isDigest, type Digest } from '../base/ids.ts';
import { printable } from '../base/sanitize.ts';

/** A full image name: every default filled in. */
export interface Reference {
  /** Registry host with port: `docker.io`, `localhost:5000`. */
  readonly domain: string;
  /** Repository below the host: `library/busybox`. */
  readonly path: string;
  /** `domain/path`. */
  readonly name: string;
  /** Absent when a digest is given: the digest alone decides then. */
  readonly tag?: string;
  readonly digest?: Digest;
}

const DEFAULT_DOMAIN = 'docker.io';
const MAX_NAME_LENGTH = 255;
const MAX_REFERENCE_LENGTH = 512;
const DOMAIN =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?$/;
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;

/**
 * Reads an image reference by Docker's rules: `docker.io` and `library/` are filled in, no tag means `:latest`, and with both a tag and a
 * digest the digest decides. Throws invalid-argument with the reason.
 */
export function parseReference(text: string): Reference {
  if (text.length === 0) throw invalid(text, 'it is empty');
  if (text.length > MAX_REFERENCE_LENGTH) throw invalid(text, `it is longer than ${String(MAX_REFERENCE_LENGTH)} characters`);
  if (/^[0-9a-f]{64}$/.test(text)) throw invalid(text, 'it is an image id, not a name');
  const { named, digest } = splitDigest(text);
  const { rest, tag } = splitTag(text, named);
  const { domain, path } = splitDomain(rest);
  if (!DOMAIN.test(domain)) throw invalid(text, `"${domain}" is not a registry host`);
  if (!PATH.test(path)) {
    throw invalid(
      text,
      path.toLowerCase() === path ? `"${path}" is not a repository name` : 'a repository name has no upper-case letters',
    );
  }
  const name = `${domain}/${path}`;
  if (name.length > MAX_NAME_LENGTH) throw invalid(text, `its name is longer than ${String(MAX_NAME_LENGTH)} characters`);
  if (digest !== undefined) return { domain, path, name, digest };
  return { domain, path, name, tag: tag ?? 'latest' };
}

/** `name:tag` or `name@digest`. */
export function formatReference(reference: Reference): string {
  return reference.digest === undefined
    ? `${reference.name}:${reference.tag ?? 'latest'}`
    : `${reference.name}@${reference.digest}`;
}

function splitDigest(text: string): { named: string; digest?: Digest } {
  const at = text.indexOf('@');
  if (at < 0) return { named: text };
  const digest = text.slice(at + 1);
  if (!isDigest(digest)) throw invalid(text, `"${digest}" is not a sha256 or sha512 digest`);
  return { named: text.slice(0, at), digest };
}

function splitTag(text: string, named: string): { rest: string; tag?: string } {
  const colon = named.lastIndexOf(':');
  if (colon < 0 || named.indexOf('/', colon) >= 0) return { rest: named };
  const tag = named.slice(colon + 1);
  if (!TAG.test(tag)) throw invalid(text, `"${tag}" is not a tag`);
  return { rest: named.slice(0, colon), tag };
}

function splitDomain(rest: string): { domain: string; path: string } {
  const slash = rest.indexOf('/');
  const first = rest.slice(0, slash);
  const isHost = slash > 0 && (/[.:[]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  if (!isHost) return { domain: DEFAULT_DOMAIN, path: rest.includes('/') ? rest : `library/${rest}` };
  const domain = first === 'index.docker.io' ? DEFAULT_DOMAIN : first;
  const path = rest.slice(slash + 1);
  return { domain, path: domain === DEFAULT_DOMAIN && !path.includes('/') ? `library/${path}` : path };
}

function invalid(text: string, reason: string): CriError {
  return new CriError('invalid-argument', `"${printable(text, 200)}" is not an image reference: ${printable(reason, 200)}`, {
    hint: 'write it as name, name:tag or host/name:tag, for example docker.io/library/busybox:latest',
  });
}
