import type { ContainerRecord } from '../base/container.ts';
import type { Host } from '../host/host.ts';
import { cgroupDirectory } from '../oci/cgroups-path.ts';
import type { GroupUsage, Pressure } from '../stats/cgroup/group-usage.ts';
import type { DeviceUsage, GroupDetails } from '../stats/cgroup/read-details.ts';
import type { GroupLimits } from '../stats/cgroup/read-limits.ts';
import type { Sample } from '../stats/metrics/metric-table.ts';
import { containerStats, type ContainerStats, type Meters } from './container-stats.ts';

export interface MetricsOptions extends Meters {
  readonly host: Pick<Host, 'files' | 'clock'>;
}

const NS = 1e9;

/** All metrics of one container; without a running process only those of its disk and its start. */
export async function containerMetrics(options: MetricsOptions, record: ContainerRecord): Promise<readonly Sample[]> {
  const { groups, host } = options;
  const stats = await containerStats(options, record);
  const samples = [...lifeSamples(record, host.clock.nowNs()), ...(await diskSamples(host, stats))];
  if (stats.group === undefined) return samples;
  const directory = cgroupDirectory(record.cgroupsPath);
  const details = groups.details(directory);
  return [
    ...samples,
    ...usageSamples(stats.group.usage, details),
    ...details.devices.flatMap((device) => deviceSamples(device, deviceName(host, device))),
    ...details.hugePages.flatMap(({ pageSize, usageBytes, maxUsageBytes }) => [
      sample('container_hugetlb_usage_bytes', usageBytes, pageSize),
      ...known('container_hugetlb_max_usage_bytes', maxUsageBytes, pageSize),
    ]),
    ...specSamples(groups.limits(directory), details),
    ...processSamples(host, record, details),
  ];
}

function sample(name: string, value: number, ...labels: string[]): Sample {
  return { name, value, labels };
}

/** A value that the kernel does not tell is no sample. */
function known(name: string, value: number | undefined, ...labels: string[]): Sample[] {
  return value === undefined ? [] : [sample(name, value, ...labels)];
}

function lifeSamples({ startedAtNs }: ContainerRecord, nowNs: number): Sample[] {
  return [
    sample('container_last_seen', nowNs / NS),
    ...(startedAtNs === 0 ? [] : [sample('container_start_time_seconds', startedAtNs / NS)]),
  ];
}

async function diskSamples({ files }: MetricsOptions['host'], { writableLayer }: ContainerStats): Promise<Sample[]> {
  const { usage, directory } = writableLayer;
  if (usage === undefined) return [];
  const { bytes, inodes, freeInodes } = await files.fileSystem(directory);
  return [
    sample('container_fs_usage_bytes', usage.usedBytes),
    sample('container_fs_limit_bytes', bytes),
    sample('container_fs_inodes_total', inodes),
    sample('container_fs_inodes_free', freeInodes),
  ];
}

function usageSamples({ cpuNs, memory, swap, pressure }: GroupUsage, details: GroupDetails): Sample[] {
  const perSecond = (name: string, ns: number | undefined): Sample[] => known(name, ns === undefined ? undefined : ns / NS);
  const faults = (type: string, own: number, all: number): Sample[] => [
    sample('container_memory_failures_total', own, type, 'container'),
    sample('container_memory_failures_total', all, type, 'hierarchy'),
  ];
  return [
    sample('container_cpu_usage_seconds_total', cpuNs / NS, 'total'),
    ...perSecond('container_cpu_user_seconds_total', details.userNs),
    ...perSecond('container_cpu_system_seconds_total', details.systemNs),
    sample('container_cpu_cfs_periods_total', details.periods),
    sample('container_cpu_cfs_throttled_periods_total', details.throttledPeriods),
    sample('container_cpu_cfs_throttled_seconds_total', details.throttledNs / NS),
    sample('container_memory_cache', details.cacheBytes),
    ...known('container_memory_failcnt', details.limitHits),
    ...faults('pgfault', details.ownFaults.all, memory.pageFaults),
    ...faults('pgmajfault', details.ownFaults.major, memory.majorPageFaults),
    ...known('container_memory_kernel_usage', details.kernelBytes),
    sample('container_memory_mapped_file', details.mappedFileBytes),
    ...known('container_memory_max_usage_bytes', details.maxUsageBytes),
    sample('container_memory_rss', memory.rssBytes),
    ...known('container_memory_swap', swap?.usageBytes),
    sample('container_memory_usage_bytes', memory.usageBytes),
    sample('container_memory_working_set_bytes', memory.workingSetBytes),
    ...known('container_oom_events_total', details.oomKills),
    ...pressureSamples('cpu', pressure.cpu),
    ...pressureSamples('memory', pressure.memory),
    ...pressureSamples('io', pressure.io),
  ];
}

function pressureSamples(resource: string, pressure: Pressure | undefined): Sample[] {
  if (pressure === undefined) return [];
  return [
    sample(`container_pressure_${resource}_waiting_seconds_total`, pressure.some.totalNs / NS),
    sample(`container_pressure_${resource}_stalled_seconds_total`, pressure.full.totalNs / NS),
  ];
}

function deviceSamples({ major, minor, bytes, operations }: DeviceUsage, name: string): Sample[] {
  return [
    ...Object.entries(bytes).map(([operation, count]) =>
      sample('container_blkio_device_usage_total', count, name, major, minor, operation),
    ),
    sample('container_fs_reads_bytes_total', bytes['Read'] ?? 0, name),
    sample('container_fs_reads_total', operations['Read'] ?? 0, name),
    sample('container_fs_writes_bytes_total', bytes['Write'] ?? 0, name),
    sample('container_fs_writes_total', operations['Write'] ?? 0, name),
  ];
}

/** As the kernel names it; '' for one that is gone. */
function deviceName({ files }: MetricsOptions['host'], { major, minor }: DeviceUsage): string {
  const name = /^DEVNAME=(.+)$/m.exec(files.readNow(`/sys/dev/block/${major}:${minor}/uevent`) ?? '')?.[1];
  return name === undefined ? '' : `/dev/${name}`;
}

function specSamples(limits: GroupLimits | undefined, details: GroupDetails): Sample[] {
  if (limits === undefined) return [];
  const { memoryBytes, memorySwapBytes, cpuPeriod, cpuQuota } = limits;
  const orNone = (limit: number | undefined): number | undefined => (limit === Infinity ? 0 : limit);
  const swap =
    memoryBytes === undefined || memorySwapBytes === undefined || memorySwapBytes === Infinity
      ? memorySwapBytes
      : memorySwapBytes - memoryBytes;
  return [
    ...known('container_spec_cpu_period', cpuPeriod),
    // Without a limit there is no quota to tell.
    ...(cpuQuota === Infinity ? [] : known('container_spec_cpu_quota', cpuQuota)),
    ...known('container_spec_cpu_shares', details.cpuShares),
    ...known('container_spec_memory_limit_bytes', orNone(memoryBytes)),
    ...known('container_spec_memory_swap_limit_bytes', orNone(swap)),
    ...known('container_spec_memory_reservation_limit_bytes', details.reservationBytes),
    ...known('container_threads_max', orNone(details.maxThreads)),
  ];
}

function processSamples({ files }: MetricsOptions['host'], { init }: ContainerRecord, { pids, threads }: GroupDetails): Sample[] {
  const open = pids.flatMap((pid) => files.openFilesNow(pid) ?? []);
  const limits = files.readNow(`/proc/${init.pid}/limits`) ?? '';
  const soft = /^Max open files +(\S+)/m.exec(limits)?.[1];
  return [
    sample('container_processes', pids.length),
    ...known('container_threads', threads),
    sample(
      'container_file_descriptors',
      open.reduce((sum, { descriptors }) => sum + descriptors, 0),
    ),
    sample(
      'container_sockets',
      open.reduce((sum, { sockets }) => sum + sockets, 0),
    ),
    ...(soft === undefined || soft === 'unlimited' ? [] : [sample('container_ulimits_soft', Number(soft), 'max_open_files')]),
  ];
}
