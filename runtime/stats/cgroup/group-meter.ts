import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { GroupUsage, ReadGroupFile } from './group-usage.ts';
import { readDetails, type GroupDetails } from './read-details.ts';
import { readLimits, type GroupLimits } from './read-limits.ts';
import { readCpuNs, readUsage } from './read-usage.ts';

/** Reads groups, and remembers what it read last: for rates, and so that many callers cost one reading a second. */
export interface GroupMeter {
  /**
   * `directory` is below the cgroup mount. With `sinceNs`, the making of the group, a first reading has a rate too. undefined when
   * the group is gone.
   */
  measure(directory: string, sinceNs?: number): Measured | undefined;
  /** What the kernel holds the group to now; undefined when it is gone. */
  limits(directory: string): GroupLimits | undefined;
  /** What metrics tell beyond that, read now. */
  details(directory: string): GroupDetails;
  /** How many processes and threads the group and all below it have; undefined when it is gone. */
  tasks(directory: string): number | undefined;
  /** Drops what is remembered of groups that nobody asked for in the last minutes. */
  forgetOld(): void;
}

export interface Measured {
  readonly usage: GroupUsage;
  /** Billionths of a processor, over the time since the reading before; undefined where there is none. */
  readonly nanoCores?: number;
}

export interface GroupMeterOptions {
  readonly host: Pick<Host, 'files' | 'clock'>;
  readonly cgroupV2: boolean;
  /** As control groups name them: `2MB`. */
  readonly hugePageSizes?: readonly string[];
  /** A younger reading is answered again. */
  readonly freshMs?: number;
}

interface Reading {
  readonly measured: Measured;
  /** When its processor time was read, and when all of its files were. */
  readonly atMs: number;
  readonly wholeAtMs: number;
}

const MOUNT = '/sys/fs/cgroup';
const FRESH_MS = 1000;
/** What the kernel takes from a group that does nothing is seen so much later. */
const IDLE_MS = 20_000;
const FORGET_MS = 10 * 60_000;

export function createGroupMeter({ host, cgroupV2, hugePageSizes = [], freshMs = FRESH_MS }: GroupMeterOptions): GroupMeter {
  const readings = new Map<string, Reading>();
  const { files, clock } = host;
  const fileOf = (directory: string, controller: string, name: string): string =>
    join(MOUNT, cgroupV2 ? '' : controller, directory, name);
  const reader =
    (directory: string): ReadGroupFile =>
    (controller, name) =>
      files.readNow(fileOf(directory, controller, name));
  return {
    measure: (directory, sinceNs) => {
      const before = readings.get(directory);
      const atMs = clock.monotonicMs();
      if (before !== undefined && atMs - before.atMs < freshMs) return before.measured;
      const read = reader(directory);
      const readOften: ReadGroupFile = (controller, name) => files.readOftenNow(fileOf(directory, controller, name));
      if (before !== undefined && atMs - before.wholeAtMs < IDLE_MS && isIdle(before, readCpuNs({ read: readOften, cgroupV2 }))) {
        const measured = before.measured.nanoCores === 0 ? before.measured : { ...before.measured, nanoCores: 0 };
        readings.set(directory, { ...before, measured, atMs });
        return measured;
      }
      const usage = readUsage({ read, cgroupV2, atNs: clock.nowNs() });
      if (usage === undefined) {
        readings.delete(directory);
        return undefined;
      }
      const nanoCores =
        before === undefined
          ? sinceNs === undefined
            ? undefined
            : rate(usage.cpuNs, (usage.atNs - sinceNs) / 1e6)
          : rate(usage.cpuNs - before.measured.usage.cpuNs, atMs - before.atMs);
      const measured = { usage, ...(nanoCores !== undefined && { nanoCores }) };
      readings.set(directory, { measured, atMs, wholeAtMs: atMs });
      return measured;
    },
    limits: (directory) => readLimits(reader(directory), cgroupV2),
    details: (directory) => readDetails({ read: reader(directory), cgroupV2, hugePageSizes }),
    tasks: (directory) => {
      const text = files.readNow(fileOf(directory, 'pids', 'pids.current'));
      return text === undefined ? undefined : Number(text.trim());
    },
    forgetOld: () => {
      const oldestMs = clock.monotonicMs() - FORGET_MS;
      for (const [directory, { atMs }] of readings) if (atMs < oldestMs) readings.delete(directory);
    },
  };
}

/** Who has used no processor has changed nothing: the reading before stands, with its time. */
function isIdle({ measured }: Reading, cpuNs: number | undefined): boolean {
  return cpuNs === measured.usage.cpuNs;
}

/** A group that was made anew counts from 0 again: no rate is below 0. */
function rate(cpuNs: number, elapsedMs: number): number | undefined {
  return elapsedMs > 0 ? Math.max(0, Math.round((cpuNs / elapsedMs) * 1000)) : undefined;
}
