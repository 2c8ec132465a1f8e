import { CriError } from '../../../base/cri-error.ts';
import type { RegistryAuth } from '../../images.ts';
import type { Credentials } from './credentials.ts';
import { parseChallenges, type Challenge } from './challenge.ts';
import type { Http, HttpRequest, HttpResponse } from '../http.ts';
import { readBody } from '../connection/read-body.ts';
import { connectionError, statusError } from '../registry-error.ts';
import { withoutClients, type Trust } from '../connection/trust.ts';

export interface AuthorizeOptions {
  readonly http: Http;
  /** The WWW-Authenticate header of a 401. */
  readonly challenge: string;
  readonly credentials: Credentials;
  /** `repository:path:pull` and the like. */
  readonly scopes: readonly string[];
  /** Which request was challenged. */
  readonly url: string;
  readonly trust?: Trust | undefined;
}

const MAX_TOKEN_BYTES = 1 << 20;
const CLIENT_ID = 'slipway';

/** Answers a 401 challenge: the Authorization header to try again with. Throws unauthenticated when there is nothing to offer. */
export async function authorize(options: AuthorizeOptions, signal: AbortSignal): Promise<string> {
  const { credentials, url } = options;
  const { auth } = credentials;
  const challenges = parseChallenges(options.challenge);
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined) {
    if (auth !== undefined && auth.registryToken !== '') return `Bearer ${auth.registryToken}`;
    return `Bearer ${await fetchToken(options, bearer, signal)}`;
  }
  const basic = basicHeader(auth);
  if (basic === undefined || !challenges.some(({ scheme }) => scheme === 'basic')) throw refused(options, url);
  return basic;
}

/** The `Basic …` header of the caller's credentials; undefined when there are none. */
function basicHeader(auth: RegistryAuth | undefined): string | undefined {
  if (auth === undefined) return undefined;
  if (auth.username !== '') return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  return auth.auth === '' ? undefined : `Basic ${auth.auth}`;
}

/** Asks the token server: with a refresh token by OAuth 2, else by Docker's older way, which every token server knows. */
async function fetchToken(options: AuthorizeOptions, challenge: Challenge, signal: AbortSignal): Promise<string> {
  const { http, url } = options;
  const { auth } = options.credentials;
  const realm = realmOf(options, challenge);
  const service = challenge.parameters['service'];
  const scopes = withScopes(options.scopes, challenge.parameters['scope']);
  const common = { trust: trustFor(options, realm), signal };
  const ask = async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      return await http.request(request);
    } catch (error) {
      // It may be another host than the registry.
      throw signal.aborted ? signal.reason : connectionError(error, realm.host);
    }
  };
  const basic = basicHeader(auth);
  let response: HttpResponse | undefined;
  if (auth !== undefined && auth.identityToken !== '') {
    response = await ask(refreshRequest({ realm, service, scopes, token: auth.identityToken, ...common }));
    // Without OAuth 2, user and password are the other way in.
    if ([404, 405].includes(response.status) && basic !== undefined) {
      response.body.resume();
      response = undefined;
    }
  }
  if (response === undefined) {
    if (service !== undefined) realm.searchParams.set('service', service);
    for (const scope of scopes) realm.searchParams.append('scope', scope);
    response = await ask({ url: realm.href, headers: basic === undefined ? {} : { authorization: basic }, ...common });
  }
  const body = await readBody(response, MAX_TOKEN_BYTES, 'the token');
  // Token servers answer 400 for a refresh token that is no longer valid.
  if (response.status === 401 || (response.status === 400 && auth !== undefined)) throw refused(options, realm.href);
  if (response.status !== 200) throw statusError(response, 'token for this repository');
  const token = tokenIn(body);
  if (token === undefined) throw refused(options, url);
  return token;
}

interface Refresh extends Pick<HttpRequest, 'trust' | 'signal'> {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scopes: readonly string[];
  readonly token: string;
}

function refreshRequest({ realm, service, scopes, token, trust, signal }: Refresh): HttpRequest {
  const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: token });
  if (service !== undefined) form.set('service', service);
  form.set('scope', scopes.join(' '));
  return {
    method: 'POST',
    url: realm.href,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
    trust,
    signal,
  };
}

function realmOf(options: AuthorizeOptions, challenge: Challenge): URL {
  const realm = URL.parse(challenge.parameters['realm'] ?? '');
  if (realm === null || !['http:', 'https:'].includes(realm.protocol)) throw refused(options, options.url);
  const { protocol, host } = new URL(options.url);
  if (protocol === 'https:' && realm.protocol !== 'https:') {
    throw new CriError('permission-denied', `${host} wants credentials sent without encryption`, {
      hint: 'the registry is not configured well',
    });
  }
  return realm;
}

/** A token server on another host is trusted like the registry, but is not shown its client certificate. */
function trustFor({ trust, url }: AuthorizeOptions, realm: URL): Trust | undefined {
  return new URL(url).origin === realm.origin ? trust : withoutClients(trust);
}

/** Ours, and what the registry asks for beyond them. */
function withScopes(ours: readonly string[], asked: string | undefined): readonly string[] {
  const more = (asked ?? '').split(' ').filter((scope) => scope !== '' && !ours.some((one) => covers(one, scope)));
  return [...ours, ...more];
}

function covers(ours: string, asked: string): boolean {
  const [ourName, ourActions] = splitScope(ours);
  const [name, actions] = splitScope(asked);
  return ourName === name && actions.every((action) => ourActions.includes(action));
}

function splitScope(scope: string): [name: string, actions: readonly string[]] {
  const colon = scope.lastIndexOf(':');
  return [scope.slice(0, colon), scope.slice(colon + 1).split(',')];
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const answer = JSON.parse(body.toString('utf8')) as { token?: unknown; access_token?: unknown } | null;
    const token = answer?.token ?? answer?.access_token;
    // It becomes a header.
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refused({ credentials: { auth, problem } }: AuthorizeOptions, url: string): CriError {
  const { host } = new URL(url);
  if (auth === undefined) {
    const why = problem === undefined ? '' : ` (${problem})`;
    return new CriError('unauthenticated', `${host} wants credentials for this repository, and there are none${why}`, {
      hint: 'sign in to this registry',
    });
  }
  return new CriError('unauthenticated', `${host} does not accept the credentials for this repository`, {
    hint: 'check user and password, or sign in again',
  });
}
