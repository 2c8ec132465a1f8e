import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../runtime/base/logger.ts';
import type { ExecOptions } from '../../../runtime/host/exec.ts';
import type { Argv } from '../../../runtime/host/start-program.ts';
import { capabilityArgs, cniArgs } from '../../../runtime/network/capability-args.ts';
import { parseConfiguration } from '../../../runtime/network/configuration.ts';
import { addChain, checkChain, deleteChain } from '../../../runtime/network/plugin-chain.ts';
import { addressesOf } from '../../../runtime/network/plugin-result.ts';
import { createPlugins, type Attachment } from '../../../runtime/network/run-plugin.ts';
import { createScriptedHost } from '../../support/scripted-host.ts';

const attachment: Attachment = { containerId: 'c1', netns: '/run/netns', ifName: 'eth0', args: 'A=1', capabilityArgs: {} };
const list = (cniVersion = '1.0.0', extra: object = {}) =>
  parseConfiguration(
    JSON.stringify({
      cniVersion,
      name: 'pods',
      ...extra,
      plugins: [
        { type: 'bridge', bridge: 'b0' },
        { type: 'portmap', capabilities: { portMappings: true } },
        { type: 'tuning', capabilities: { mac: true, portMappings: true } },
      ],
    }),
    '/etc/cni/net.d/10.conflist',
  );

/** Plugins in /b that record their calls and add their name to the result. */
function installed(...types: string[]) {
  const host = createScriptedHost(Object.fromEntries(types.map((type) => [`/b/${type}`, ''])));
  const calls: { type: string; env: Record<string, string>; stdin: Record<string, unknown> }[] = [];
  const answer = ([program]: Argv, { env = {}, stdin = '' }: ExecOptions) => {
    const type = program.slice('/b/'.length);
    const input = JSON.parse(String(stdin)) as Record<string, unknown>;
    calls.push({ type, env: { ...env }, stdin: input });
    const before = (input['prevResult'] as { by?: string[] } | undefined)?.by ?? [];
    return { stdout: JSON.stringify({ by: [...before, type] }) };
  };
  for (const type of types) host.program([type], answer);
  return { host, calls, plugins: createPlugins({ host, binDirs: ['/a', '/b'] }) };
}

describe('addChain', () => {
  it('gives each plugin its configuration, the name and version of the network, and the result before it', async () => {
    const { plugins, calls } = installed('bridge', 'portmap', 'tuning');
    const result = await addChain(plugins, {
      network: list(),
      attachment: { ...attachment, capabilityArgs: { portMappings: [7] } },
    });
    expect(result).toEqual({ by: ['bridge', 'portmap', 'tuning'] });
    expect(calls.map(({ stdin }) => stdin)).toEqual([
      { type: 'bridge', bridge: 'b0', name: 'pods', cniVersion: '1.0.0' },
      expect.objectContaining({ prevResult: { by: ['bridge'] }, runtimeConfig: { portMappings: [7] } }),
      expect.objectContaining({ prevResult: { by: ['bridge', 'portmap'] }, runtimeConfig: { portMappings: [7] } }),
    ]);
    expect(calls[0]?.env).toEqual({
      CNI_COMMAND: 'ADD',
      CNI_CONTAINERID: 'c1',
      CNI_NETNS: '/run/netns',
      CNI_IFNAME: 'eth0',
      CNI_ARGS: 'A=1',
      CNI_PATH: '/a:/b',
    });
  });

  it('does without portmap when no port is published', async () => {
    const { plugins } = installed('bridge', 'tuning');
    expect(await addChain(plugins, { network: list(), attachment })).toEqual({ by: ['bridge', 'tuning'] });
  });

  it.each([
    ['nothing asked for', {}, {}, ['bridge', 'tuning']],
    ['a rate of the pod', { bandwidth: { ingressRate: 1 } }, {}, ['bridge', 'tuning', 'bandwidth']],
    ['a rate for all', {}, { egressRate: 1 }, ['bridge', 'tuning', 'bandwidth']],
  ])('runs the bandwidth plugin with %s only where it shapes something', async (_what, capabilityArgs, rates, expected) => {
    const { plugins } = installed('bridge', 'tuning', 'bandwidth');
    const bandwidth = { type: 'bandwidth', capabilities: ['bandwidth'], fields: { type: 'bandwidth', ...rates } };
    const network = { ...list(), plugins: [...list().plugins, bandwidth] };
    expect(await addChain(plugins, { network, attachment: { ...attachment, capabilityArgs } })).toEqual({ by: expected });
  });

  it('stops at the first plugin that fails', async () => {
    const { host, plugins, calls } = installed('bridge', 'tuning');
    host.program(['bridge'], { exitCode: 1, stdout: JSON.stringify({ code: 11, msg: 'busy\u001b[31m', details: 'later' }) });
    await expect(addChain(plugins, { network: list(), attachment })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'network plugin bridge failed to ADD network pods: busy [31m (later)',
    });
    expect(calls).toEqual([]);
  });

  it.each([
    [{ exitCode: 1, stdout: JSON.stringify({ code: 7, msg: 'bad subnet' }) }, 'failed-precondition', 'bad subnet'],
    [{ exitCode: 2, stderr: 'panic: nil map\n' }, 'unavailable', 'panic: nil map'],
    [{ exitCode: 137 }, 'unavailable', 'exit code 137'],
    [{ exitCode: 0, stdout: 'done' }, 'unavailable', 'it gave no result'],
  ] as const)('explains %j', async (answer, code, words) => {
    const { host, plugins } = installed('bridge');
    host.program(['bridge'], answer);
    const message = expect.stringContaining(words) as string;
    await expect(addChain(plugins, { network: list(), attachment })).rejects.toMatchObject({ code, message });
  });

  it('names a plugin that is not installed, where it was looked for, and how to get it', async () => {
    const { plugins } = installed();
    await expect(addChain(plugins, { network: list(), attachment })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: 'network plugin bridge is not installed (looked in /a, /b)',
      hint: expect.stringContaining('containernetworking-plugins') as string,
    });
  });

  it('throws the reason of the caller who went away', async () => {
    const { plugins } = installed('bridge');
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(addChain(plugins, { network: list(), attachment, signal })).rejects.toThrow('gone');
  });
});

describe('deleteChain', () => {
  const log = createLogger({ level: 'error', write: () => undefined, now: () => new Date(0) });

  it('goes backwards, and gives every plugin the result of ADD', async () => {
    const { plugins, calls } = installed('bridge', 'tuning');
    const prevResult = { by: ['all'] };
    expect(await deleteChain(plugins, { network: list(), attachment, prevResult }, log)).toBe(true);
    expect(calls.map(({ type, env, stdin }) => [type, env['CNI_COMMAND'], stdin['prevResult']])).toEqual([
      ['tuning', 'DEL', prevResult],
      ['bridge', 'DEL', prevResult],
    ]);
  });

  it('goes on past a plugin that is not installed any more, and says that it did not finish', async () => {
    const { plugins, calls } = installed('bridge');
    expect(await deleteChain(plugins, { network: list(), attachment, prevResult: undefined }, log)).toBe(false);
    expect(calls.map(({ type }) => type)).toEqual(['bridge']);
  });
});

describe('checkChain', () => {
  it.each([
    [list('0.4.0'), ['bridge', 'tuning']],
    [list('1.0.0'), ['bridge', 'tuning']],
    [list('0.3.1'), []],
    [list('1.0.0', { disableCheck: true }), []],
  ])('asks every plugin, unless the version or the configuration has no CHECK', async (network, asked) => {
    const { plugins, calls } = installed('bridge', 'tuning');
    await checkChain(plugins, { network, attachment, prevResult: {} });
    expect(calls.map(({ type }) => type)).toEqual(asked);
  });
});

describe('addressesOf', () => {
  it.each([
    ['one address', { ips: [{ address: '10.1.0.2/16' }] }, ['10.1.0.2']],
    ['two families in order', { ips: [{ address: 'fd00::2/64' }, { address: '10.1.0.2/16' }] }, ['fd00::2', '10.1.0.2']],
    [
      'those of the own interface only',
      {
        interfaces: [{ name: 'b0' }, { name: 'eth0', sandbox: '/n' }, { name: 'net1', sandbox: '/n' }],
        ips: [
          { address: '10.9.0.2/16', interface: 2 },
          { address: '10.1.0.2/16', interface: 1 },
        ],
      },
      ['10.1.0.2'],
    ],
    ['the oldest form', { ip4: { ip: '10.1.0.2/16' }, ip6: { ip: 'fd00::2/64' } }, ['10.1.0.2', 'fd00::2']],
    ['none', {}, []],
    ['nonsense', { ips: [7, { address: 8 }], interfaces: 'x' }, []],
  ])('finds %s', (_, result, addresses) => {
    expect(addressesOf(result, 'eth0')).toEqual(addresses);
  });
});

describe('capabilityArgs', () => {
  it('publishes only ports that have a host port', () => {
    const none = { protocol: 'UDP', containerPort: 53, hostPort: 0, hostIp: '' } as const;
    const some = { protocol: 'SCTP', containerPort: 80, hostPort: 8080, hostIp: '' } as const;
    expect(capabilityArgs({ portMappings: [none] })).toEqual({});
    expect(capabilityArgs({ portMappings: [none, some, { ...some, hostIp: '127.0.0.1' }] })).toEqual({
      portMappings: [
        { hostPort: 8080, containerPort: 80, protocol: 'sctp' },
        { hostPort: 8080, containerPort: 80, protocol: 'sctp', hostIP: '127.0.0.1' },
      ],
    });
  });

  it('reads the bandwidth of a pod from its annotations, and passes by what is no quantity', () => {
    const annotations = { 'kubernetes.io/ingress-bandwidth': '10M', 'kubernetes.io/egress-bandwidth': '512Ki' };
    expect(capabilityArgs({ portMappings: [], annotations })).toMatchObject({
      bandwidth: { ingressRate: 10_000_000, egressRate: 524_288 },
    });
    expect(capabilityArgs({ portMappings: [], annotations: { 'kubernetes.io/ingress-bandwidth': 'fast' } })).toEqual({});
  });

  it('names the pod networks of the node', () => {
    expect(capabilityArgs({ portMappings: [], podCidrs: ['10.1.0.0/24'] })).toEqual({ ipRanges: [[{ subnet: '10.1.0.0/24' }]] });
  });
});

describe('cniArgs', () => {
  it('names the pod, and lets no name bring in another argument', () => {
    const metadata = { name: 'web;EVIL=1', namespace: 'default', uid: 'u', attempt: 0 };
    expect(cniArgs(metadata, 'c1')).toBe(
      'IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web_EVIL_1;K8S_POD_INFRA_CONTAINER_ID=c1;K8S_POD_UID=u',
    );
  });
});
