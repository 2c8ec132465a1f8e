import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { proxiesOf } from '../../../../../runtime/image/registry/connection/choose-proxy.ts';
import type { Trust } from '../../../../../runtime/image/registry/connection/trust.ts';
import { createHttp, type HttpOptions } from '../../../../../runtime/image/registry/http.ts';
import { certificatesMissing, createAuthority, type Authority, type Certified } from '../../../../support/certificates.ts';
import { startProxyServer, type ProxyServer } from '../../../../support/proxy-server.ts';
import { startTalkingServer, type TalkingServer } from '../../../../support/talking-server.ts';

const missing = certificatesMissing();
if (missing !== undefined) console.log(`skipped: connections: ${missing}`);

describe.skipIf(missing !== undefined)('a connection', () => {
  let authority: Authority;
  let certified: Certified;
  let secure: TalkingServer;
  let plain: TalkingServer;
  const proxies: ProxyServer[] = [];

  beforeAll(async () => {
    authority = createAuthority();
    certified = authority.issue('server');
    const tls = { cert: certified.certificate, key: certified.key, ca: authority.certificate, requestCert: true };
    secure = await startTalkingServer(
      (_, { socket }) => ({ body: `for ${'authorized' in socket && socket.authorized === true ? 'a friend' : 'anyone'}` }),
      { ...tls, rejectUnauthorized: false },
    );
    plain = await startTalkingServer(() => ({ body: 'plain' }));
  });
  afterAll(async () => {
    await secure.close();
    await plain.close();
    authority.close();
  });
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });

  const ask = async (url: string, trust?: Partial<Trust>, options: Partial<HttpOptions> = {}): Promise<string> => {
    const http = createHttp({ stallMs: 5_000, ...options });
    try {
      const whole = trust === undefined ? undefined : { authorities: [], clients: [], skipVerify: false, ...trust };
      const { body } = await http.request({ url, trust: whole, signal: new AbortController().signal });
      return await text(body);
    } finally {
      http.close();
    }
  };
  const startProxy = async (refuses?: number): Promise<ProxyServer> => {
    const proxy = await startProxyServer(refuses);
    proxies.push(proxy);
    return proxy;
  };
  /** Loopback in a form that is not taken for loopback, which is never asked through a proxy. */
  const elsewhere = (url: string): string => url.replace('127.0.0.1', '[::ffff:7f00:1]');

  it('trusts the CAs of the registry, of the machine, and nobody else', async () => {
    await expect(ask(secure.url)).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    expect(await ask(secure.url, { authorities: [authority.certificate] })).toBe('for anyone');
    expect(await ask(secure.url, undefined, { systemCertificates: async () => [authority.certificate] })).toBe('for anyone');
    expect(await ask(secure.url, { skipVerify: true })).toBe('for anyone');
  });

  it('shows a client certificate where it is meant for, and not where a redirect leads', async () => {
    const clients = [authority.issue('client')];
    const trust = { authorities: [authority.certificate], clients };
    expect(await ask(secure.url, trust)).toBe('for a friend');
    const leading = await startTalkingServer(() => ({ status: 307, headers: { location: secure.url } }), {
      cert: certified.certificate,
      key: certified.key,
    });
    expect(await ask(leading.url, trust)).toBe('for anyone');
    await leading.close();
  });

  it('goes through the proxy of the environment, with its user and password, by tunnel or as it is', async () => {
    const proxy = await startProxy();
    const environment = { HTTPS_PROXY: `http://u:p%40@${proxy.host}`, HTTP_PROXY: proxy.host };
    const options = { proxies: proxiesOf(environment) };
    expect(await ask(elsewhere(secure.url), { skipVerify: true }, options)).toBe('for anyone');
    expect(await ask(elsewhere(plain.url), undefined, options)).toBe('plain');
    const authorization = `Basic ${Buffer.from('u:p@').toString('base64')}`;
    expect(proxy.asked).toEqual([
      { target: elsewhere(secure.host), authorization },
      { target: `${elsewhere(plain.url)}/`, authorization: '' },
    ]);
    const except = { proxies: proxiesOf({ ...environment, NO_PROXY: '::ffff:7f00:1' }) };
    expect(await ask(elsewhere(plain.url), undefined, except)).toBe('plain');
    expect(proxy.asked).toHaveLength(2);
  });

  it('that does not come about is given up after its time, or when the caller leaves', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const http = createHttp({ stallMs: 60_000, proxies: proxiesOf({ HTTPS_PROXY: `127.0.0.1:${port}` }) });
    const { signal } = new AbortController();
    await expect(http.request({ url: elsewhere(secure.url), connectTimeoutMs: 20, signal })).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: 'no connection for 20 ms',
    });
    const leaving = new AbortController();
    const left = http.request({ url: elsewhere(secure.url), signal: leaving.signal });
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    http.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it.each([
    [407, /put user and password into the proxy’s address/],
    [403, /whether the proxy allows this host/],
  ])('that a proxy refuses with %s is not taken for an answer of the registry', async (status, hint) => {
    const proxy = await startProxy(status);
    const options = { proxies: proxiesOf({ HTTPS_PROXY: proxy.host }) };
    await expect(ask(elsewhere(secure.url), { skipVerify: true }, options)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`the proxy answered ${status}`) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });
});
