import { CriError, errnoOf, messageOf } from '../../base/cri-error.ts';
import { printable, redactUrl } from '../../base/sanitize.ts';

/** The registry cannot be used now. The kubelet reads the first word. */
export function registryUnavailable(host: string, reason: string, cause?: unknown): CriError {
  return new CriError('unavailable', `RegistryUnavailable: ${host}: ${printable(reason, 200)}`, {
    hint: 'check the name of the registry and the network, then pull again',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A web page came where a document of a registry was asked for. */
export function notARegistry(host: string): CriError {
  return new CriError('unavailable', `RegistryUnavailable: ${host}: it answered with a web page`, {
    hint: 'check the name of the registry; a proxy or a sign-in page may stand in between',
  });
}

export function shorterThanStated(host: string, digest: string, bytes: number): CriError {
  return new CriError('data-loss', `blob ${digest} has only ${bytes} bytes at ${host}, fewer than its manifest states`, {
    hint: 'the image is damaged in the registry: push it again',
  });
}

/** What a status other than success means. `what` names the thing asked for. */
export function statusError(status: number, url: string, what: string): CriError {
  const host = URL.parse(url)?.host ?? '';
  switch (status) {
    case 401:
      return new CriError('unauthenticated', `${host} wants credentials for ${what}`, {
        hint: 'sign in to this registry, or check user and password',
      });
    case 403:
      return new CriError('permission-denied', `${host} does not allow access to ${what}`, {
        hint: 'use an account that may read this repository',
      });
    case 404:
      return new CriError('not-found', `${host} has no ${what}`, { hint: 'check the name and the tag' });
    default:
      return status === 429 || status >= 500
        ? registryUnavailable(host, `it answered ${String(status)} for ${what}`)
        : new CriError('failed-precondition', `${redactUrl(url)} answered ${String(status)} for ${what}`, {
            hint: 'the registry does not speak the OCI distribution protocol as expected',
          });
  }
}

const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'HPE_INVALID_CONSTANT']);

/** True when the same request may succeed at once: a connection that broke or stood still. */
export const isBrokenConnection = (error: unknown): boolean => BROKEN.has(errnoOf(error) ?? '');

/** An error of the connection as one that users can act on; others pass. */
export function connectionError(error: unknown, host: string): unknown {
  return error instanceof CriError || errnoOf(error) === undefined ? error : registryUnavailable(host, messageOf(error), error);
}
