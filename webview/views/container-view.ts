import type { Pair } from './pair.ts';
import type { Limits } from './usage.ts';

/** One container, ready to be shown: every text is plain text. Times are milliseconds since 1970, 0 for "not yet". */
export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: 'created' | 'running' | 'exited' | 'unknown';
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly createdAt: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly restarts: number;
  readonly command: readonly string[];
  readonly logPath: string;
  readonly pod: { readonly name: string; readonly namespace: string; readonly ip: string } | undefined;
  /** Published by the pod: "8080 → 80/tcp". */
  readonly ports: readonly string[];
  /** Whether a browser can ask one of the ports now. */
  readonly browsable: boolean;
  readonly mounts: readonly {
    readonly source: string;
    readonly target: string;
    readonly readonly: boolean;
    readonly kind: 'host' | 'image';
  }[];
  readonly env: readonly Pair[];
  readonly labels: readonly Pair[];
  readonly annotations: readonly Pair[];
  readonly limits: Limits;
  /** Of one that has ended: why, and what one may do about it. */
  readonly end: { readonly what: string; readonly advice: readonly string[] } | undefined;
}

export type ContainerAction = 'logs' | 'logsPanel' | 'browse' | 'inspect' | 'start' | 'stop' | 'remove' | 'copyId';
