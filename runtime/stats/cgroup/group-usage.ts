/** What a control group and all below it use. Bytes, nanoseconds of processor time, counts since it was made. */
export interface GroupUsage {
  /** When it was read, in nanoseconds since the epoch. */
  readonly atNs: number;
  readonly cpuNs: number;
  readonly memory: MemoryUsage;
  /** Absent where the kernel does not count swap. A limit of Infinity is none. */
  readonly swap?: { readonly usageBytes: number; readonly limitBytes: number };
  /** Each absent where the kernel does not measure it: everywhere with cgroup v1. */
  readonly pressure: { readonly cpu?: Pressure; readonly memory?: Pressure; readonly io?: Pressure };
}

export interface MemoryUsage {
  readonly usageBytes: number;
  /** Usage without what the kernel can drop at once (inactive file pages). */
  readonly workingSetBytes: number;
  /** Infinity = none. */
  readonly limitBytes: number;
  readonly rssBytes: number;
  readonly pageFaults: number;
  readonly majorPageFaults: number;
}

/** Time lost by waiting (Documentation/accounting/psi in the kernel's sources). */
export interface Pressure {
  readonly some: PressureLine;
  readonly full: PressureLine;
}

export interface PressureLine {
  readonly totalNs: number;
  /** Percent of the last 10, 60 and 300 seconds. */
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
}

/** A file of one group by controller and name; undefined when it is absent. */
export type ReadGroupFile = (controller: string, name: string) => string | undefined;
