import type { MeasuredContainer } from '../client/runtime-calls.ts';

/** What one container uses now. */
export interface ContainerUsage {
  /** Processor cores; undefined before the second measurement. */
  readonly cores: number | undefined;
  readonly memoryBytes: number;
}

type Counters = Omit<MeasuredContainer, 'id' | 'memoryBytes'>;

/** By the ids of containers. */
export type Usage = ReadonlyMap<string, ContainerUsage>;

/** Turns counters into rates: what a container has used between this measurement and the one before. */
export function createUsageMeter(): (measured: readonly MeasuredContainer[]) => readonly (readonly [string, ContainerUsage])[] {
  let before = new Map<string, MeasuredContainer>();
  return (measured) => {
    const entries = measured.map(
      (each) => [each.id, { cores: coresOf(before.get(each.id), each), memoryBytes: each.memoryBytes }] as const,
    );
    before = new Map(measured.map((each) => [each.id, each]));
    return entries;
  };
}

/** Between two measurements; undefined where that cannot be said. */
export function coresOf(before: Counters | undefined, now: Counters): number | undefined {
  if (now.nanoCores !== undefined) return now.nanoCores / 1e9;
  if (before === undefined || now.cpuTimeNs === undefined || before.cpuTimeNs === undefined) return undefined;
  const elapsed = now.measuredAtNs - before.measuredAtNs;
  // A container that was started anew counts from nothing.
  return elapsed > 0 && now.cpuTimeNs >= before.cpuTimeNs ? (now.cpuTimeNs - before.cpuTimeNs) / elapsed : undefined;
}
