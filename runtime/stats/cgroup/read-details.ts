import type { ReadGroupFile } from './group-usage.ts';
import { flatKeyed, singleNumber } from './parse.ts';

/** What a group uses beyond `GroupUsage`, for metrics. Bytes, nanoseconds, counts; undefined where the kernel does not tell. */
export interface GroupDetails {
  readonly userNs: number | undefined;
  readonly systemNs: number | undefined;
  /** In the unit of cgroup v1, whose default is 1024. */
  readonly cpuShares: number | undefined;
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledNs: number;
  readonly cacheBytes: number;
  readonly mappedFileBytes: number;
  readonly kernelBytes: number | undefined;
  readonly maxUsageBytes: number | undefined;
  readonly limitHits: number | undefined;
  readonly oomKills: number | undefined;
  /** Of the group alone, without those below it; undefined where both are one number. */
  readonly ownFaults: { readonly all: number; readonly major: number };
  /** Bytes that are kept for it; 0 = none. */
  readonly reservationBytes: number | undefined;
  readonly devices: readonly DeviceUsage[];
  readonly hugePages: readonly HugePageUsage[];
  readonly threads: number | undefined;
  /** Infinity = no limit. */
  readonly maxThreads: number | undefined;
  /** The ids of its processes, as the host numbers them. */
  readonly pids: readonly number[];
}

/** One block device; operations are those of the kernel's files (Read, Write, Discard …). */
export interface DeviceUsage {
  readonly major: string;
  readonly minor: string;
  readonly bytes: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
}

export interface HugePageUsage {
  /** `2MB`, `1GB` … */
  readonly pageSize: string;
  readonly usageBytes: number;
  readonly maxUsageBytes: number | undefined;
}

export interface ReadDetailsOptions {
  readonly read: ReadGroupFile;
  readonly cgroupV2: boolean;
  readonly hugePageSizes: readonly string[];
}

/** Reads them. A group that is gone has no processes and no devices. */
export function readDetails({ read, cgroupV2, hugePageSizes }: ReadDetailsOptions): GroupDetails {
  return cgroupV2 ? detailsV2(read, hugePageSizes) : detailsV1(read, hugePageSizes);
}

function detailsV1(read: ReadGroupFile, pageSizes: readonly string[]): GroupDetails {
  const cpu = flatKeyed(read('cpu', 'cpu.stat'));
  const memory = flatKeyed(read('memory', 'memory.stat'));
  const oom = read('memory', 'memory.oom_control');
  return {
    userNs: singleNumber(read('cpuacct', 'cpuacct.usage_user')),
    systemNs: singleNumber(read('cpuacct', 'cpuacct.usage_sys')),
    cpuShares: singleNumber(read('cpu', 'cpu.shares')),
    periods: cpu('nr_periods'),
    throttledPeriods: cpu('nr_throttled'),
    throttledNs: cpu('throttled_time'),
    cacheBytes: memory('total_cache'),
    mappedFileBytes: memory('total_mapped_file'),
    kernelBytes: singleNumber(read('memory', 'memory.kmem.usage_in_bytes')),
    maxUsageBytes: singleNumber(read('memory', 'memory.max_usage_in_bytes')),
    limitHits: singleNumber(read('memory', 'memory.failcnt')),
    oomKills: oom === undefined ? undefined : flatKeyed(oom)('oom_kill'),
    ownFaults: { all: memory('pgfault'), major: memory('pgmajfault') },
    reservationBytes: limitOrNone(singleNumber(read('memory', 'memory.soft_limit_in_bytes'))),
    devices: joinDevices(
      devicesV1(read('blkio', 'blkio.throttle.io_service_bytes_recursive')),
      devicesV1(read('blkio', 'blkio.throttle.io_serviced_recursive')),
    ),
    hugePages: hugePages(pageSizes, (size) => ({
      usage: singleNumber(read('hugetlb', `hugetlb.${size}.usage_in_bytes`)),
      maxUsage: singleNumber(read('hugetlb', `hugetlb.${size}.max_usage_in_bytes`)),
    })),
    threads: singleNumber(read('pids', 'pids.current')),
    maxThreads: singleNumber(read('pids', 'pids.max')),
    pids: pidsOf(read('pids', 'cgroup.procs')),
  };
}

function detailsV2(read: ReadGroupFile, pageSizes: readonly string[]): GroupDetails {
  const cpu = flatKeyed(read('cpu', 'cpu.stat'));
  const memory = flatKeyed(read('memory', 'memory.stat'));
  const events = read('memory', 'memory.events');
  return {
    userNs: cpu('user_usec') * 1000,
    systemNs: cpu('system_usec') * 1000,
    cpuShares: sharesOf(singleNumber(read('cpu', 'cpu.weight'))),
    periods: cpu('nr_periods'),
    throttledPeriods: cpu('nr_throttled'),
    throttledNs: cpu('throttled_usec') * 1000,
    cacheBytes: memory('file'),
    mappedFileBytes: memory('file_mapped'),
    kernelBytes: memory('kernel'),
    maxUsageBytes: singleNumber(read('memory', 'memory.peak')),
    limitHits: events === undefined ? undefined : flatKeyed(events)('max'),
    oomKills: events === undefined ? undefined : flatKeyed(events)('oom_kill'),
    ownFaults: { all: memory('pgfault'), major: memory('pgmajfault') },
    reservationBytes: limitOrNone(singleNumber(read('memory', 'memory.low'))),
    devices: devicesV2(read('io', 'io.stat')),
    hugePages: hugePages(pageSizes, (size) => ({
      usage: singleNumber(read('hugetlb', `hugetlb.${size}.current`)),
      maxUsage: undefined,
    })),
    threads: singleNumber(read('pids', 'pids.current')),
    maxThreads: singleNumber(read('pids', 'pids.max')),
    pids: pidsOf(read('pids', 'cgroup.procs')),
  };
}

/** As runc turns shares into a weight, backwards: 2 to 262144 are 1 to 10000. */
function sharesOf(weight: number | undefined): number | undefined {
  return weight === undefined ? undefined : Math.round(((weight - 1) * 262_142) / 9999 + 2);
}

const limitOrNone = (limit: number | undefined): number | undefined => (limit === Infinity ? 0 : limit);

function pidsOf(text: string | undefined): number[] {
  return (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

type ByOperation = Readonly<Record<string, number>>;

/** `8:0 Read 4096`, and a last line `Total 4096` for all devices. */
function devicesV1(text: string | undefined): ReadonlyMap<string, ByOperation> {
  const devices = new Map<string, Record<string, number>>();
  for (const line of (text ?? '').split('\n')) {
    const [device = '', operation, count] = line.split(' ');
    if (operation === undefined || count === undefined) continue;
    devices.set(device, { ...devices.get(device), [operation]: Number(count) });
  }
  return devices;
}

function joinDevices(bytes: ReadonlyMap<string, ByOperation>, operations: ReadonlyMap<string, ByOperation>): DeviceUsage[] {
  return [...bytes].map(([device, moved]) => ({ ...numbersOf(device), bytes: moved, operations: operations.get(device) ?? {} }));
}

/** `8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0`. */
function devicesV2(text: string | undefined): DeviceUsage[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [device = '', ...pairs] = line.split(' ');
    if (!device.includes(':') || pairs.length === 0) return [];
    const values = new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), Number(pair.slice(pair.indexOf('=') + 1))]));
    const by = (unit: string): ByOperation => ({
      Read: values.get(`r${unit}`) ?? 0,
      Write: values.get(`w${unit}`) ?? 0,
      Discard: values.get(`d${unit}`) ?? 0,
    });
    return [{ ...numbersOf(device), bytes: by('bytes'), operations: by('ios') }];
  });
}

function numbersOf(device: string): { readonly major: string; readonly minor: string } {
  const [major = '', minor = ''] = device.split(':');
  return { major, minor };
}

function hugePages(
  sizes: readonly string[],
  read: (size: string) => { readonly usage: number | undefined; readonly maxUsage: number | undefined },
): HugePageUsage[] {
  return sizes.flatMap((pageSize) => {
    const { usage, maxUsage } = read(pageSize);
    return usage === undefined ? [] : [{ pageSize, usageBytes: usage, maxUsageBytes: maxUsage }];
  });
}
