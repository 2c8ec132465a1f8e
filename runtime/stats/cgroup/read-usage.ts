import type { GroupUsage, ReadGroupFile } from './group-usage.ts';
import { flatKeyed, orInfinity, pressure, singleNumber } from './parse.ts';

export interface ReadUsageOptions {
  readonly read: ReadGroupFile;
  readonly cgroupV2: boolean;
  readonly atNs: number;
}

/** Reads what a group uses: three files with cgroup v1, nine with v2. undefined when the group is gone. */
export function readUsage({ read, cgroupV2, atNs }: ReadUsageOptions): GroupUsage | undefined {
  return cgroupV2 ? readV2(read, atNs) : readV1(read, atNs);
}

/** Only its processor time, from one file; undefined when the group is gone. */
export function readCpuNs({ read, cgroupV2 }: Omit<ReadUsageOptions, 'atNs'>): number | undefined {
  if (!cgroupV2) return singleNumber(read('cpuacct', 'cpuacct.usage'));
  const text = read('cpu', 'cpu.stat');
  return text === undefined ? undefined : flatKeyed(text)('usage_usec') * 1000;
}

function readV1(read: ReadGroupFile, atNs: number): GroupUsage | undefined {
  const cpuNs = singleNumber(read('cpuacct', 'cpuacct.usage'));
  const usageBytes = singleNumber(read('memory', 'memory.usage_in_bytes'));
  if (cpuNs === undefined || usageBytes === undefined) return undefined;
  const text = read('memory', 'memory.stat') ?? '';
  const stat = flatKeyed(text);
  const limitBytes = orInfinity(stat('hierarchical_memory_limit'));
  const both = orInfinity(stat('hierarchical_memsw_limit'));
  return {
    atNs,
    cpuNs,
    memory: {
      usageBytes,
      workingSetBytes: Math.max(0, usageBytes - stat('total_inactive_file')),
      limitBytes,
      rssBytes: stat('total_rss'),
      pageFaults: stat('total_pgfault'),
      majorPageFaults: stat('total_pgmajfault'),
    },
    // v1 limits memory and swap together; the lines are there only where swap is counted.
    ...(text.includes('hierarchical_memsw_limit') && {
      swap: { usageBytes: stat('total_swap'), limitBytes: both === Infinity ? Infinity : Math.max(0, both - limitBytes) },
    }),
    pressure: {},
  };
}

function readV2(read: ReadGroupFile, atNs: number): GroupUsage | undefined {
  const cpu = read('cpu', 'cpu.stat');
  const usageBytes = singleNumber(read('memory', 'memory.current'));
  if (cpu === undefined || usageBytes === undefined) return undefined;
  const stat = flatKeyed(read('memory', 'memory.stat'));
  const swapBytes = singleNumber(read('memory', 'memory.swap.current'));
  const pressures = {
    cpu: pressure(read('cpu', 'cpu.pressure')),
    memory: pressure(read('memory', 'memory.pressure')),
    io: pressure(read('io', 'io.pressure')),
  };
  return {
    atNs,
    cpuNs: flatKeyed(cpu)('usage_usec') * 1000,
    memory: {
      usageBytes,
      workingSetBytes: Math.max(0, usageBytes - stat('inactive_file')),
      limitBytes: singleNumber(read('memory', 'memory.max')) ?? Infinity,
      rssBytes: stat('anon'),
      pageFaults: stat('pgfault'),
      majorPageFaults: stat('pgmajfault'),
    },
    ...(swapBytes !== undefined && {
      swap: { usageBytes: swapBytes, limitBytes: singleNumber(read('memory', 'memory.swap.max')) ?? Infinity },
    }),
    pressure: {
      ...(pressures.cpu && { cpu: pressures.cpu }),
      ...(pressures.memory && { memory: pressures.memory }),
      ...(pressures.io && { io: pressures.io }),
    },
  };
}
