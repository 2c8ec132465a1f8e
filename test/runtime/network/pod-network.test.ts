import { describe, expect, it } from 'vitest';
import { newSandboxId } from '../../../runtime/base/ids.ts';
import { createLogger } from '../../../runtime/base/logger.ts';
import { createPodNetwork } from '../../../runtime/network/create-pod-network.ts';
import { createScriptedHost } from '../../support/scripted-host.ts';

const ROUTES = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n';
const metadata = { name: 'web', uid: 'u', namespace: 'default', attempt: 0 };

/** A machine with plugins that succeed, and no configuration installed. */
function machine(files: Record<string, string> = {}, builtIn: { bridge: string; subnet?: string } = { bridge: 'own0' }) {
  const host = createScriptedHost({
    '/proc/net/route': ROUTES,
    '/proc/sys/net/ipv4/ip_forward': '0\n',
    '/bin/cni/portmap': '',
    '/run/pod/netns': '',
    ...files,
  });
  host.program(['iptables'], {});
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', write: (line) => void lines.push(line), now: () => new Date(0) });
  const network = createPodNetwork({
    host,
    log,
    confDir: '/etc/cni/net.d',
    binDirs: ['/bin/cni'],
    cacheDir: '/var/cni',
    builtIn,
  });
  const pod = { id: newSandboxId(), netns: '/run/pod/netns', metadata, portMappings: [] };
  const ran = (program: string): number => host.ran.filter((argv) => argv[0].endsWith(program)).length;
  return { host, network, lines, pod, ran };
}

/** What makes a machine one with a network of its owner's. */
const INSTALLED = { '/etc/cni/net.d/10.conf': '{"cniVersion": "1.0.0", "name": "n", "type": "ptp"}', '/bin/cni/ptp': '' };

describe('the built-in network', () => {
  it('keeps its subnet once it is chosen', async () => {
    const { host, network, pod } = machine();
    const { cni } = await network.add(pod);
    expect(cni.confList).toContain('10.88.0.0/16');
    const kept = await host.files.readText('/var/cni/default-network.json');
    const later = machine({ '/var/cni/default-network.json': kept.replaceAll('10.88', '10.99') });
    expect((await later.network.add(later.pod)).cni.confList).toContain('10.99.0.0/16');
    const configured = machine({ '/var/cni/default-network.json': kept }, { bridge: 'other0' });
    expect((await configured.network.add(configured.pod)).cni.confList).toContain('other0');
  });

  it('makes its rules once, and looks for them again after a while', async () => {
    const { host, network, pod, ran } = machine();
    host.program(['iptables', '*', '*', '*', '*', '-C'], { exitCode: 1 });
    await Promise.all([network.add(pod), network.add({ ...pod, id: newSandboxId() })]);
    expect(await host.files.readText('/proc/sys/net/ipv4/ip_forward')).toBe('1');
    expect(ran('iptables')).toBe(6);
    await network.add(pod);
    expect(ran('iptables')).toBe(6);
    await host.clock.advance(61_000);
    host.program(['iptables', '*', '*', '*', '*', '-C'], {});
    await network.add(pod);
    await host.clock.advance(0);
    expect(ran('iptables')).toBe(9);
  });

  it('serves without iptables, and says what does not work then', async () => {
    const { host, network, pod, lines } = machine();
    host.program(['iptables'], { exitCode: 3, stderr: 'no such table' });
    expect((await network.add(pod)).ips).toEqual(['10.88.0.2']);
    expect(lines.join('')).toContain('pods may not reach other machines: iptables failed: no such table');
  });

  it('needs no plugins, but the one that publishes ports', async () => {
    const { host, network, pod } = machine();
    await host.files.remove('/bin/cni/portmap');
    expect(await network.readiness()).toEqual({ ready: true, message: '' });
    const { ips, cni } = await network.add(pod);
    expect(ips).toEqual(['10.88.0.2']);
    await network.remove({ ...pod, cni });
    expect(host.ran.filter(([program]) => program !== 'iptables')).toEqual([]);
    const portMappings = [{ protocol: 'TCP', containerPort: 80, hostPort: 8080, hostIp: '' }] as const;
    await expect(network.add({ ...pod, portMappings })).rejects.toThrow(/portmap is not installed/);
  });

  it('hands a pod its address by a file, and gives the next pod another one', async () => {
    const { host, network, pod } = machine();
    const other = { ...pod, id: newSandboxId() };
    const { cni } = await network.add(pod);
    expect(await host.files.readText('/var/cni/addresses/slipway/10.88.0.2')).toBe(`${pod.id}\r\neth0`);
    expect(JSON.parse(cni.result)).toMatchObject({
      ips: [{ version: '4', interface: 2, address: '10.88.0.2/16', gateway: '10.88.0.1' }],
      interfaces: [{ name: 'own0' }, { name: `veth${pod.id.slice(0, 8)}` }, { name: 'eth0', mac: '0a:58:0a:58:00:02' }],
    });
    await network.remove({ ...pod, cni });
    expect((await network.add(other)).ips).toEqual(['10.88.0.3']);
    expect(host.paths().filter((path) => /slipway\/10/.test(path))).toEqual(['/var/cni/addresses/slipway/10.88.0.3']);
  });

  it('is not ready where every private subnet is in use', async () => {
    const taken = ['0000000A\t\t1\t0\t0\t0\t000000FF', '000010AC\t\t1\t0\t0\t0\t0000F0FF', '0000A8C0\t\t1\t0\t0\t0\t0000FFFF'];
    const routes = ROUTES + taken.map((columns) => `eth0\t${columns.replace('\t\t', '\t0\t')}\n`).join('');
    const { network } = machine({ '/proc/net/route': routes });
    expect(await network.readiness()).toMatchObject({
      ready: false,
      message: expect.stringContaining('overlaps a route') as string,
    });
  });
});

describe('the bridge of the built-in network', () => {
  const OTHER = { '/sys/class/net/own0/ifalias': '/root/of/another\n', '/root/of/another/state.db': '' };
  const ROUTE = `${ROUTES}own0\t0000580A\t0\t1\t0\t0\t0\t0000FFFF\t0\t0\t0\n`;

  it('is marked by its first pod, so that other daemons keep away from it', async () => {
    const { host, network, pod } = machine({ '/sys/class/net/own0/ifalias': '\n' });
    await network.add(pod);
    expect(await host.files.readText('/sys/class/net/own0/ifalias')).toBe('/var/cni');
  });

  it('is another one, with another subnet, where the preferred one belongs to another daemon', async () => {
    const { network, pod } = machine({ ...OTHER, '/proc/net/route': ROUTE });
    const { cni } = await network.add(pod);
    expect(cni.confList).toContain('"bridge":"own1"');
    expect(cni.confList).toContain('10.89.0.0/16');
  });

  it('is the preferred one, as it is, when its daemon is gone', async () => {
    const { network, pod } = machine({ '/sys/class/net/own0/ifalias': '/root/of/another\n', '/proc/net/route': ROUTE });
    const { cni } = await network.add(pod);
    expect(cni.confList).toContain('"bridge":"own0"');
    expect(cni.confList).toContain('10.88.0.0/16');
  });

  it('is given up when another daemon has taken it meanwhile', async () => {
    const first = machine();
    await first.network.add(first.pod);
    const kept = await first.host.files.readText('/var/cni/default-network.json');
    const { network, pod } = machine({ ...OTHER, '/proc/net/route': ROUTE, '/var/cni/default-network.json': kept });
    expect((await network.add(pod)).cni.confList).toContain('"bridge":"own1"');
  });

  it('is another one where the preferred one has another subnet than is asked for', async () => {
    const { network, pod } = machine({ '/proc/net/route': ROUTE }, { bridge: 'own0', subnet: '10.7.0.0/24' });
    expect((await network.add(pod)).cni.confList).toContain('"bridge":"own1"');
    const same = machine({ '/proc/net/route': ROUTE }, { bridge: 'own0', subnet: '10.88.0.0/16' });
    expect((await same.network.add(same.pod)).cni.confList).toContain('"bridge":"own0"');
  });

  it('keeps to the length that the kernel allows', async () => {
    const { network, pod } = machine(
      { ...OTHER, '/sys/class/net/fifteen-letters/ifalias': '/root/of/another' },
      { bridge: 'fifteen-letters' },
    );
    expect((await network.add(pod)).cni.confList).toContain('"bridge":"fifteen-letter1"');
    const wrong = machine({}, { bridge: 'sixteen-letters0' });
    expect(await wrong.network.readiness()).toMatchObject({
      ready: false,
      message: expect.stringContaining('not the name of a bridge') as string,
    });
  });
});

describe('remove', () => {
  it('runs nothing for a pod that was never added', async () => {
    const { network, pod, host } = machine();
    await network.remove(pod);
    expect(host.ran).toEqual([]);
  });

  it('clears what a failed ADD may have left, with the configuration of that ADD', async () => {
    const { network, pod, host } = machine(INSTALLED);
    host.program(['ptp'], { exitCode: 1, stdout: '{"code": 100, "msg": "no"}' });
    await expect(network.add(pod)).rejects.toThrow('no');
    await host.files.remove('/etc/cni/net.d/10.conf');
    host.program(['ptp'], {});
    await network.remove(pod);
    expect(host.ran.map(([program]) => program)).toEqual(['/bin/cni/ptp', '/bin/cni/ptp']);
    expect(host.paths().filter((path) => path.startsWith('/var/cni/attachments/'))).toEqual([]);
  });

  it('throws when a network that was made cannot be cleared, and keeps the note', async () => {
    const { network, pod, host } = machine(INSTALLED);
    host.program(['ptp'], { stdout: JSON.stringify({ ips: [{ address: '10.88.0.2/16' }] }) });
    const { cni } = await network.add(pod);
    host.program(['ptp'], { exitCode: 1, stdout: '{"code": 100, "msg": "locked"}' });
    await expect(network.remove({ ...pod, cni })).rejects.toMatchObject({ code: 'unavailable' });
    expect(host.paths()).toContain(`/var/cni/attachments/${pod.id}.json`);
  });

  it('lets a pod go whose network could neither be made nor cleared, and tries again when leftovers are collected', async () => {
    const { network, pod, host, lines } = machine(INSTALLED);
    host.program(['ptp'], { exitCode: 1, stdout: '{"code": 100, "msg": "agent is down"}' });
    await expect(network.add(pod)).rejects.toThrow('agent is down');
    await network.remove(pod);
    expect(lines.join('')).toContain('agent is down');
    expect(await network.collectLeftovers(new Set())).toEqual([]);
    host.program(['ptp'], {});
    expect(await network.collectLeftovers(new Set([pod.id]))).toEqual([]);
    expect(await network.collectLeftovers(new Set())).toEqual([pod.id]);
    expect(await network.collectLeftovers(new Set())).toEqual([]);
  });

  it('finds a pod by its address alone', async () => {
    const { network, host } = machine();
    const id = newSandboxId();
    await host.files.makeDirectory('/var/cni/addresses/slipway');
    await host.files.write('/var/cni/addresses/slipway/10.88.0.9', `${id}\r\neth0`);
    await host.files.write('/var/cni/addresses/slipway/last_reserved_ip.0', '10.88.0.9');
    expect(await network.collectLeftovers(new Set())).toEqual([id]);
    expect(host.paths()).not.toContain('/var/cni/addresses/slipway/10.88.0.9');
  });
});

describe('add', () => {
  it('refuses a network that gives no address', async () => {
    const { network, pod, host } = machine(INSTALLED);
    host.program(['ptp'], { stdout: '{}' });
    await expect(network.add(pod)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('no address') as string,
    });
  });
});

describe('the pod network of a cluster', () => {
  const FORWARDING = {
    '/proc/sys/net/ipv6/conf/all/forwarding': '0\n',
    '/proc/sys/net/ipv6/conf/all/accept_ra': '1\n',
    '/proc/sys/net/ipv6/conf/eth0/accept_ra': '1\n',
    '/proc/sys/net/ipv6/conf/lo/accept_ra': '0\n',
  };

  it('is that of the built-in network from then on, and after a restart', async () => {
    const { host, network, pod } = machine({}, { bridge: 'own0', subnet: '10.7.0.0/24' });
    expect((await network.add(pod)).ips[0]).toMatch(/^10\.7\.0\./);
    await network.setPodCidr('10.244.3.0/24');
    expect((await network.add({ ...pod, id: newSandboxId() })).ips[0]).toMatch(/^10\.244\.3\./);
    const kept = await host.files.readText('/var/cni/pod-cidrs.json');
    const later = machine({ '/var/cni/pod-cidrs.json': kept }, { bridge: 'own0', subnet: '10.7.0.0/24' });
    expect((await later.network.add(later.pod)).ips[0]).toMatch(/^10\.244\.3\./);
  });

  it('stays what it is when nothing, or something wrong is said', async () => {
    const { network, pod } = machine({}, { bridge: 'own0', subnet: '10.7.0.0/24' });
    await network.setPodCidr('');
    await expect(network.setPodCidr('10.244.3.0')).rejects.toMatchObject({ code: 'invalid-argument' });
    expect((await network.add(pod)).ips[0]).toMatch(/^10\.7\.0\./);
  });

  it('may be of both families: pods have an address of each, and packets of each are forwarded', async () => {
    const { host, network, pod } = machine(FORWARDING);
    host.program(['iptables', '*', '*', '*', '*', '-C'], { exitCode: 1 });
    host.program(['ip6tables'], {});
    host.program(['ip6tables', '*', '*', '*', '*', '-C'], { exitCode: 1 });
    await network.setPodCidr('10.244.3.0/24,fd00:3::/64');
    expect((await network.add(pod)).ips).toEqual(['10.244.3.2', 'fd00:3::2']);
    expect(host.ran.filter(([program, ...rest]) => program === 'ip6tables' && rest.includes('fd00:3::/64'))).toHaveLength(2);
    expect(await host.files.readText('/proc/sys/net/ipv6/conf/all/forwarding')).toBe('1');
  });

  it("leaves a machine that forwards IPv6 its own routes from routers' advertisements", async () => {
    const { host, network, pod } = machine(FORWARDING);
    host.program(['ip6tables'], {});
    await network.setPodCidr('fd00:3::/64');
    await network.add(pod);
    expect(await host.files.readText('/proc/sys/net/ipv6/conf/eth0/accept_ra')).toBe('2');
    expect(await host.files.readText('/proc/sys/net/ipv6/conf/lo/accept_ra')).toBe('0\n');
  });

  it('is told to plugins that ask for ranges', async () => {
    const conf = { cniVersion: '1.0.0', name: 'n', plugins: [{ type: 'ptp', capabilities: { ipRanges: true } }] };
    const { host, network, pod } = machine({ '/etc/cni/net.d/10.conflist': JSON.stringify(conf), '/bin/cni/ptp': '' });
    const inputs: string[] = [];
    host.program(['ptp'], (_, { stdin = '' }) => {
      inputs.push(String(stdin));
      return { stdout: JSON.stringify({ ips: [{ address: '10.244.3.9/24' }] }) };
    });
    await network.setPodCidr('10.244.3.0/24');
    await network.add(pod);
    expect(inputs[0]).toContain('"ipRanges":[[{"subnet":"10.244.3.0/24"}]]');
  });

  it('is forgotten when its file is not what was written, with a warning', async () => {
    const { network, pod, lines } = machine({ '/var/cni/pod-cidrs.json': '{"podC' }, { bridge: 'own0', subnet: '10.7.0.0/24' });
    expect((await network.add(pod)).ips[0]).toMatch(/^10\.7\.0\./);
    expect(lines.join()).toContain('pod-cidrs.json');
  });
});
