import type { ContainerView } from './container-view.ts';
import type { Pair } from './pair.ts';

/** One pod, ready to be shown: every text is plain text. Times are milliseconds since 1970, 0 for "not yet". */
export interface PodView {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly attempt: number;
  readonly state: 'ready' | 'notready';
  readonly createdAt: number;
  readonly handler: string;
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
  /** Whether a browser can ask one of the ports now. */
  readonly browsable: boolean;
  /** Whether each kind is the pod's own, the container's, or the machine's; empty where the runtime does not say it. */
  readonly namespaces: readonly Pair[];
  readonly containers: readonly PodContainer[];
  readonly labels: readonly Pair[];
  readonly annotations: readonly Pair[];
}

export interface PodContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: ContainerView['state'];
  /** Of one that has ended; undefined while nobody knows. */
  readonly exitCode: number | undefined;
  readonly reason: string;
  readonly attempt: number;
  readonly createdAt: number;
}

export type PodAction = 'logs' | 'logsPanel' | 'browse' | 'forward' | 'limits' | 'inspect' | 'stop' | 'remove' | 'copyLink';
