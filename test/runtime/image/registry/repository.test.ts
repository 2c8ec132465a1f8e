import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../../runtime/host/clock.ts';
import type { RegistryAuth } from '../../../../runtime/image/images.ts';
import { ALL_CAPABILITIES } from '../../../../runtime/image/registry/endpoint.ts';
import { createHttp, type Http } from '../../../../runtime/image/registry/http.ts';
import { noAuth } from '../../../../runtime/image/registry/auth/no-auth.ts';
import { openRepository, type Repository, type RepositoryOptions } from '../../../../runtime/image/registry/repository.ts';
import { startTalkingServer, type Heard, type Said, type TalkingServer } from '../../../support/talking-server.ts';

const USER: RegistryAuth = { ...noAuth, username: 'me', password: 'pass:word' };
const BASIC = `Basic ${Buffer.from('me:pass:word').toString('base64')}`;
const { signal } = new AbortController();

let http: Http;
let servers: TalkingServer[];
let slept: number[];
const clock: Clock = {
  ...systemClock,
  sleep: async (ms) => {
    slept.push(ms);
  },
};

beforeEach(() => {
  http = createHttp({ stallMs: 5_000 });
  servers = [];
  slept = [];
});
afterEach(async () => {
  http.close();
  await Promise.all(servers.map((server) => server.close()));
});

const serve = async (answer: (heard: Heard) => Said | Promise<Said>): Promise<TalkingServer> => {
  const server = await startTalkingServer(answer);
  servers.push(server);
  return server;
};
const open = (server: TalkingServer, options: Partial<RepositoryOptions> & { auth?: RegistryAuth } = {}): Repository =>
  openRepository({
    http,
    clock,
    endpoint: { url: `${server.url}/v2`, capabilities: ALL_CAPABILITIES, headers: {}, isElsewhere: false, isMirror: false },
    path: 'a/b',
    domain: 'registry.io',
    actions: 'pull',
    credentials: async () => ({ auth: options.auth }),
    ...options,
  });
const ask = async (repository: Repository, at = 'tags/list'): Promise<number> => {
  const { status, body } = await repository.send({ at, signal });
  await text(body);
  return status;
};

describe('a repository that wants a token', () => {
  /** Gives out t1, t2 … and accepts only the newest. */
  const tokens = async (given: (heard: Heard) => Said | undefined = () => undefined) => {
    let newest = 0;
    const server: TalkingServer = await serve((heard) => {
      if (heard.path.startsWith('/token')) return given(heard) ?? { body: JSON.stringify({ token: `t${++newest}` }) };
      if (heard.headers.authorization === `Bearer t${newest}`) return {};
      const challenge = `Bearer realm="${server.url}/token",service="the service",scope="repository:a/b:pull"`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    });
    return { server, asked: () => server.heard.filter(({ path }) => path.startsWith('/token')), expire: () => newest++ };
  };

  it('is asked for one with user and password, and for the scope that is needed', async () => {
    const { server, asked } = await tokens();
    const repository = open(server, { auth: USER, actions: 'pull,push' });
    expect([await ask(repository), await ask(repository)]).toEqual([200, 200]);
    expect(asked()).toHaveLength(1);
    const { searchParams } = new URL(asked()[0]?.path ?? '', server.url);
    expect([...searchParams]).toEqual([
      ['service', 'the service'],
      ['scope', 'repository:a/b:pull,push'],
    ]);
    expect(asked()[0]?.headers.authorization).toBe(BASIC);
  });

  it('is asked without credentials when there are none', async () => {
    const { server, asked } = await tokens();
    expect(await ask(open(server))).toBe(200);
    expect(asked()[0]?.headers.authorization).toBeUndefined();
  });

  it('is asked again when the token has run out, once for all requests under way', async () => {
    const { server, asked, expire } = await tokens();
    const repository = open(server, { auth: USER });
    await ask(repository);
    expire();
    expect(await Promise.all([1, 2, 3, 4].map(() => ask(repository)))).toEqual([200, 200, 200, 200]);
    expect(asked()).toHaveLength(2);
  });

  it('is given the registry token of the call as it is', async () => {
    const { server, asked } = await tokens();
    expect(await ask(open(server, { auth: { ...noAuth, registryToken: 't0' } }))).toBe(200);
    expect(asked()).toEqual([]);
  });

  it('changes an identity token into a token by OAuth 2', async () => {
    const { server, asked } = await tokens(() => ({ body: '{"access_token":"t0"}' }));
    expect(await ask(open(server, { auth: { ...noAuth, identityToken: 'identity' } }))).toBe(200);
    expect(asked()[0]).toMatchObject({ method: 'POST', path: '/token' });
    expect(Object.fromEntries(new URLSearchParams(asked()[0]?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'identity',
      client_id: 'slipway',
      service: 'the service',
      scope: 'repository:a/b:pull',
    });
  });

  it('takes user and password where the token server knows no OAuth 2', async () => {
    const { server } = await tokens(({ method }) => (method === 'POST' ? { status: 405 } : undefined));
    expect(await ask(open(server, { auth: { ...USER, identityToken: 'identity' } }))).toBe(200);
  });

  it('is asked again when its token server is in trouble for a moment', async () => {
    const said: Said[] = ['cut', { status: 503 }];
    const { server, asked } = await tokens(() => said.shift());
    expect(await ask(open(server, { auth: USER }))).toBe(200);
    expect(asked()).toHaveLength(3);
    expect(slept).toHaveLength(2);
  });

  it.each([
    ['refuses the password', { status: 401 }, 'unauthenticated'],
    ['refuses the identity token', { status: 400, body: '{"error":"invalid_grant"}' }, 'unauthenticated'],
    ['forbids', { status: 403 }, 'permission-denied'],
    ['is in trouble', { status: 503 }, 'unavailable'],
    ['says nonsense', { body: '<html>' }, 'unauthenticated'],
    ['gives a token that cannot be a header', { body: '{"token":"a\\r\\nb"}' }, 'unauthenticated'],
  ])('fails when the token server %s', async (_, said, code) => {
    const { server } = await tokens(() => said);
    await expect(ask(open(server, { auth: USER }))).rejects.toMatchObject({ name: 'CriError', code });
  });
});

describe('a repository', () => {
  it('is sent user and password when it asks for them, and not before', async () => {
    const server = await serve(({ headers }) =>
      headers.authorization === BASIC ? {} : { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } },
    );
    const encoded = { ...noAuth, auth: BASIC.slice('Basic '.length) };
    expect([await ask(open(server, { auth: USER })), await ask(open(server, { auth: encoded }))]).toEqual([200, 200]);
    expect(server.heard[0]?.headers.authorization).toBeUndefined();
    await expect(ask(open(server))).rejects.toMatchObject({
      code: 'unauthenticated',
      message: `${server.host} wants credentials for this repository, and there are none`,
    });
    // A second refusal is the answer.
    expect(await ask(open(server, { auth: { ...USER, password: 'no' } }))).toBe(401);
  });

  it('does not tell secrets to a host that it redirects or refers to', async () => {
    const thief = await serve(() => ({
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="http://${thief.host}/token"` },
    }));
    const server = await serve(({ headers, path }) =>
      headers.authorization === undefined
        ? { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }
        : path.includes('away')
          ? { status: 307, headers: { location: thief.url } }
          : {},
    );
    const endpoint = {
      url: `${server.url}/v2`,
      capabilities: ALL_CAPABILITIES,
      headers: { 'x-key': 'k' },
      isElsewhere: false,
      isMirror: false,
    };
    const repository = open(server, { auth: USER, endpoint });
    expect(await ask(repository)).toBe(200);
    expect(await ask(repository, 'away')).toBe(401);
    expect(await ask(repository, `${thief.url}/upload`)).toBe(401);
    expect(server.heard.at(-1)?.headers).toMatchObject({ 'x-key': 'k', authorization: BASIC });
    expect(thief.heard.map(({ path, headers }) => [path, headers.authorization, headers['x-key']])).toEqual([
      ['/', undefined, undefined],
      ['/upload', undefined, undefined],
    ]);
  });

  it('is read again after a broken connection, 5xx and 429, with growing pauses or as long as it says', async () => {
    const said: Said[] = ['cut', { status: 502 }, {}, { status: 429, headers: { 'retry-after': '3' } }, {}];
    const server = await serve(() => said.shift() ?? {});
    const repository = open(server);
    expect([await ask(repository), await ask(repository)]).toEqual([200, 200]);
    const [first = 0, second = 0, third] = slept;
    expect(first).toBeGreaterThanOrEqual(200);
    expect(second).toBeGreaterThanOrEqual(400);
    expect(second).toBeLessThanOrEqual(1200);
    expect(third).toBe(3000);
  });

  it('answers what it said last when it stays in trouble', async () => {
    const server = await serve(() => ({ status: 500 }));
    expect(await ask(open(server))).toBe(500);
    expect(server.heard).toHaveLength(3);
  });

  it('is not written to twice, unless it has refused before it did anything', async () => {
    const said: Said[] = [{ status: 503 }, 'cut', { status: 429 }, { status: 202 }];
    const server = await serve(() => said.shift() ?? {});
    const repository = open(server);
    const post = () => repository.send({ method: 'POST', at: 'blobs/uploads/', signal });
    expect((await post()).status).toBe(503);
    await expect(post()).rejects.toMatchObject({ code: 'unavailable' });
    expect((await post()).status).toBe(202);
    expect(server.heard).toHaveLength(4);
  });

  it('elsewhere than its name says hears whose it is', async () => {
    const server = await serve(() => ({}));
    const endpoint = { url: `${server.url}/v2`, capabilities: ALL_CAPABILITIES, headers: {}, isElsewhere: true, isMirror: true };
    await ask(open(server, { endpoint }), 'manifests/x');
    expect(server.heard[0]?.path).toBe('/v2/a/b/manifests/x?ns=registry.io');
  });
});
