/** A runtime and its machine, ready to be shown: every text is plain text. */
export interface TargetView {
  readonly name: string;
  readonly address: string;
  /** "slipway 0.1.0". */
  readonly runtime: string;
  readonly apiVersion: string;
  readonly conditions: readonly {
    readonly type: string;
    readonly ok: boolean;
    readonly reason: string;
    readonly message: string;
  }[];
  readonly handlers: readonly { readonly name: string; readonly features: readonly string[] }[];
  readonly counts: { readonly pods: number; readonly containers: number; readonly running: number; readonly images: number };
  readonly disk: { readonly mountpoint: string; readonly usedBytes: number; readonly inodes: number } | undefined;
  /** Undefined where the runtime has no call for it. */
  readonly machine: MachineView | undefined;
}

export interface MachineView {
  readonly os: string;
  readonly kernel: string;
  readonly architecture: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly cgroups: string;
  readonly rootDirectory: string;
  readonly checks: readonly {
    readonly name: string;
    readonly state: 'ok' | 'warning' | 'failed';
    readonly detail: string;
    readonly fix: string;
  }[];
}

/** One line of the answer to `events`. */
export interface EventView {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly type: 'created' | 'started' | 'stopped' | 'deleted';
  /** Of the container or pod; its id where nobody knows the name any more. */
  readonly name: string;
}

/** One line of the answer to `metrics`. */
export interface MetricView {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: string; readonly value: number }[];
}

export type TargetAction = 'check' | 'inspect' | 'log' | 'restart' | 'podCidr' | 'metrics' | 'cleanUp';
