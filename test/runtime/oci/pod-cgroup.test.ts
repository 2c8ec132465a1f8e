import { describe, expect, it } from 'vitest';
import type { LinuxContainerResources } from '../../../runtime/base/linux-config.ts';
import { cgroupsPath, cgroupDirectory } from '../../../runtime/oci/cgroups-path.ts';
import { chooseCgroupDriver } from '../../../runtime/oci/choose-cgroup-driver.ts';
import { cgroupValues, ownCgroupParent, sumOfResources } from '../../../runtime/oci/pod-cgroup.ts';
import { machineFacts } from '../../support/container-config.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';

const unset: LinuxContainerResources = {
  cpuPeriod: 0,
  cpuQuota: 0,
  cpuShares: 0,
  memoryLimitInBytes: 0,
  memorySwapLimitInBytes: 0,
  oomScoreAdj: 0,
  cpusetCpus: '',
  cpusetMems: '',
  hugepageLimits: [],
  unified: {},
};

describe('the control files of a pod', () => {
  const v2 = machineFacts({ cgroupV2: true, limitsSwap: true });
  it.each([
    ['nothing asked for', unset, v2, []],
    ['shares', { ...unset, cpuShares: 1024 }, v2, ['cpu.weight=39']],
    ['the fewest shares', { ...unset, cpuShares: 2 }, v2, ['cpu.weight=1']],
    ['the most shares', { ...unset, cpuShares: 262_144 }, v2, ['cpu.weight=10000']],
    ['a quota', { ...unset, cpuQuota: 50_000, cpuPeriod: 200_000 }, v2, ['cpu.max=50000 200000']],
    ['a quota of no period', { ...unset, cpuQuota: 50_000 }, v2, ['cpu.max=50000 100000']],
    ['no quota', { ...unset, cpuQuota: -1 }, v2, ['cpu.max=max 100000']],
    ['memory', { ...unset, memoryLimitInBytes: 100 }, v2, ['memory.max=100']],
    [
      'memory with swap, which v2 counts apart',
      { ...unset, memoryLimitInBytes: 100, memorySwapLimitInBytes: 150 },
      v2,
      ['memory.max=100', 'memory.swap.max=50'],
    ],
    ['unified values', { ...unset, unified: { 'memory.high': '7' } }, v2, ['memory.high=7']],
    [
      'v1',
      { ...unset, cpusetCpus: '0', cpuShares: 5, memoryLimitInBytes: 100, memorySwapLimitInBytes: 150 },
      machineFacts({ limitsSwap: true }),
      ['cpuset.cpus=0', 'cpu.shares=5', 'memory.limit_in_bytes=100', 'memory.memsw.limit_in_bytes=150'],
    ],
    ['v1 that does not count swap', { ...unset, memorySwapLimitInBytes: 150 }, machineFacts({ limitsSwap: false }), []],
  ])('%s', (_title, resources, machine, expected) => {
    expect(cgroupValues(resources, machine).map(({ file, value }) => `${file}=${value}`)).toEqual(expected);
  });

  it('limit nothing that only the overhead mentions', () => {
    expect(sumOfResources(unset, { ...unset, memoryLimitInBytes: 20, cpuQuota: 5 })).toEqual(unset);
    expect(sumOfResources(undefined, { ...unset, memoryLimitInBytes: 20 })).toBeUndefined();
  });
});

describe('the control group of a pod', () => {
  it('has its containers below it, with either driver', () => {
    expect(cgroupDirectory(cgroupsPath('cgroupfs', ownCgroupParent('cgroupfs', 'ab'), 'c1'))).toBe('/slipway/pod-ab/c1');
    const scope = cgroupsPath('systemd', ownCgroupParent('systemd', 'ab'), 'c1');
    expect(scope).toBe('slipway-podab.slice:slipway:c1');
    expect(cgroupDirectory(scope)).toBe('/slipway.slice/slipway-podab.slice/slipway-c1.scope');
  });

  it.each([
    ['v2 under systemd', true, true, '', 'systemd'],
    ['v2 without systemd', true, false, '', 'cgroupfs'],
    ['v1 or hybrid under systemd', false, true, '', 'cgroupfs'],
    ['v1 where it is configured', false, true, 'systemd', 'systemd'],
    ['v2 where it is configured', true, true, 'cgroupfs', 'cgroupfs'],
  ] as const)('is made by the driver that fits %s', async (_title, cgroupV2, systemd, wished, driver) => {
    const files = createMemoryFiles(systemd ? { '/run/systemd/system/x': '' } : {});
    expect(await chooseCgroupDriver(files, { machine: { cgroupV2 }, wished })).toBe(driver);
  });

  it('is refused at the start where systemd is configured and does not run', async () => {
    await expect(
      chooseCgroupDriver(createMemoryFiles(), { machine: { cgroupV2: true }, wished: 'systemd' }),
    ).rejects.toMatchObject({ code: 'failed-precondition', hint: expect.stringContaining('cgroupfs') as string });
  });
});
