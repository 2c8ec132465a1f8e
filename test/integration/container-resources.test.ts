import { describe, expect, test } from 'vitest';
import type { LinuxContainerResources } from '../../runtime/base/linux-config.ts';
import { noResources } from '../support/container-config.ts';
import { whyNotHere } from '../support/container-lab.ts';
import { useContainerLab } from '../support/use-container-lab.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-resources: skipped, ${why}`);

const use = useContainerLab();
const MIB = 1024 * 1024;

/** What the container itself reads in its control group. */
function limits(resources: Partial<LinuxContainerResources>, files: Readonly<Record<string, string>>): Promise<string> {
  const { machine } = use.lab;
  const names = Object.entries(files).map(([v1, v2]) => (machine.cgroupV2 ? v2 : v1));
  return use.output(`cd /sys/fs/cgroup && cat ${names.join(' ')}`, { resources: { ...noResources, ...resources } });
}

describe.skipIf(why !== undefined)('the limits of a container', { timeout: 30_000 }, () => {
  test('of memory, with and without swap, are those of its control group', async () => {
    const memory = { memoryLimitInBytes: 64 * MIB };
    expect(await limits(memory, { 'memory/memory.limit_in_bytes': 'memory.max' })).toBe(String(64 * MIB));
    if (!use.lab.machine.limitsSwap) return;
    // cgroup v1 counts memory and swap together, v2 swap alone.
    const swap = await limits(
      { ...memory, memorySwapLimitInBytes: 96 * MIB },
      { 'memory/memory.memsw.limit_in_bytes': 'memory.swap.max' },
    );
    expect(swap).toBe(String((use.lab.machine.cgroupV2 ? 32 : 96) * MIB));
  });

  test('of processor time and of processors are those of its control group', async () => {
    const cpu = { cpuPeriod: 100_000, cpuQuota: 50_000, cpusetCpus: '0', cpusetMems: '0' };
    const files = {
      'cpu/cpu.cfs_quota_us': 'cpu.max',
      'cpuset/cpuset.cpus': 'cpuset.cpus',
      'cpuset/cpuset.mems': 'cpuset.mems',
    };
    expect(await limits(cpu, files)).toBe(`${use.lab.machine.cgroupV2 ? '50000 100000' : '50000'}\n0\n0`);
    const shares = await limits({ cpuShares: 512 }, { 'cpu/cpu.shares': 'cpu.weight' });
    // Each runtime converts to weights in its own way.
    if (use.lab.machine.cgroupV2) expect(Number(shares)).toBeLessThan(100);
    else expect(shares).toBe('512');
  });

  test('are none where none are asked for, and zeros for every page size are no limits', async () => {
    const hugepageLimits = ['2MB', '1GB', '64KB'].map((pageSize) => ({ pageSize, limit: 0 }));
    const memory = Number(await limits({ hugepageLimits }, { 'memory/memory.limit_in_bytes': 'memory.max' }));
    // 'max' is not a number.
    expect(Number.isNaN(memory) || memory > 2 ** 50).toBe(true);
  });

  test('of the killer for memory are as asked for, as far as the daemon may set them', async () => {
    const lowest = use.lab.machine.lowestOomScoreAdj;
    for (const [asked, expected] of [
      [300, 300],
      [-997, Math.max(-997, lowest)],
    ] as const) {
      const resources = { ...noResources, oomScoreAdj: asked };
      expect(await use.output('cat /proc/self/oom_score_adj', { resources })).toBe(String(expected));
    }
  });
});
