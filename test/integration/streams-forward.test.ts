import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamespaceMode } from '../../proto/gen/cri.ts';
import { daemonMissing } from '../support/daemon.ts';
import { failureOf, podConfig } from '../support/daemon-lab.ts';
import { forwardConnection, readAll, tunnelOf } from '../support/streaming/forward-client.ts';
import { startPodServers, type PodServers } from '../support/streaming/pod-servers.ts';
import { speakSpdy, type SpdyClient } from '../support/streaming/spdy-client.ts';
import { connectSpdy } from '../support/streaming/spdy-command.ts';
import { openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';
import { connectWebSocket, type WebSocketClient } from '../support/streaming/websocket-client.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** The port of nobody. */
const NOBODY = 1;

describe.skipIf(missing !== undefined)('port-forward', () => {
  let lab: StreamLab;
  let servers: PodServers;

  beforeAll(async () => {
    lab = await openStreamLab();
    servers = await startPodServers(join(lab.daemon.run, 'pods', lab.podSandboxId, 'netns'));
  });

  afterAll(async () => {
    await servers.close();
    await lab.close();
  });

  const url = async (port: readonly number[] = [], podSandboxId = lab.podSandboxId): Promise<string> =>
    (await lab.daemon.cri.runtime.PortForward({ podSandboxId, port: [...port] })).url;
  const overSpdy = async (): Promise<SpdyClient> => (await connectSpdy(await url(), { protocols: ['portforward.k8s.io'] })).spdy;
  const overTunnel = async (): Promise<SpdyClient> =>
    speakSpdy(tunnelOf(await connectWebSocket(await url(), ['SPDY/3.1+portforward.k8s.io'])));

  describe.each([
    ['SPDY', overSpdy],
    ['a WebSocket tunnel', overTunnel],
  ])('over %s', (_how, connect) => {
    it('carries both halves of a connection, each to its own end', async () => {
      const spdy = await connect();
      const { data, error } = await forwardConnection(spdy, servers.echo);
      const text = 'x'.repeat(300_000);
      await data.write(text);
      await data.end();
      expect(await readAll(data)).toBe(`${text}got 300000`);
      expect(await error).toBe('');
      const other = await forwardConnection(spdy, servers.first);
      expect(await readAll(other.data)).toBe('bye');
      await other.data.write('still open');
      await other.data.end();
      expect(await other.error).toBe('');
      spdy.connection.destroy();
    });

    it('carries a hundred connections of one session beside each other', async () => {
      const spdy = await connect();
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const { data } = await forwardConnection(spdy, servers.echo);
          await data.write(`${String(index)} `);
          await data.end();
          return readAll(data);
        }),
      );
      expect(answers).toEqual(answers.map((_, index) => `${String(index)} got ${String(`${String(index)} `.length)}`));
      spdy.connection.destroy();
    });

    it('says on the error stream that nobody listens, and goes on', async () => {
      const spdy = await connect();
      const refused = await forwardConnection(spdy, NOBODY);
      expect(await refused.error).toMatch(/port 1 of pod .* nobody listens/);
      expect(await readAll(refused.data)).toBe('');
      const { data } = await forwardConnection(spdy, servers.echo);
      await data.write('fine', { last: true });
      expect(await readAll(data)).toBe('finegot 4');
      spdy.connection.destroy();
    });

    it('ends one connection that is reset, by either side, and no other', async () => {
      const spdy = await connect();
      const other = await forwardConnection(spdy, servers.echo);
      const reset = await forwardConnection(spdy, servers.reset);
      await reset.data.write('x');
      await expect(readAll(reset.data)).rejects.toThrow('reset');
      expect(await reset.error).toBe('');
      const left = await forwardConnection(spdy, servers.echo);
      left.data.reset();
      await other.data.write('fine', { last: true });
      expect(await readAll(other.data)).toBe('finegot 4');
      spdy.connection.destroy();
    });
  });

  it('reaches what listens on IPv6 alone', async () => {
    const spdy = await overSpdy();
    const { data } = await forwardConnection(spdy, servers.ipv6);
    await data.write('six', { last: true });
    expect(await readAll(data)).toBe('sixgot 3');
    spdy.connection.destroy();
  });

  it('reaches the host in a pod with its network', async () => {
    const host = await startPodServers();
    const config = podConfig(lab.daemon, 'host-network', {
      hostname: '',
      linux: { securityContext: { namespaceOptions: { network: NamespaceMode.NODE } } },
    });
    const { podSandboxId } = await lab.daemon.cri.runtime.RunPodSandbox({ config });
    const { spdy } = await connectSpdy(await url([], podSandboxId), { protocols: ['portforward.k8s.io'] });
    const { data } = await forwardConnection(spdy, host.echo);
    await data.write('host', { last: true });
    expect(await readAll(data)).toBe('hostgot 4');
    spdy.connection.destroy();
    await lab.daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await host.close();
  });

  it('lets a slow connection wait by itself', async () => {
    const spdy = await overSpdy();
    const deaf = await forwardConnection(spdy, servers.deaf);
    await deaf.data.write(Buffer.alloc(200_000));
    const { data } = await forwardConnection(spdy, servers.echo);
    await data.write('fine', { last: true });
    expect(await readAll(data)).toBe('finegot 4');
    spdy.connection.destroy();
  });

  it('refuses streams without a port or a partner', async () => {
    const spdy = await overSpdy();
    for (const headers of [{ streamType: 'data' }, { streamType: 'data', port: '0' }, { streamType: 'gossip', port: '80' }]) {
      const stream = await spdy.open(headers);
      await expect(readAll(stream)).rejects.toThrow('status 3');
    }
    spdy.connection.destroy();
  });

  describe('over WebSocket channels', () => {
    const texts = async (ws: WebSocketClient): Promise<Record<number, Buffer>> => {
      const all: Record<number, Buffer> = {};
      for await (const message of ws.messages()) {
        const channel = message[0] ?? -1;
        all[channel] = Buffer.concat([all[channel] ?? Buffer.alloc(0), message.subarray(1)]);
      }
      return all;
    };
    const little = (port: number): Buffer => Buffer.of(port & 0xff, port >> 8);

    it('has a pair of channels for each port, which begin with the port', async () => {
      const ws = await connectWebSocket(await url([servers.echo, NOBODY]), ['v5.channel.k8s.io']);
      await ws.send(Buffer.from('\0hello'));
      await ws.send(Buffer.of(255, 0));
      const all = await texts(ws);
      expect(all[0]).toEqual(Buffer.concat([little(servers.echo), Buffer.from('hellogot 5')]));
      expect(all[1]).toEqual(little(servers.echo));
      expect(all[2]).toEqual(little(NOBODY));
      expect(all[3]?.subarray(2).toString()).toMatch(/nobody listens/);
      expect([...(all[255] ?? [])].toSorted()).toEqual([0, 2, 3]);
    });

    it('takes the ports from the URL when the request named none, and ends with the other side', async () => {
      const ws = await connectWebSocket(`${await url()}?port=${String(servers.first)}`, ['v4.channel.k8s.io']);
      expect(await texts(ws)).toEqual({
        0: Buffer.concat([little(servers.first), Buffer.from('bye')]),
        1: little(servers.first),
      });
    });
  });

  it('refuses a pod that is not ready, and ports that are none', async () => {
    const { runtime } = lab.daemon.cri;
    const { podSandboxId } = await runtime.RunPodSandbox({ config: podConfig(lab.daemon, 'gone') });
    const late = await url([], podSandboxId);
    await runtime.StopPodSandbox({ podSandboxId });
    const { spdy } = await connectSpdy(late, { protocols: ['portforward.k8s.io'] });
    expect(await (await forwardConnection(spdy, 80)).error).toMatch(/is stopped; port-forward needs ready/);
    spdy.connection.destroy();
    const { FAILED_PRECONDITION, NOT_FOUND, INVALID_ARGUMENT } = status;
    expect((await failureOf(runtime.PortForward({ podSandboxId, port: [80] }))).code).toBe(FAILED_PRECONDITION);
    expect((await failureOf(runtime.PortForward({ podSandboxId: 'f'.repeat(64), port: [80] }))).code).toBe(NOT_FOUND);
    expect((await failureOf(runtime.PortForward({ podSandboxId: lab.podSandboxId, port: [0] }))).code).toBe(INVALID_ARGUMENT);
  });
});
