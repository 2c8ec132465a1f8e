import * as fs from 'node:fs';
import * as net from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPodNetwork } from '../../runtime/network/create-pod-network.ts';
import type { PodNetworkResult } from '../../runtime/network/pod-network.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';
import { expectNoLeaksSoon, takeSnapshot } from '../support/leak-check.ts';
import { fetchFrom, freePort, serve, servedTo } from '../support/pod-servers.ts';
import { createNetworkBed, whyNoNetwork, type Pod } from '../support/network-bed.ts';

const reason = whyNoNetwork();
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const bed = createNetworkBed();
const { host, inPod } = bed;
beforeEach(() => {
  bed.start();
});
afterEach(() => bed.end());
afterAll(() => {
  if (reason === undefined) bed.dispose();
});

describe.runIf(reason === undefined)('the built-in network', () => {
  it('gives a pod an address, and takes it back', async () => {
    const network = bed.network();
    expect(await network.readiness()).toEqual({ ready: true, message: '' });
    const pod = await bed.attach(network);
    expect(pod.added.ips).toEqual([expect.stringMatching(`^${bed.prefix}\\.251\\.\\d+$`)]);
    expect(await inPod(pod.netns, ['ip', '-o', '-4', 'addr', 'show', 'eth0'])).toContain(`${String(pod.added.ips[0])}/24`);
    await network.check({ ...pod, cni: pod.added.cni });
    await bed.detach(network, [pod]);
    expect(takeSnapshot(bed.scope).addresses).toEqual([]);
    expect(fs.readdirSync(join(bed.root, 'cache/attachments'))).toEqual([]);
  });

  it('notices a pod whose interface is not as it was made', async () => {
    const network = bed.network();
    const pod = await bed.attach(network);
    await inPod(pod.netns, ['ip', 'addr', 'flush', 'dev', 'eth0']);
    await expect(network.check({ ...pod, cni: pod.added.cni })).rejects.toMatchObject({ code: 'unavailable' });
    await bed.detach(network, [pod]);
  });

  it('lets pods reach the machine and each other', async () => {
    const network = bed.network();
    const [one, other] = [await bed.attach(network), await bed.attach(network)];
    const gateway = `${bed.prefix}.251.1`;
    await listening(gateway, async (port) => {
      expect(await inPod(one.netns, ['sh', '-c', `echo hello | timeout 5 busybox nc ${gateway} ${port}`])).toBe('heard hello\n');
    });
    expect(await servedTo(host, one.netns, { netns: other.netns, address: String(other.added.ips[0]) })).toBe('served\n');
    await bed.detach(network, [one, other]);
  });

  it("reaches machines that do not know the pods' subnet", async () => {
    const network = bed.network();
    const pod = await bed.attach(network);
    await bed.outside(async (netns, [address]) => {
      expect(await servedTo(host, pod.netns, { netns, address })).toBe('served\n');
    });
    await bed.detach(network, [pod]);
  });

  it('publishes a port on the machine', async () => {
    const network = bed.network();
    const port = await freePort();
    const pod = await bed.attach(network, [{ protocol: 'TCP', containerPort: 7, hostPort: port, hostIp: '' }]);
    const server = await serve(host, pod.netns);
    expect(await fetchFrom('127.0.0.1', port)).toBe('served\n');
    await server.exited;
    await bed.detach(network, [pod]);
  });

  it('serves many pods at once on a bridge that is not there yet', async () => {
    bed.dispose();
    const network = bed.network();
    const all = await Promise.all(Array.from({ length: 12 }, () => bed.attach(network)));
    expect(new Set(all.map(({ added }) => added.ips[0])).size).toBe(12);
    await bed.detach(network, all);
  });

  it('says that no address is left, and serves again after one is freed', async () => {
    const network = bed.network({ builtIn: { bridge: bed.bridge, subnet: `${bed.prefix}.251.0/29` } });
    bed.dispose();
    const all = [];
    for (let count = 0; count < 5; count++) all.push(await bed.attach(network));
    const late = await bed.makePod();
    await expect(network.add(late)).rejects.toMatchObject({
      code: 'resource-exhausted',
      message: expect.stringContaining(`all 5 of ${bed.prefix}.251.0/29 are in use`) as string,
    });
    await network.remove(late);
    await bed.detach(network, all.splice(0, 1));
    all.push(await bed.attach(network));
    await bed.detach(network, all);
    bed.dispose();
  });

  it('removes a pod whose namespace is gone, twice, and one that was never added', async () => {
    const network = bed.network();
    const pod = await bed.attach(network);
    await bed.letGo(pod);
    await network.remove({ ...pod, cni: pod.added.cni });
    await network.remove({ ...pod, cni: pod.added.cni });
    await network.remove(pod);
    await network.remove(await bed.makePod());
  });

  it('collects what pods left that no record knows, and leaves the others alone', async () => {
    const first = bed.network();
    const [kept, noted, unnoted] = [await bed.attach(first), await bed.attach(first), await bed.attach(first)];
    fs.rmSync(join(bed.root, 'cache/attachments', `${unnoted.id}.json`));
    await bed.letGo(unnoted);
    const network = bed.network();
    expect(new Set(await network.collectLeftovers(new Set([kept.id])))).toEqual(new Set([noted.id, unnoted.id]));
    expect(await inPod(kept.netns, ['ip', '-o', 'link'])).toContain('eth0');
    expect(await inPod(noted.netns, ['ip', '-o', 'link'])).not.toContain('eth0');
    expect(await network.collectLeftovers(new Set([kept.id]))).toEqual([]);
    await bed.detach(network, [kept]);
  });

  it('says what the kernel refuses: an interface of the name of its bridge that is no bridge', async () => {
    bed.dispose();
    await host.exec(['ip', 'link', 'add', bed.bridge, 'type', 'veth']);
    const network = bed.network();
    const pod = await bed.makePod();
    await expect(network.add(pod)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`to bridge ${bed.bridge}`) as string,
    });
    await network.remove(pod);
    await bed.letGo(pod);
    await host.exec(['ip', 'link', 'del', bed.bridge]);
  });

  it('is whole again when somebody took its bridge away, or a daemon died before that had its address', async () => {
    const network = bed.network();
    const [first] = [await bed.attach(network)];
    await bed.detach(network, [first]);
    await host.exec(['ip', 'link', 'del', bed.bridge]);
    await host.exec(['ip', 'link', 'add', bed.bridge, 'type', 'bridge']);
    const pod = await bed.attach(network);
    const gateway = `${bed.prefix}.251.1`;
    await listening(gateway, async (port) => {
      expect(await inPod(pod.netns, ['sh', '-c', `echo hello | timeout 5 busybox nc ${gateway} ${port}`])).toBe('heard hello\n');
    });
    await bed.detach(network, [pod]);
  });

  it('leaves nothing when any call fails', async () => {
    const failing = createFailingHost(host);
    const network = createPodNetwork({ ...bed.options(), host: failing });
    let pod: Pod | undefined;
    let added: PodNetworkResult | undefined;
    const act = async (): Promise<void> => {
      pod = await bed.makePod();
      added = undefined;
      added = await network.add(pod);
    };
    const clear = async (): Promise<void> => {
      if (pod === undefined) return;
      await network.remove({ ...pod, ...(added === undefined ? {} : { cni: added.cni }) });
      await bed.letGo(pod);
    };
    const check = async (): Promise<void> => {
      await clear();
      await expectNoLeaksSoon(bed.before, bed.scope);
    };
    // The first pod pays for what all share; the sweep looks at later ones.
    await act();
    await clear();
    const calls = await sweep(act, { host: failing, clear, check });
    // How often it looks for plugins depends on how many directories there are to look in.
    const acts = calls.map((call) => call.split(' ')[0]).filter((name) => name !== 'files.exists');
    const built = ['sys.netlink', 'files.write', 'files.write', 'sys.netlink', 'sys.netlink', 'sys.netlink'];
    expect(acts).toEqual(['files.modifiedNs', 'files.write', ...built]);
  });

  it('can be told to stop at any moment: nothing runs on, and what was made goes', async () => {
    const network = bed.network();
    const reason = new Error('the caller went away');
    for (const afterMs of [1, 4, 8, 12, 16]) {
      const pod = await bed.makePod();
      const abort = new AbortController();
      const timer = setTimeout(() => {
        abort.abort(reason);
      }, afterMs);
      await network.add({ ...pod, signal: abort.signal }).catch((error: unknown) => {
        expect(error).toBe(reason);
      });
      clearTimeout(timer);
      await network.remove(pod);
      await bed.letGo(pod);
    }
  });

  it('says what it costs', async () => {
    const network = bed.network();
    const times: { add: number; remove: number }[] = [];
    for (let round = 0; round < 10; round++) {
      const pod = await bed.makePod();
      const start = performance.now();
      const { cni } = await network.add(pod);
      const added = performance.now();
      await network.remove({ ...pod, cni });
      times.push({ add: added - start, remove: performance.now() - added });
      await bed.letGo(pod);
    }
    const [add, remove] = [median(times.map((time) => time.add)), median(times.map((time) => time.remove))];
    console.log(`ADD ${add.toFixed(1)} ms, DEL ${remove.toFixed(1)} ms (medians of ${times.length})`);
    expect(add).toBeLessThan(500);
  });
});

/** A server of this process that answers what it heard. */
async function listening(address: string, act: (port: number) => Promise<void>): Promise<void> {
  const server = net.createServer((socket) => {
    socket.once('data', (data) => socket.end(`heard ${String(data)}`));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  try {
    await act((server.address() as net.AddressInfo).port);
  } finally {
    server.close();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
