import { describe, expect, test } from 'vitest';
import { oomScore, resourceLimits } from '../../../runtime/oci/resources.ts';
import { readRuntimeFeatures } from '../../../runtime/oci/runtime-features.ts';
import { machineFacts, noResources as unset } from '../../support/container-config.ts';
import { CriError } from '../../../runtime/base/cri-error.ts';
import { createScriptedHost } from '../../support/scripted-host.ts';

const v2 = machineFacts({ cgroupV2: true });
const huge = machineFacts({ hugepageSizes: ['2MB', '1GB'] });

describe('limits', () => {
  test.each([
    ['nothing asked for is nothing set', unset, machineFacts(), {}],
    [
      'cpu',
      { ...unset, cpuShares: 512, cpuQuota: -1, cpuPeriod: 100_000, cpusetCpus: '0-1', cpusetMems: '0' },
      machineFacts(),
      { cpu: { shares: 512, quota: -1, period: 100_000, cpus: '0-1', mems: '0' } },
    ],
    [
      'memory with swap, as they are',
      { ...unset, memoryLimitInBytes: 100, memorySwapLimitInBytes: 150 },
      machineFacts(),
      { memory: { limit: 100, swap: 150 } },
    ],
    [
      'memory alone where swap is not counted',
      { ...unset, memoryLimitInBytes: 100, memorySwapLimitInBytes: 150 },
      machineFacts({ limitsSwap: false }),
      { memory: { limit: 100 } },
    ],
    [
      'huge pages that the machine has',
      { ...unset, hugepageLimits: [{ pageSize: '2MB', limit: 4096 }] },
      huge,
      { hugepageLimits: [{ pageSize: '2MB', limit: 4096 }] },
    ],
    ['zeros for page sizes that it has not', { ...unset, hugepageLimits: [{ pageSize: '64KB', limit: 0 }] }, huge, {}],
    ['unified values on cgroup v2', { ...unset, unified: { 'memory.high': '100' } }, v2, { unified: { 'memory.high': '100' } }],
  ])('%s', (_title, resources, machine, expected) => {
    expect(resourceLimits(resources, machine)).toEqual(expected);
  });

  test.each([
    ['a page size that the machine has not', { ...unset, hugepageLimits: [{ pageSize: '64KB', limit: 1 }] }, /64KB/],
    ['unified values on cgroup v1', { ...unset, unified: { 'memory.high': '100' } }, /cgroup v2/],
  ])('%s is refused', (_title, resources, message) => {
    expect(() => resourceLimits(resources, huge)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(message) as string }) as Error,
    );
  });

  test.each([
    [-997, -1000, -997],
    [-997, 0, 0],
    [-997, -500, -500],
    [300, 0, 300],
    [2000, 0, 1000],
  ])('oom score %i, where the daemon may go down to %i, is %i', (wanted, lowest, expected) => {
    expect(oomScore({ ...unset, oomScoreAdj: wanted }, machineFacts({ lowestOomScoreAdj: lowest }))).toBe(expected);
  });
});

describe('the features of a low-level runtime', () => {
  const idmap = { linux: { namespaces: ['user'], mountExtensions: { idmap: { enabled: true } } } };
  test.each([
    ['runc 1.2', '6.1.0-13-amd64', { mountOptions: ['ro', 'rro'], ...idmap }, [true, true]],
    ['runc 1.1, which cannot map mounts', '6.1.0', { mountOptions: ['rro'], linux: { namespaces: ['user'] } }, [true, false]],
    ['a runtime without rro', '5.12.0', { mountOptions: ['ro'] }, [false, false]],
    ['a kernel whose overlay takes no mapped layers', '5.15.0-91-generic', { mountOptions: ['rro'], ...idmap }, [true, false]],
    ['an old kernel', '5.11.22-generic', { mountOptions: ['rro'], ...idmap }, [false, false]],
  ])('%s on Linux %s', async (_title, release, document, expected) => {
    const host = createScriptedHost({ '/proc/sys/kernel/osrelease': `${release}\n` });
    host.program(['runc', 'features'], { stdout: JSON.stringify(document) });
    const features = await readRuntimeFeatures(host, '/usr/sbin/runc');
    expect([features.recursiveReadOnlyMounts, features.userNamespaces]).toEqual(expected);
  });

  test.each([
    ['has no such document', { exitCode: 1, stderr: 'unknown command features' }],
    ['says something else', { stdout: 'Usage: crun' }],
    [
      'may not be run',
      () => {
        throw new CriError('permission-denied', 'crun may not be run');
      },
    ],
  ])('are none when it %s', async (_what, script) => {
    const host = createScriptedHost({ '/proc/sys/kernel/osrelease': '6.1.0\n' });
    host.program(['crun', 'features'], script);
    expect(await readRuntimeFeatures(host, 'crun')).toEqual({
      recursiveReadOnlyMounts: false,
      userNamespaces: false,
      noUserNamespaces: 'crun does not say that it can make user namespaces',
    });
  });
});
