/** One thing that pods and containers need, or can make use of. */
export interface SystemCheck {
  readonly name: string;
  /** `warning`: only some containers miss it. */
  readonly state: 'ok' | 'warning' | 'failed';
  /** What was found. */
  readonly detail: string;
  /** One sentence; '' when there is nothing to do. */
  readonly fix: string;
}

/** What the machine is. */
export interface SystemFacts {
  readonly kernel: string;
  readonly os: string;
  readonly architecture: string;
  readonly processors: number;
  readonly memoryBytes: number;
  /** 1 (also for hybrid) or 2. */
  readonly cgroupVersion: 1 | 2;
}
