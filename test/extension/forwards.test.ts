import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPortForwards } from '../../extension/forward/port-forwards.ts';
import { parseForward } from '../../extension/forward/parse-forward.ts';
import { podNodes } from '../../extension/tree/pod-nodes.ts';
import type { Pod } from '../../extension/client/types.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

let bed: CommandBed;

beforeEach(async () => {
  bed = await openCommandBed();
  bed.endpoint.pods.set('p', { name: 'web', state: 0, createdAt: 1 });
  bed.endpoint.containers.set('c', { podId: 'p', name: 'app', image: 'i', state: 1, createdAt: 1 });
  await bed.session.refresh();
});

afterEach(() => bed.close());

function pod(): Pod {
  const found = bed.session.pods.snapshot.value?.pods[0];
  if (found === undefined) throw new Error('no pod');
  return found;
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('a forwarded port', () => {
  it('carries bytes both ways, on many connections at once, each to its own end', async () => {
    const { localPort } = await bed.forwards.start(pod(), { port: 8080 });
    const sent = Buffer.alloc(3_000_000, 'abcdefghij');
    const echoed = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const socket = await dial(localPort);
        socket.end(sent);
        return readAll(socket);
      }),
    );
    for (const bytes of echoed) expect(bytes.equals(sent)).toBe(true);
    await expect.poll(() => bed.forwards.list[0]?.connections).toBe(0);
  });

  it('that is refused ends the connection, says why, and serves the next one', async () => {
    const { localPort } = await bed.forwards.start(pod(), { port: 1 });
    for (let n = 0; n < 2; n++) {
      const socket = await dial(localPort);
      socket.on('error', () => undefined);
      expect((await readAll(socket).catch(() => Buffer.alloc(0))).length).toBe(0);
    }
    await expect.poll(() => bed.forwards.list[0]?.problem).toBe('connection refused');
    const [node] = podNodes({ list: { pods: [pod()], containers: [] }, now: 0, forwards: bed.forwards.list }).nodes;
    expect(node?.children[0]).toMatchObject({ label: `localhost:${String(localPort)}`, description: '→ 1 · failed' });
    expect(node?.children[0]?.tooltip()).toContain('connection refused');
  });

  it('leaves out the port that each channel begins with, however it is cut', async () => {
    const { localPort } = await bed.forwards.start(pod(), { port: 2 });
    expect((await readAll(await dial(localPort))).toString()).toBe('hello');
  });

  it('waits for a reader that is slow, and keeps little meanwhile', async () => {
    const remote = await bed.session.client.connectPort('p', 9000);
    const sent = Buffer.alloc(1_000_000, 'x');
    for (let n = 0; n < 20; n++) void remote.write(sent);
    let most = 0;
    for (let turn = 0; turn < 500; turn++) {
      await new Promise(setImmediate);
      most = Math.max(most, remote.readableLength);
    }
    expect(most).toBeLessThan(3_000_000);
    let read = 0;
    for await (const chunk of remote) {
      read += (chunk as Buffer).length;
      if (read === 20 * sent.length) break;
    }
    expect(read).toBe(20 * sent.length);
  });

  it('whose connection breaks leaves the others alone', async () => {
    const { localPort } = await bed.forwards.start(pod(), { port: 9000 });
    const [one, two] = [await dial(localPort), await dial(localPort)];
    await expect.poll(() => bed.forwards.list[0]?.connections).toBe(2);
    one.resetAndDestroy();
    two.end('still here');
    expect((await readAll(two)).toString()).toBe('still here');
  });

  it('has the same number here where that is free, and else another; one that was asked for is an error', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expect((await bed.forwards.start(pod(), { port })).localPort).not.toBe(port);
    await expect(bed.forwards.start(pod(), { port: 80, localPort: port })).rejects.toMatchObject({ code: 'already-exists' });
    expect(bed.forwards.list).toHaveLength(1);
    taken.close();
  });

  it('ends with its connections when it is stopped, and is forgotten', async () => {
    const { id, localPort } = await bed.forwards.start(pod(), { port: 9000 });
    const socket = await dial(localPort);
    const closed = once(socket, 'close');
    socket.on('error', () => undefined).resume();
    await bed.forwards.stop(id);
    socket.end();
    await closed;
    await expect(dial(localPort)).rejects.toThrow('ECONNREFUSED');
    expect(bed.memory.get('slipway.forwards')).toEqual([]);
  });
});

describe('the forwards of a workspace', () => {
  const again = (): ReturnType<typeof createPortForwards> =>
    createPortForwards(
      { get: (key) => bed.memory.get(key), update: async (key, value) => void bed.memory.set(key, value) },
      () => bed.session.client,
    );

  it('begin again with the same local port when their pod is seen, and with its successor of the same name', async () => {
    const { localPort } = await bed.forwards.start(pod(), { port: 9000 });
    bed.forwards.dispose();
    const next = again();
    await next.follow([]);
    expect(next.list).toEqual([]);
    await next.follow([pod()]);
    expect(next.list).toMatchObject([{ localPort, port: 9000, podId: 'p' }]);
    await next.follow([{ ...pod(), state: 'notready' }]);
    expect(next.list).toEqual([]);
    await next.follow([{ ...pod(), id: 'other' }]);
    expect(next.list).toMatchObject([{ localPort, podId: 'other' }]);
    next.dispose();
  });

  it('wait for their own runtime: a pod of the same name elsewhere is another pod', async () => {
    let target = 'local';
    const forwards = createPortForwards(
      { get: (key) => bed.memory.get(key), update: async (key, value) => void bed.memory.set(key, value) },
      () => bed.session.client,
      () => target,
    );
    await forwards.start(pod(), { port: 8080 });
    target = 'foreign:/run/x.sock';
    await forwards.follow([{ ...pod(), id: 'other' }]);
    expect(forwards.list).toEqual([]);
    target = 'local';
    await forwards.follow([pod()]);
    expect(forwards.list.map(({ port }) => port)).toEqual([8080]);
    forwards.dispose();
  });

  it('are nothing when what was saved is damaged', async () => {
    for (const value of [
      undefined,
      'x',
      [null, 1, { podId: 'p' }, { podId: 'p', podName: 'web', namespace: '', port: -1, localPort: 1 }],
    ]) {
      bed.memory.set('slipway.forwards', value);
      const next = again();
      await next.follow([pod()]);
      expect(next.list).toEqual([]);
    }
  });
});

describe('Forward Port', () => {
  it('takes a typed port, shows it under the pod, opens it in the browser, and stops it', async () => {
    await bed.run('slipway.pod.forwardPort', { picks: ['web', '8081'] });
    const [forward] = bed.forwards.list;
    expect(bed.told[0]?.message).toContain('port 8081 of web');
    await bed.run('slipway.forward.open', { picks: [`localhost:${String(forward?.localPort)}`] });
    expect(bed.opened).toEqual([`http://localhost:${String(forward?.localPort)}/`]);
    await bed.run('slipway.forward.stop', { picks: [`localhost:${String(forward?.localPort)}`] });
    expect(bed.forwards.list).toEqual([]);
    await expect(bed.run('slipway.forward.stop')).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    ['8080', { port: 8080, localPort: undefined }],
    [' 3000:80 ', { port: 80, localPort: 3000 }],
    ['0', undefined],
    ['70000', undefined],
    ['x', undefined],
    ['1:2:3', undefined],
  ])('reads %j', (text, expected) => {
    expect(parseForward(text)).toEqual(expected);
  });
});
