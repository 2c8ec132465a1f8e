import type { Measured } from './group-meter.ts';
import type { GroupUsage } from './group-usage.ts';

/** What several groups use together, for a pod that has none of its own. Pressure cannot be added, and is left out. */
export function sumOfGroups(groups: readonly Measured[], atNs: number): Measured {
  const sum = (of: (usage: GroupUsage) => number): number => groups.reduce((total, { usage }) => total + of(usage), 0);
  const hasSwap = groups.some(({ usage }) => usage.swap !== undefined);
  const rates = groups.flatMap(({ nanoCores }) => nanoCores ?? []);
  return {
    usage: {
      atNs,
      cpuNs: sum(({ cpuNs }) => cpuNs),
      memory: {
        usageBytes: sum(({ memory }) => memory.usageBytes),
        workingSetBytes: sum(({ memory }) => memory.workingSetBytes),
        limitBytes: groups.length === 0 ? Infinity : sum(({ memory }) => memory.limitBytes),
        rssBytes: sum(({ memory }) => memory.rssBytes),
        pageFaults: sum(({ memory }) => memory.pageFaults),
        majorPageFaults: sum(({ memory }) => memory.majorPageFaults),
      },
      ...(hasSwap && {
        swap: { usageBytes: sum(({ swap }) => swap?.usageBytes ?? 0), limitBytes: sum(({ swap }) => swap?.limitBytes ?? 0) },
      }),
      pressure: {},
    },
    ...(rates.length === groups.length && { nanoCores: rates.reduce((total, each) => total + each, 0) }),
  };
}
