import { CriError } from '../../../base/cri-error.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { withoutClients } from './trust.ts';

/** The request that a redirect asks for; undefined when the response is the answer. Throws permission-denied for an unsafe address. */
export function redirectOf(request: HttpRequest, { status, headers }: HttpResponse): HttpRequest | undefined {
  const isReading = request.method === undefined || request.method === 'GET' || request.method === 'HEAD';
  const isFollowed = status === 307 || status === 308 || (isReading && (status === 301 || status === 302 || status === 303));
  if (!isFollowed || headers.location === undefined) return undefined;
  const from = new URL(request.url);
  const to = URL.parse(headers.location, from.href);
  if (to === null || !['http:', 'https:'].includes(to.protocol) || (from.protocol === 'https:' && to.protocol === 'http:')) {
    throw new CriError('permission-denied', `${from.host} redirects to an address that is not safe`, {
      hint: 'the registry is not configured well',
    });
  }
  if (to.origin === from.origin) return { ...request, url: to.href };
  // What was meant for one host is not for another; what the administrator trusts for this registry is also trusted where it sends us.
  return {
    ...request,
    url: to.href,
    headers: Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => PORTABLE.has(name.toLowerCase()))),
    trust: withoutClients(request.trust),
  };
}

const PORTABLE = new Set(['accept', 'content-length', 'content-range', 'content-type', 'range', 'user-agent']);
