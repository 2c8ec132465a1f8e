import { describe, expect, it } from 'vitest';
import { RpcError } from '../../extension/client/rpc-error.ts';
import { servesSocket } from '../../extension/daemon/find-daemon.ts';
import { lastComplaint } from '../../extension/daemon/last-complaint.ts';
import { probeChain } from '../../extension/target/chain.ts';
import type { ChainProbes } from '../../extension/target/chain.ts';

const GOOD: ChainProbes = {
  platform: 'linux',
  architecture: 'x64',
  ownsRuntime: true,
  socket: '/run/s.sock',
  expectedVersion: '0.1.0',
  findProcess: async () => 42,
  statSocket: async () => 'socket',
  canConnect: async () => true,
  askVersion: async () => ({ runtimeName: 'slipway', runtimeVersion: '0.1.0', apiVersion: 'v1' }),
};

describe('the chain to a runtime', () => {
  it.each<[string, Partial<ChainProbes>, string, string | undefined]>([
    ['holds', {}, 'ok ok ok ok ok ok', undefined],
    [
      'breaks at the host on other systems',
      { platform: 'win32' },
      'failed untested untested untested untested untested',
      'remote',
    ],
    [
      'breaks at the process when none runs',
      { findProcess: async () => undefined, statSocket: async () => 'missing' },
      'ok failed untested untested untested untested',
      'start',
    ],
    ['holds when somebody else runs it', { findProcess: async () => undefined }, 'ok ok ok ok ok ok', undefined],
    [
      'breaks at the socket when it is missing',
      { statSocket: async () => 'missing' },
      'ok ok failed untested untested untested',
      'log',
    ],
    ['breaks at the permission', { canConnect: async () => false }, 'ok ok ok failed untested untested', 'terminal'],
    [
      'breaks at gRPC',
      { askVersion: () => Promise.reject(new RpcError('unavailable', 'no')) },
      'ok ok ok ok failed untested',
      'log',
    ],
    ['warns of another version', { expectedVersion: '0.2.0' }, 'ok ok ok ok ok warning', 'restart'],
  ])('%s', async (_what, change, states, fix) => {
    const { links } = await probeChain({ ...GOOD, ...change });
    expect(links.map((link) => link.state).join(' ')).toBe(states);
    expect(links.find((link) => link.fix !== undefined)?.fix).toBe(fix);
  });
});

describe('the daemon process', () => {
  it.each<[boolean, readonly string[]]>([
    [true, ['/usr/bin/node', '--max-semi-space-size=2', '/x/dist/daemon.mjs', '--socket', '/run/s.sock', '--root', '/r']],
    [false, ['/usr/bin/node', '/x/dist/daemon.mjs', '--socket', '/run/other.sock']],
    [false, ['sudo', '-n', '/usr/bin/node', '/x/dist/daemon.mjs', '--socket', '/run/s.sock']],
    [false, ['crictl', '--socket', '/run/s.sock']],
  ])('is %s for %j', (expected, argv) => {
    expect(servesSocket(argv, '/run/s.sock')).toBe(expected);
  });

  it('is quoted by the last error of its log', () => {
    const log =
      '{"level":"info","message":"a"}\n{"level":"error","message":"cannot start","hint":"install runc"}\n{"level":"info","message":"b"}\n';
    expect(lastComplaint(log)).toEqual({ message: 'cannot start', hint: 'install runc' });
    expect(lastComplaint('node: bad option\n')).toEqual({ message: 'node: bad option', hint: undefined });
    expect(lastComplaint('')).toBeUndefined();
  });
});
