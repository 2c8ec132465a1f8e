import { execFileSync } from 'node:child_process';
import * as dgram from 'node:dgram';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PortMapping } from '../../runtime/base/pod-sandbox.ts';
import { fetchFrom } from '../support/pod-servers.ts';
import { createNetworkBed, whyNoNetwork, type Pod } from '../support/network-bed.ts';

const reason = whyNoNetwork();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const bed = createNetworkBed();
beforeEach(() => {
  bed.start();
});
afterEach(() => bed.end());
afterAll(() => {
  if (reason === undefined) bed.dispose();
});

/** Of this process alone, like the bed's own ranges. */
const RANGE6 = `fd00:${(process.pid % 0xffff).toString(16)}::/64`;

/** A bridge with addresses of both families, published ports and shaped traffic. */
function configure(): void {
  const ranges = [[{ subnet: `${bed.prefix}.252.0/24` }], [{ subnet: RANGE6 }]];
  const ipam = { type: 'host-local', dataDir: join(bed.root, 'cache/addresses'), ranges };
  const plugins = [
    { type: 'bridge', bridge: bed.bridge, isGateway: true, hairpinMode: true, ipam },
    { type: 'portmap', capabilities: { portMappings: true }, snat: true },
    { type: 'bandwidth', capabilities: { bandwidth: true } },
  ];
  fs.writeFileSync(join(bed.root, 'conf/10.conflist'), JSON.stringify({ cniVersion: '1.0.0', name: 'chain', plugins }));
}

const SERVERS = {
  TCP: "require('node:net').createServer((socket) => socket.end('served')).listen(7)",
  UDP: "const s = require('node:dgram').createSocket('udp4'); s.on('message', (_, from) => s.send('served', from.port, from.address)); s.bind(7)",
};

/** Answers each who connects, or sends a packet, until `act` is done. */
async function serving<T>(pod: Pod, protocol: keyof typeof SERVERS, act: () => Promise<T>): Promise<T> {
  const argv = ['nsenter', `--net=${pod.netns}`, process.execPath, '-e', SERVERS[protocol]] as const;
  const server = await bed.host.spawnPiped(argv, { pipeCount: 0 });
  try {
    return await act();
  } finally {
    bed.host.sys.kill(server.pid, 9);
    await server.exited;
  }
}

/** Sends until an answer comes. */
async function answered(address: string, port: number): Promise<string> {
  const socket = dgram.createSocket('udp4');
  try {
    return await new Promise<string>((resolve, reject) => {
      let left = 100;
      const timer = setInterval(() => {
        if (--left > 0) socket.send('hello', port, address);
        else resolve('');
      }, 20);
      socket.once('message', (text) => {
        clearInterval(timer);
        resolve(String(text));
      });
      socket.once('error', reject);
    });
  } finally {
    socket.close();
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.runIf(reason === undefined)('a chain of plugins', () => {
  it('gives a pod an address of each family, which CHECK watches and DEL takes back', async () => {
    configure();
    const network = bed.network();
    const pod = await bed.attach(network);
    const [four = '', six = '', ...others] = pod.added.ips;
    expect([net.isIPv4(four), net.isIPv6(six), others]).toEqual([true, true, []]);
    const seen = await bed.inPod(pod.netns, ['ip', '-o', 'addr', 'show', 'dev', 'eth0']);
    expect(seen).toContain(` ${four}/24 `);
    expect(seen).toContain(` ${six}/64 `);
    const check = (): Promise<void> => network.check({ ...pod, cni: pod.added.cni });
    await check();
    await bed.inPod(pod.netns, ['ip', 'addr', 'del', `${six}/64`, 'dev', 'eth0']);
    await expect(check()).rejects.toMatchObject({ code: 'unavailable' });
    await bed.detach(network, [pod]);
    expect(
      fs.readdirSync(join(bed.root, 'cache/addresses/chain')).filter((name) => name === four || name.startsWith('fd00')),
    ).toEqual([]);
  });

  it('publishes a port on one address of the machine, for its own protocol', async () => {
    configure();
    const network = bed.network();
    const gateway = `${bed.prefix}.252.1`;
    const mapping = (protocol: PortMapping['protocol'], hostPort: number): PortMapping => ({
      protocol,
      containerPort: 7,
      hostPort,
      hostIp: gateway,
    });
    const [tcp, udp] = [await freePort(), await freePort()];
    const pod = await bed.attach(network, [mapping('TCP', tcp), mapping('UDP', udp)]);
    await serving(pod, 'TCP', async () => {
      expect(await fetchFrom(gateway, tcp)).toBe('served');
      expect(await fetchFrom('127.0.0.1', tcp, 1)).toBe('');
      expect(await fetchFrom(gateway, udp, 1)).toBe('');
    });
    expect(await serving(pod, 'UDP', () => answered(gateway, udp))).toBe('served');
    // No CHECK: portmap (as of 1.1) looks for a rule of IPv6, too, where the port is on an address of IPv4.
    await bed.detach(network, [pod]);
    expect(await fetchFrom(gateway, tcp, 1)).toBe('');
  });

  it('shapes the traffic of a pod as its annotations say', async () => {
    configure();
    const network = bed.network();
    const annotations = { 'kubernetes.io/ingress-bandwidth': '3M' };
    const plain = await bed.makePod();
    const pod = { ...plain, annotations };
    const { cni } = await network.add(pod);
    const { interfaces } = JSON.parse(cni.result) as { interfaces: { name: string; sandbox?: string }[] };
    const veth = interfaces.find(({ name, sandbox }) => name !== bed.bridge && (sandbox ?? '') === '')?.name ?? '';
    expect(execFileSync('tc', ['qdisc', 'show', 'dev', veth], { encoding: 'utf8' })).toMatch(/qdisc tbf .* rate 3Mbit /);
    await network.check({ ...pod, cni });
    await network.remove({ ...pod, cni });
  });
});
