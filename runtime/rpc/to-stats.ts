import { ContainerStats as CriContainerStats } from '../../proto/gen/cri.ts';
import type {
  CpuUsage,
  IoUsage,
  MemoryUsage,
  NetworkInterfaceUsage,
  PodSandboxStats,
  PsiStats,
  SwapUsage,
  UInt64Value,
} from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerRecord } from '../base/container.ts';
import type { ContainerStats } from '../container/container-stats.ts';
import type { PodStats } from '../pod/stats.ts';
import type { Measured } from '../stats/cgroup/group-meter.ts';
import type { GroupUsage, Pressure } from '../stats/cgroup/group-usage.ts';
import type { InterfaceUsage } from '../stats/network-usage.ts';
import { createLister, type Listed } from './listed.ts';

/** The interface that CNI makes first. */
const DEFAULT_INTERFACE = 'eth0';

const listed = createLister<ContainerRecord, CriContainerStats>(CriContainerStats);

/** One container in a list, encoded once until it has done something. */
export function toListedContainerStats(stats: ContainerStats): Listed<CriContainerStats> {
  const { record, group, writableLayer } = stats;
  const version = `${String(group?.usage.atNs)} ${String(group?.nanoCores)} ${String(writableLayer.usage?.atNs)}`;
  return listed(record, version, () => toContainerStats(stats));
}

/** One container; what is not known is absent. */
export function toContainerStats({ record, group, writableLayer }: ContainerStats): Input<CriContainerStats> {
  const { metadata, labels, annotations } = record.config;
  const { directory, usage } = writableLayer;
  return {
    attributes: { id: record.id, metadata, labels, annotations },
    ...(group && toUsages(group)),
    writableLayer: {
      timestamp: usage?.atNs ?? 0,
      fsId: { mountpoint: directory },
      ...(usage && { usedBytes: value(usage.usedBytes), inodesUsed: value(usage.inodesUsed) }),
    },
  };
}

/** One pod and its running containers. */
export function toPodSandboxStats(stats: PodStats): Input<PodSandboxStats> {
  const { record, atNs, group, interfaces, processes, containers } = stats;
  const { metadata, labels, annotations } = record.config;
  const { cpu, memory, io } = toUsages(group);
  const first = interfaces.find(({ name }) => name === DEFAULT_INTERFACE) ?? interfaces[0];
  return {
    attributes: { id: record.id, metadata, labels, annotations },
    linux: {
      cpu,
      memory,
      io,
      ...(first && {
        network: {
          timestamp: atNs,
          defaultInterface: toInterface(first),
          interfaces: interfaces.filter((each) => each !== first).map(toInterface),
        },
      }),
      process: { timestamp: atNs, processCount: value(processes) },
      containers: containers.map(toContainerStats),
    },
  };
}

interface Usages {
  readonly cpu: Input<CpuUsage>;
  readonly memory: Input<MemoryUsage>;
  readonly swap?: Input<SwapUsage>;
  readonly io: Input<IoUsage>;
}

function toUsages({ usage, nanoCores }: Measured): Usages {
  const { atNs: timestamp, cpuNs, pressure } = usage;
  return {
    cpu: {
      timestamp,
      usageCoreNanoSeconds: value(cpuNs),
      ...(nanoCores !== undefined && { usageNanoCores: value(nanoCores) }),
      ...psi(pressure.cpu),
    },
    memory: toMemory(usage),
    ...(usage.swap && { swap: toSwap(timestamp, usage.swap) }),
    io: { timestamp, ...psi(pressure.io) },
  };
}

function toMemory({ atNs, memory, pressure }: GroupUsage): Input<MemoryUsage> {
  const { limitBytes, workingSetBytes } = memory;
  return {
    timestamp: atNs,
    workingSetBytes: value(workingSetBytes),
    // Without a limit nobody can say.
    ...(limitBytes !== Infinity && { availableBytes: value(Math.max(0, limitBytes - workingSetBytes)) }),
    usageBytes: value(memory.usageBytes),
    rssBytes: value(memory.rssBytes),
    pageFaults: value(memory.pageFaults),
    majorPageFaults: value(memory.majorPageFaults),
    ...psi(pressure.memory),
  };
}

function toSwap(timestamp: number, { usageBytes, limitBytes }: NonNullable<GroupUsage['swap']>): Input<SwapUsage> {
  return {
    timestamp,
    swapUsageBytes: value(usageBytes),
    ...(limitBytes !== Infinity && { swapAvailableBytes: value(Math.max(0, limitBytes - usageBytes)) }),
  };
}

function toInterface({ name, receive, transmit }: InterfaceUsage): Input<NetworkInterfaceUsage> {
  return {
    name,
    rxBytes: value(receive.bytes),
    rxErrors: value(receive.errors),
    txBytes: value(transmit.bytes),
    txErrors: value(transmit.errors),
  };
}

function psi(pressure: Pressure | undefined): { psi?: Input<PsiStats> } {
  if (pressure === undefined) return {};
  const line = ({ totalNs, avg10, avg60, avg300 }: Pressure['some']): Input<NonNullable<PsiStats['Some']>> => ({
    Total: totalNs,
    Avg10: avg10,
    Avg60: avg60,
    Avg300: avg300,
  });
  return { psi: { Some: line(pressure.some), Full: line(pressure.full) } };
}

function value(number: number): Input<UInt64Value> {
  return { value: number };
}
