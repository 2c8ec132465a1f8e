import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digest } from '../../../../runtime/base/ids.ts';
import { systemClock } from '../../../../runtime/host/clock.ts';
import { ALL_CAPABILITIES, type Capability } from '../../../../runtime/image/registry/endpoint.ts';
import { createHttp, type Http } from '../../../../runtime/image/registry/http.ts';
import { createRegistryClient, type RegistryClient } from '../../../../runtime/image/registry/registry-client.ts';
import { openRepository } from '../../../../runtime/image/registry/repository.ts';
import { digestOf } from '../../../support/image-builder.ts';
import { startTalkingServer, type Said, type TalkingServer } from '../../../support/talking-server.ts';

const { signal } = new AbortController();
const DOCUMENT = '{"schemaVersion":2}';
const DIGEST = digestOf(Buffer.from(DOCUMENT)) as Digest;

let http: Http;
let servers: TalkingServer[];
let leftOut: string[];
let slept: number[];

beforeEach(() => {
  http = createHttp({ stallMs: 5_000 });
  servers = [];
  leftOut = [];
  slept = [];
});
afterEach(async () => {
  http.close();
  await Promise.all(servers.map((server) => server.close()));
});

type Place = (() => Said) | { readonly can: readonly Capability[]; readonly says: () => Said };

/** A client of these places, in this order. */
const open = async (...places: Place[]): Promise<RegistryClient> => {
  servers = await Promise.all(places.map((place) => startTalkingServer(typeof place === 'function' ? place : place.says)));
  const repositories = servers.map((server, index) => {
    const place = places[index];
    const capabilities = typeof place === 'object' ? new Set(place.can) : ALL_CAPABILITIES;
    return openRepository({
      http,
      clock: { ...systemClock, sleep: async () => undefined },
      endpoint: { url: `${server.url}/v2`, capabilities, headers: {}, isElsewhere: false, isMirror: false },
      path: 'a',
      domain: 'a.io',
      actions: 'pull',
      credentials: async () => ({ auth: undefined }),
      tries: 1,
    });
  });
  const onMirrorError = (host: string): void => {
    leftOut.push(host);
  };
  const clock = { sleep: async (ms: number) => void slept.push(ms) };
  return createRegistryClient({ clock, repositories, reference: { name: 'a.io/a' }, onMirrorError });
};
const counts = (): number[] => servers.map(({ heard }) => heard.length);
const good = (): Exclude<Said, 'cut'> => ({ body: DOCUMENT, headers: { 'content-type': 'application/json' } });
const manifest = async (client: RegistryClient): Promise<string> =>
  (await client.manifest({ digest: DIGEST }, signal)).bytes.toString();
const blob = async (client: RegistryClient, from = 0): Promise<string> =>
  text((await client.blob(DIGEST, from, signal)).response.body);

describe('mirrors', () => {
  it.each<[string, () => Said]>([
    ['has broken', () => 'cut'],
    ['is in trouble', () => ({ status: 500 })],
    ['has been asked too often', () => ({ status: 429 })],
    ['does not have it', () => ({ status: 404 })],
    ['wants credentials', () => ({ status: 401 })],
    ['has a web page', () => ({ body: '<html>', headers: { 'content-type': 'text/html' } })],
    ['has something else', () => ({ body: 'else' })],
  ])('one that %s is passed over', async (_, says) => {
    const client = await open(says, good);
    expect(await manifest(client)).toBe(DOCUMENT);
    expect(leftOut).toEqual([servers[0]?.host]);
  });

  it('one that works spares the registry', async () => {
    const client = await open(good, good);
    expect([await manifest(client), await blob(client)]).toEqual([DOCUMENT, DOCUMENT]);
    expect(counts()).toEqual([2, 0]);
  });

  it('one that was down is not asked again in the same pull', async () => {
    const client = await open(() => 'cut', good);
    await manifest(client);
    await blob(client);
    expect(counts()).toEqual([1, 2]);
  });

  it('are asked only for what they are for', async () => {
    const client = await open({ can: ['pull'], says: good }, { can: ['resolve'], says: good }, { can: [], says: good });
    await client.manifest({ tag: 'latest' }, signal);
    expect(counts()).toEqual([0, 1, 0]);
    await manifest(client);
    await blob(client);
    expect(counts()).toEqual([2, 1, 0]);
  });

  it('leave the last word to the registry', async () => {
    const client = await open(
      () => 'cut',
      () => ({ status: 404, body: '{"errors":[{"message":"never heard of it"}]}' }),
    );
    await expect(manifest(client)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('never heard of it') as string,
    });
  });

  it('none of which may be asked are a mistake in the configuration', async () => {
    const client = await open({ can: ['push'], says: good });
    await expect(manifest(client)).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});

describe('a blob', () => {
  it('comes from the next place when the first one stops making progress', async () => {
    const client = await open(good, good);
    await blob(client);
    await blob(client, 7);
    expect(counts()).toEqual([2, 0]);
    await blob(client, 7);
    expect(counts()).toEqual([2, 1]);
    // Nowhere else to go: it is given time.
    await blob(client, 7);
    await blob(client, 7);
    expect(counts()).toEqual([2, 3]);
    const [first = 0, second = 0] = slept;
    expect(first).toBeGreaterThan(200);
    expect(second).toBeGreaterThan(400);
    await blob(client, 8);
    expect(slept).toHaveLength(2);
  });

  it('comes from the next place when it was not what was asked for', async () => {
    const client = await open(good, good);
    await blob(client);
    expect(client.blame(DIGEST)).toBe(true);
    await blob(client);
    expect(counts()).toEqual([1, 1]);
    expect(client.blame(DIGEST)).toBe(false);
  });
});

describe('a blob of several places', () => {
  it('is asked for once more, all of it, where its end came from', async () => {
    const ranges = (): Said => ({ status: 206, headers: { 'content-range': 'bytes 7-9/10' }, body: 'end' });
    let times = 0;
    const client = await open(
      () => (++times === 1 ? good() : 'cut'),
      () => (servers[1]?.heard.at(-1)?.headers.range === undefined ? good() : ranges()),
    );
    await blob(client);
    expect(await blob(client, 7)).toBe('end');
    expect(client.blame(DIGEST)).toBe(true);
    expect(await blob(client)).toBe(DOCUMENT);
    expect(client.blame(DIGEST)).toBe(false);
    expect(servers[1]?.heard).toHaveLength(2);
  });
});

describe('a manifest', () => {
  it('is read again when the connection breaks in the middle of it', async () => {
    let times = 0;
    const client = await open(() => (++times < 3 ? { ...good(), cutAfter: 5 } : good()));
    expect(await manifest(client)).toBe(DOCUMENT);
  });
});

describe('a registry’s refusal', () => {
  it.each([
    [401, {}, 'unauthenticated', /wants credentials for manifest/],
    [403, {}, 'permission-denied', /does not allow access/],
    [404, {}, 'not-found', /has no manifest/],
    [429, { 'retry-after': '3600' }, 'unavailable', /asked too often \(429\).*after 3600 seconds/],
    [502, {}, 'unavailable', /^RegistryUnavailable: .*answered 502/],
    [418, {}, 'failed-precondition', /answered 418/],
  ])('by %s is told by an error of its own', async (status, headers, code, message) => {
    const client = await open(() => ({ status, headers, body: '{"errors":[{"message":"so \\u001b[2J sorry"}]}' }));
    const error = await manifest(client).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string, hint: expect.any(String) as string });
    expect(String(error)).toMatch(/\(so +\[2J sorry\)/);
  });
});
