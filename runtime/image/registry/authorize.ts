import { CriError } from '../../base/cri-error.ts';
import type { RegistryAuth } from '../images.ts';
import { readBody, type Http } from './http.ts';
import { statusError } from './registry-error.ts';

const MAX_TOKEN_BYTES = 1 << 20;

/** The `Basic …` header of the caller's credentials; undefined when there are none. */
function basicHeader(auth: RegistryAuth | undefined): string | undefined {
  if (auth === undefined) return undefined;
  if (auth.username !== '') return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  return auth.auth === '' ? undefined : `Basic ${auth.auth}`;
}

/** Answers a 401 challenge: the Authorization header to try again with. Throws unauthenticated when there is nothing to offer. */
export async function authorize(
  options: {
    readonly http: Http;
    readonly challenge: string;
    readonly auth: RegistryAuth | undefined;
    readonly scope: string;
    readonly url: string;
  },
  signal: AbortSignal,
): Promise<string> {
  const { http, challenge, auth, scope, url } = options;
  const basic = basicHeader(auth);
  if (/^basic\b/i.test(challenge)) {
    if (basic === undefined) throw statusError(401, url, 'this repository');
    return basic;
  }
  if (auth !== undefined && auth.registryToken !== '') return `Bearer ${auth.registryToken}`;
  const parameters = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
  const realm = URL.parse(parameters['realm'] ?? '');
  if (!/^bearer\b/i.test(challenge) || realm === null) throw statusError(401, url, 'this repository');
  if (new URL(url).protocol === 'https:' && realm.protocol !== 'https:') {
    throw new CriError('permission-denied', `${new URL(url).host} wants credentials sent without encryption`, {
      hint: 'the registry is not configured well',
    });
  }
  if (parameters['service'] !== undefined) realm.searchParams.set('service', parameters['service']);
  realm.searchParams.set('scope', parameters['scope'] ?? scope);
  const response = await http.get({ url: realm.href, headers: basic === undefined ? {} : { authorization: basic }, signal });
  const body = await readBody(response, MAX_TOKEN_BYTES, 'the token');
  if (response.status !== 200) throw statusError(response.status, realm.href, 'a token');
  const token = tokenIn(body);
  if (typeof token !== 'string') throw statusError(401, realm.href, 'a token');
  return `Bearer ${token}`;
}

function tokenIn(body: Buffer): unknown {
  try {
    const answer = JSON.parse(body.toString('utf8')) as { token?: unknown; access_token?: unknown } | null;
    return answer?.token ?? answer?.access_token;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
