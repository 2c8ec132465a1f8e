import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNetworkBed, whyNoNetwork } from '../support/network-bed.ts';

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

describe.runIf(reason === undefined)('an installed configuration', () => {
  const configure = (subnet: string, name: string): void => {
    const ipam = { type: 'host-local', dataDir: join(bed.root, 'cache/addresses'), ranges: [[{ subnet }]] };
    const tuning = { type: 'tuning', sysctl: { 'net.ipv4.conf.eth0.arp_filter': '1' } };
    const list = { cniVersion: '1.0.0', name: 'test', plugins: [{ type: 'ptp', ipam }, tuning] };
    fs.writeFileSync(join(bed.root, 'conf', name), JSON.stringify(list));
  };

  it('is used as soon as it is there, and its pods can be removed when it is gone again', async () => {
    const network = bed.network();
    const first = await bed.attach(network);
    configure(`${bed.prefix}.253.0/24`, '10-test.conflist');
    const second = await bed.attach(network);
    configure(`${bed.prefix}.254.0/24`, '05-earlier.conflist');
    const third = await bed.attach(network);
    const subnets = [first, second, third].map(({ added }) => added.ips[0]?.split('.')[2]);
    expect(subnets).toEqual(['251', '253', '254']);
    expect(await bed.inPod(second.netns, ['cat', '/proc/sys/net/ipv4/conf/eth0/arp_filter'])).toBe('1\n');
    await network.check({ ...third, cni: third.added.cni });
    fs.rmSync(join(bed.root, 'conf'), { recursive: true });
    await bed.detach(network, [first, second, third]);
    expect(await bed.inPod(third.netns, ['ip', '-o', 'link'])).not.toContain('eth0');
  });

  it('frees the address of a pod whose pin is only a file any more, as after a reboot', async () => {
    const network = bed.network();
    configure(`${bed.prefix}.253.0/24`, '10-test.conflist');
    const pod = await bed.attach(network);
    await bed.host.sys.umount(pod.netns);
    await bed.detach(network, [pod]);
  });

  it('is not ready while it names a plugin that is not installed, and says which', async () => {
    fs.writeFileSync(
      join(bed.root, 'conf/10.conf'),
      JSON.stringify({ cniVersion: '1.0.0', name: 'test', type: 'no-such-plugin' }),
    );
    const network = bed.network();
    const { ready, message } = await network.readiness();
    expect(ready).toBe(false);
    expect(message).toContain('network plugin no-such-plugin is not installed (looked in /opt/cni/bin');
    const pod = await bed.makePod();
    await expect(network.add(pod)).rejects.toMatchObject({ code: 'failed-precondition' });
    await network.remove(pod);
  });

  it("passes a plugin's own words on", async () => {
    const macvlan = { cniVersion: '1.0.0', name: 'test', type: 'macvlan', master: 'nowhere0' };
    fs.writeFileSync(join(bed.root, 'conf/10.conf'), JSON.stringify(macvlan));
    const network = bed.network();
    const pod = await bed.makePod();
    await expect(network.add(pod)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'network plugin macvlan failed to ADD network test: Link not found',
    });
    // It cannot DEL for the same reason: that must not hold the pod up, and is tried again at the next start.
    await network.remove(pod);
    expect(await network.collectLeftovers(new Set())).toEqual([]);
    fs.rmSync(join(bed.root, 'conf/10.conf'));
    fs.writeFileSync(join(bed.root, 'cache/attachments', `${pod.id}.json`), '{"id": "cut short');
    expect(await network.collectLeftovers(new Set())).toEqual([pod.id]);
  });
});
