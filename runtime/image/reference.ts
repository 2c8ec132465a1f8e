import { isIPv6 } from 'node:net';
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
  const whole = wholeProblem(text);
  if (whole !== undefined) throw invalid(text, whole);
  const { named, digest } = splitDigest(text);
  const { rest, tag } = splitTag(text, named);
  if (rest === '') throw invalid(text, 'there is no name in it');
  const { domain, path } = splitDomain(rest);
  const part = domainProblem(domain) ?? pathProblem(path);
  if (part !== undefined) throw invalid(text, part);
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
  if (digest === '') throw invalid(text, 'there is no digest behind the @');
  if (!isDigest(digest)) {
    throw invalid(text, `"${digest}" is not a digest: sha256: with 64 or sha512: with 128 hexadecimal digits in lower case`);
  }
  return { named: text.slice(0, at), digest };
}

function splitTag(text: string, named: string): { rest: string; tag?: string } {
  const colon = named.lastIndexOf(':');
  if (colon < 0 || named.indexOf('/', colon) >= 0) return { rest: named };
  const tag = named.slice(colon + 1);
  if (tag === '') throw invalid(text, 'there is no tag behind the colon');
  if (!TAG.test(tag)) {
    throw invalid(
      text,
      `"${tag}" is not a tag: at most 128 letters, digits, "_", "." and "-", not beginning with one of the last two`,
    );
  }
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

function wholeProblem(text: string): string | undefined {
  if (text.length === 0) return 'it is empty';
  if (text.length > MAX_REFERENCE_LENGTH) return `it is longer than ${String(MAX_REFERENCE_LENGTH)} characters`;
  if (/^(sha256:)?[0-9a-f]{64}$/.test(text)) return 'it is an image id, not a name';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'a name begins with the registry’s host, without a scheme like https://';
  if (/\s/.test(text)) return 'it has spaces in it';
  return /^[\x21-\x7e]+$/.test(text) ? undefined : 'it has characters in it that are not printable ASCII';
}

function domainProblem(domain: string): string | undefined {
  if (!DOMAIN.test(domain)) return `"${domain}" is not a registry host`;
  const port = /:(\d+)$/.exec(domain)?.[1];
  if (port !== undefined && (Number(port) === 0 || Number(port) > 65_535)) return `there is no port ${port}`;
  const address = /^\[(.*)\]/.exec(domain)?.[1];
  return address === undefined || isIPv6(address) ? undefined : `"[${address}]" is not an IPv6 address`;
}

function pathProblem(path: string): string | undefined {
  if (PATH.test(path)) return undefined;
  if (path === '') return 'there is no repository behind the host';
  if (path.toLowerCase() !== path) return 'a repository name has no upper-case letters';
  const part = path.split('/').find((one) => !PATH.test(one)) ?? path;
  if (part === '') return 'there is nothing between two slashes, or behind the last one';
  return `"${part}" is not part of a repository name: lower-case letters and digits, with ".", "_", "__" or "-" between them`;
}

function invalid(text: string, reason: string): CriError {
  return new CriError('invalid-argument', `"${printable(text, 200)}" is not an image reference: ${printable(reason, 200)}`, {
    hint: 'write it as name, name:tag or host/name:tag, for example docker.io/library/busybox:latest',
  });
}
