import { CriError, errnoOf, messageOf } from '../../base/cri-error.ts';
import { printable, redactUrl } from '../../base/sanitize.ts';
import type { HttpResponse } from './http.ts';
import { readBody } from './connection/read-body.ts';

const MAX_COMPLAINT_BYTES = 64 * 1024;

/** The registry cannot be used now. The kubelet reads the first word. */
export function registryUnavailable(
  host: string,
  reason: string,
  { hint = 'check the name of the registry and the network, then pull again', cause }: { hint?: string; cause?: unknown } = {},
): CriError {
  return new CriError('unavailable', `RegistryUnavailable: ${host}: ${printable(reason, 400)}`, {
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A web page came where a document of a registry was asked for. */
export function notARegistry(host: string): CriError {
  return registryUnavailable(host, 'it answered with a web page', {
    hint: 'check the name of the registry; a proxy or a sign-in page may stand in between',
  });
}

/** The proxy answered itself instead of connecting to `host`. */
export function proxyRefused(host: string, status: number): CriError {
  return registryUnavailable(host, `the proxy answered ${String(status)} instead of connecting to it`, {
    hint:
      status === 407
        ? 'put user and password into the proxy’s address in the environment of the daemon'
        : 'check HTTPS_PROXY and NO_PROXY of the daemon, and whether the proxy allows this host',
  });
}

export function shorterThanStated(host: string, digest: string, bytes: number): CriError {
  return new CriError('data-loss', `blob ${digest} has only ${bytes} bytes at ${host}, fewer than its manifest states`, {
    hint: 'the image is damaged in the registry: push it again',
  });
}

/** What a status other than success means, with the registry's own words; reads the response to its end. `what` names the thing asked for. */
export async function answerError(response: HttpResponse, what: string): Promise<CriError> {
  return statusError(response, what, await complaintOf(response));
}

/** What a status other than success means. `what` names the thing asked for, `complaint` is what the registry says itself. */
export function statusError(
  { status, url, headers }: Pick<HttpResponse, 'status' | 'url' | 'headers'>,
  what: string,
  complaint = '',
): CriError {
  const host = URL.parse(url)?.host ?? '';
  const words = complaint === '' ? '' : ` (${printable(complaint, 200)})`;
  switch (status) {
    case 401:
      return new CriError('unauthenticated', `${host} wants credentials for ${what}${words}`, {
        hint: 'sign in to this registry, or check user and password',
      });
    case 403:
      return new CriError('permission-denied', `${host} does not allow access to ${what}${words}`, {
        hint: 'use an account that may read this repository',
      });
    case 404:
      return new CriError('not-found', `${host} has no ${what}${words}`, { hint: 'check the name and the tag' });
    case 407:
      return proxyRefused(host, status);
    case 429:
      return tooManyRequests(host, { what, words, after: headers['retry-after'] });
    default:
      return status >= 500
        ? registryUnavailable(host, `it answered ${String(status)} for ${what}${words}`, {
            hint: 'the registry is in trouble: try again later',
          })
        : new CriError('failed-precondition', `${redactUrl(url)} answered ${String(status)} for ${what}${words}`, {
            hint: 'the registry does not speak the OCI distribution protocol as expected',
          });
  }
}

function tooManyRequests(host: string, of: { what: string; words: string; after: string | undefined }): CriError {
  const until = of.after === undefined ? '' : `; it may be asked again after ${printable(of.after, 40)}`;
  const seconds = /^\d+$/.test(of.after ?? '') ? ' seconds' : '';
  return registryUnavailable(host, `it has been asked too often (429) for ${of.what}${until}${seconds}${of.words}`, {
    hint: 'wait, or sign in to this registry for a higher limit',
  });
}

/** The messages of the registry's error document; '' when there is none. */
async function complaintOf(response: HttpResponse): Promise<string> {
  try {
    const body = await readBody(response, MAX_COMPLAINT_BYTES, 'the complaint');
    const { errors } = JSON.parse(body.toString('utf8')) as { errors?: unknown };
    if (!Array.isArray(errors)) return '';
    const messages = errors.map((error) => (error as { message?: unknown } | null)?.message);
    return messages.filter((message) => typeof message === 'string').join('; ');
  } catch (error) {
    // The status says enough when the body is long, broken or no JSON.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof CriError || errnoOf(error) !== undefined)
      return '';
    throw error;
  }
}

const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'EAI_AGAIN', 'HPE_INVALID_CONSTANT']);

/** True when the same request may succeed at once: a connection that broke or stood still. */
export const isBrokenConnection = (error: unknown): boolean => BROKEN.has(errnoOf(error) ?? '');

/** An error of the connection as one that users can act on; others pass. */
export function connectionError(error: unknown, host: string): unknown {
  const errno = errnoOf(error);
  if (error instanceof CriError || errno === undefined) return error;
  const hint = hintFor(errno);
  return registryUnavailable(host, messageOf(error), { cause: error, ...(hint === undefined ? {} : { hint }) });
}

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

function hintFor(errno: string): string | undefined {
  if (UNTRUSTED.has(errno)) return 'put its CA into the registry configuration: <host>/ca.crt, or ca in <host>/hosts.toml';
  if (errno === 'CERT_HAS_EXPIRED' || errno === 'CERT_NOT_YET_VALID') return 'renew the certificate, or correct the clock';
  if (errno === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'use the name that its certificate was issued for';
  if (errno === 'EPROTO' || errno === 'ERR_SSL_WRONG_VERSION_NUMBER' || errno === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return 'it seems to speak without TLS: list it as insecure registry if the network in between can be trusted';
  if (/^ERR_SSL_.*ALERT/.test(errno))
    return 'it may want a client certificate: client in <host>/hosts.toml of the registry configuration';
  return undefined;
}
