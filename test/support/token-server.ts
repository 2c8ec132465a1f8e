import { randomUUID, sign } from 'node:crypto';
import type { Authority, Certified } from './certificates.ts';
import { USER } from './guarded-registry.ts';
import { startTalkingServer, type Heard, type Said, type TalkingServer } from './talking-server.ts';

/** docker-registry accepts a token for so long after its end. */
const LEEWAY_S = 60;
/** The identity token that stands for the user. */
export const IDENTITY = 'identity-of-me';

/** A token server for docker-registry: anyone may read what is below `public/`, the user may read and write everything. */
export interface TokenServer extends TalkingServer {
  /** Address to ask at. */
  readonly realm: string;
  /** From now on tokens are good for so long. */
  lifetime(seconds: number): void;
}

/** The caller closes it. */
export async function startTokenServer(authority: Authority): Promise<TokenServer> {
  const signer = authority.issue('token-signer');
  let lifetimeS = 300;
  const server = await startTalkingServer((heard) => answer(heard, signer, lifetimeS));
  return Object.assign(server, {
    realm: `${server.url}/token`,
    lifetime: (seconds: number) => {
      lifetimeS = seconds;
    },
  });
}

function answer(heard: Heard, signer: Certified, lifetimeS: number): Said {
  const isForm = heard.method === 'POST';
  const parameters = isForm ? new URLSearchParams(heard.body) : new URL(heard.path, 'http://x').searchParams;
  const { authorization } = heard.headers;
  const basic = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`;
  if (authorization !== undefined && authorization !== basic) return { status: 401 };
  if (isForm && parameters.get('refresh_token') !== IDENTITY) return { status: 400, body: '{"error":"invalid_grant"}' };
  const isUser = isForm || authorization === basic;
  const access = parameters
    .getAll('scope')
    .flatMap((scope) => scope.split(' '))
    .map((scope) => /^repository:(.+):([a-z,]+)$/.exec(scope))
    .filter((match) => match !== null)
    .map(([, name = '', actions = '']) => ({ type: 'repository', name, actions: granted(name, actions.split(','), isUser) }));
  const token = jwt({ access, sub: isUser ? USER.username : '', aud: parameters.get('service') ?? '' }, signer, lifetimeS);
  return { body: JSON.stringify(isForm ? { access_token: token } : { token }), headers: { 'content-type': 'application/json' } };
}

function granted(name: string, actions: readonly string[], isUser: boolean): readonly string[] {
  return isUser ? actions : actions.filter((action) => action === 'pull' && name.startsWith('public/'));
}

function jwt(claims: Readonly<Record<string, unknown>>, { certificate, key }: Certified, lifetimeS: number): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate.replace(/-----[^-]+-----|\s/g, '')] };
  const times = { iat: now, nbf: now - LEEWAY_S, exp: now - LEEWAY_S + lifetimeS };
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode(header)}.${encode({ iss: 'slipway tests', jti: randomUUID(), ...times, ...claims })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
