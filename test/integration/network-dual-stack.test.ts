import { join } from 'node:path';
import * as fs from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropBridge } from '../support/clear-machine.ts';
import { createNetworkBed, whyNoNetwork } from '../support/network-bed.ts';
import { freePort, serve, servedTo, fetchFrom } from '../support/pod-servers.ts';

const reason = whyNoNetwork() ?? (fs.existsSync('/proc/net/if_inet6') ? undefined : 'this kernel has no IPv6');
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const bed = createNetworkBed();
const { host, inPod } = bed;
const subnet6 = `${bed.prefix6}251::/64`;
const both = () => bed.network({ builtIn: { bridge: bed.bridge, subnet: `${bed.prefix}.251.0/24,${subnet6}` } });
beforeEach(() => {
  bed.start();
});
afterEach(() => bed.end());
afterAll(() => {
  if (reason === undefined) bed.dispose();
});

describe.runIf(reason === undefined)('the built-in network with a subnet of each family', () => {
  it('gives a pod an address of each, which it can use at once, and takes both back', async () => {
    const network = both();
    const pod = await bed.attach(network);
    const [ipv4 = '', ipv6 = ''] = pod.added.ips;
    expect([ipv4.startsWith(`${bed.prefix}.251.`), ipv6.startsWith(`${bed.prefix6}251::`)]).toEqual([true, true]);
    const shown = await inPod(pod.netns, ['ip', '-o', '-6', 'addr', 'show', 'eth0', 'scope', 'global']);
    expect(shown).toContain(`${ipv6}/64`);
    expect(shown).not.toContain('tentative');
    expect(await inPod(pod.netns, ['ip', '-6', 'route', 'show', 'default'])).toContain(`via ${bed.prefix6}251::1`);
    await network.check({ ...pod, cni: pod.added.cni });
    await bed.detach(network, [pod]);
    const left = fs.readdirSync(join(bed.root, 'cache/addresses/slipway')).filter((name) => !name.startsWith('last_'));
    expect(left).toEqual([]);
  });

  it('notices a pod that has lost the second one', async () => {
    const network = both();
    const pod = await bed.attach(network);
    await inPod(pod.netns, ['ip', '-6', 'addr', 'flush', 'dev', 'eth0', 'scope', 'global']);
    await expect(network.check({ ...pod, cni: pod.added.cni })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(String(pod.added.ips[1])) as string,
    });
    await bed.detach(network, [pod]);
  });

  it('lets pods reach each other, and machines that do not know the way back, by IPv6', async () => {
    const network = both();
    const [one, other] = [await bed.attach(network), await bed.attach(network)];
    expect(await servedTo(host, one.netns, { netns: other.netns, address: String(other.added.ips[1]) })).toBe('served\n');
    await bed.outside(async (netns, [, address]) => {
      expect(await servedTo(host, one.netns, { netns, address })).toBe('served\n');
    });
    await bed.detach(network, [one, other]);
  });

  it('publishes a port on an IPv6 address of the machine', async () => {
    const network = both();
    const port = await freePort();
    const pod = await bed.attach(network, [{ protocol: 'TCP', containerPort: 7, hostPort: port, hostIp: '' }]);
    const server = await serve(host, pod.netns);
    expect(await fetchFrom(`${bed.prefix6}251::1`, port)).toBe('served\n');
    await server.exited;
    await bed.detach(network, [pod]);
  });

  it('serves pods of IPv6 alone', async () => {
    bed.dispose();
    const network = bed.network({ builtIn: { bridge: bed.bridge, subnet: subnet6 } });
    const [one, other] = [await bed.attach(network), await bed.attach(network)];
    expect(one.added.ips).toHaveLength(1);
    expect(await servedTo(host, one.netns, { netns: other.netns, address: String(other.added.ips[0]) })).toBe('served\n');
    await bed.detach(network, [one, other]);
  });

  it("takes a cluster's subnets while pods run, which keep what they have and are still reached", async () => {
    bed.dispose();
    const network = bed.network();
    const old = await bed.attach(network);
    await network.setPodCidr(`${bed.prefix}.249.0/24,${subnet6}`);
    const later = await bed.attach(network);
    expect(later.added.ips.map((ip) => ip.slice(0, ip.length - 1))).toEqual([`${bed.prefix}.249.`, `${bed.prefix6}251::`]);
    expect(await servedTo(host, later.netns, { netns: old.netns, address: String(old.added.ips[0]) })).toBe('served\n');
    await network.check({ ...old, cni: old.added.cni });
    await bed.detach(network, [old, later]);
    bed.dispose();
    dropBridge(String(/"bridge":"([^"]+)/.exec(later.added.cni.confList)?.[1]));
  });
});
