/** What the kernel has; undefined for no limit. */
export interface Limits {
  readonly cores: number | undefined;
  readonly memoryBytes: number | undefined;
}

/** Limits as a person writes them: "0.5", "256Mi", '' for none. */
export interface LimitTexts {
  readonly cpus: string;
  readonly memory: string;
}

/** What a container or pod used at one moment. Rates are of the time since the moment before; undefined: nobody knows. */
export interface UsagePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly cores: number | undefined;
  readonly memoryBytes: number | undefined;
  /** Bytes a second. */
  readonly received: number | undefined;
  readonly sent: number | undefined;
  readonly processes: number | undefined;
}

/** The answer to `usage`, which is asked with the moment of the last point that the page has (0: none). */
export interface UsageAnswer {
  /** Oldest first. */
  readonly points: readonly UsagePoint[];
  /** Why there will be none; '' while there may. */
  readonly problem: string;
}
