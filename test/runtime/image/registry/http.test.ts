import { once } from 'node:events';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, type Http, type HttpRequest } from '../../../../runtime/image/registry/http.ts';
import { startTalkingServer, type Heard, type Said, type TalkingServer } from '../../../support/talking-server.ts';

let http: Http;
let servers: TalkingServer[];

beforeEach(() => {
  http = createHttp({ stallMs: 5_000, userAgent: 'test/1' });
  servers = [];
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
const ask = async (request: Omit<HttpRequest, 'signal'>): Promise<{ status: number; body: string; url: string }> => {
  const { status, body, url } = await http.request({ ...request, signal: new AbortController().signal });
  return { status, url, body: await text(body) };
};

describe('the HTTP client', () => {
  it('sends any method with its body, from bytes or from a stream', async () => {
    const server = await serve(() => ({ status: 201, body: 'made' }));
    const bytes = Buffer.from('hello');
    expect(await ask({ method: 'PUT', url: `${server.url}/a`, body: bytes })).toMatchObject({ status: 201, body: 'made' });
    const body = (): Readable => Readable.from([bytes]);
    await ask({ method: 'PATCH', url: `${server.url}/b`, body, headers: { 'content-length': '5' } });
    await ask({ method: 'POST', url: `${server.url}/c` });
    expect(server.heard.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PUT', '/a', 'hello'],
      ['PATCH', '/b', 'hello'],
      ['POST', '/c', ''],
    ]);
    expect(server.heard[1]?.headers).toMatchObject({ 'content-length': '5', 'user-agent': 'test/1' });
  });

  it('follows a redirect with all headers on the same host, and without secrets to another', async () => {
    const other = await serve(() => ({ body: 'there' }));
    const server = await serve(({ path }) => ({
      status: 307,
      headers: { location: path === '/first' ? '/second' : `${other.url}/third` },
    }));
    const headers = { authorization: 'Basic c2VjcmV0', 'x-key': 'secret', range: 'bytes=5-' };
    expect(await ask({ url: `${server.url}/first`, headers })).toEqual({ status: 200, body: 'there', url: `${other.url}/third` });
    expect(server.heard[1]?.headers).toMatchObject(headers);
    expect(other.heard[0]?.headers).toMatchObject({ range: 'bytes=5-' });
    expect(JSON.stringify(other.heard)).not.toMatch(/secret|c2VjcmV0/);
  });

  it('repeats the body where 307 leads, and leaves other redirects of an upload to the caller', async () => {
    const server = await serve(({ path }) =>
      path === '/end' ? {} : { status: path === '/307' ? 307 : 302, headers: { location: '/end' } },
    );
    const body = (): Readable => Readable.from([Buffer.from('again')]);
    expect((await ask({ method: 'PUT', url: `${server.url}/307`, body })).status).toBe(200);
    expect(server.heard.at(-1)).toMatchObject({ method: 'PUT', path: '/end', body: 'again' });
    expect((await ask({ method: 'PUT', url: `${server.url}/302`, body })).status).toBe(302);
  });

  it('does not go from TLS to none', async () => {
    const server = await serve(() => ({ status: 302, headers: { location: 'ftp://x/y' } }));
    await expect(ask({ url: server.url })).rejects.toMatchObject({ code: 'permission-denied' });
  });

  it('stops sending a body that is refused', async () => {
    let sent = 0;
    const endless = (): Readable =>
      new Readable({
        read() {
          sent += 65_536;
          this.push(Buffer.alloc(65_536));
        },
      });
    const refusing = createServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 401 no\r\ncontent-length: 2\r\n\r\nno'));
      socket.on('error', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const { port } = refusing.address() as { port: number };
    const headers = { 'content-length': String(1 << 30) };
    expect(await ask({ method: 'PUT', url: `http://127.0.0.1:${port}/`, body: endless, headers })).toMatchObject({
      status: 401,
      body: 'no',
    });
    const before = sent;
    await new Promise(setImmediate);
    expect(sent).toBe(before);
    refusing.close();
    await once(refusing, 'close');
  });

  it('does not fail for a kept connection that the server had closed', async () => {
    let connections = 0;
    const fickle = createServer((socket) => {
      const isFirst = ++connections === 1;
      socket.on('error', () => socket.destroy());
      let requests = 0;
      socket.on('data', () => {
        if (isFirst && ++requests === 2) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    }).listen(0, '127.0.0.1');
    await once(fickle, 'listening');
    const { port } = fickle.address() as { port: number };
    for (const method of ['GET', 'POST'] as const)
      expect(await ask({ method, url: `http://127.0.0.1:${port}/` })).toMatchObject({ body: 'ok' });
    expect(connections).toBe(2);
    http.close();
    fickle.close();
    await once(fickle, 'close');
  });

  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const server = await serve(() => {
      controller.abort(new Error('enough'));
      return {};
    });
    await expect(http.request({ url: server.url, signal: controller.signal })).rejects.toThrow('enough');
  });
});
