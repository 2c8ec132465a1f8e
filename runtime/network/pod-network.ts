import type { PortMapping, PodSandboxMetadata, SandboxRecord } from '../base/pod-sandbox.ts';
import type { SandboxId } from '../base/ids.ts';

/** Joins pods to the network through CNI. */
export interface PodNetwork {
  /** False until a usable configuration and its plugins are there; `message` says what is missing and how to get it. */
  readiness(): Promise<{ readonly ready: boolean; readonly message: string }>;
  /**
   * The network, or one of each family, that a cluster gives to this machine's pods: the built-in network has it from now on, and plugins
   * that ask for ranges (capability ipRanges) are told. Pods keep what they have. Throws invalid-argument.
   */
  setPodCidr(podCidr: string): Promise<void>;
  /** CNI ADD of every plugin. On failure the caller still has to call `remove`, which clears what a half-done ADD left. */
  add(request: AddNetworkRequest): Promise<PodNetworkResult>;
  /**
   * CNI DEL in reverse order; success when there is nothing left to delete, or when the namespace is gone. The caller lets the
   * namespace go right afterwards (nothing runs in it any more): the pod's interface may live until then.
   * Throws what a plugin says, except without `cni`: what is left is then tried again by `collectLeftovers`.
   */
  remove(request: RemoveNetworkRequest): Promise<void>;
  /** CNI CHECK; throws unavailable when the pod's network is not as ADD left it. */
  check(request: RemoveNetworkRequest): Promise<void>;
  /** DEL for every pod that left traces here and is not among `knownIds`; answers their ids. One that fails is logged. */
  collectLeftovers(knownIds: ReadonlySet<string>, signal?: AbortSignal): Promise<string[]>;
  close(): Promise<void>;
}

export interface AddNetworkRequest {
  readonly id: SandboxId;
  readonly netns: string;
  readonly metadata: PodSandboxMetadata;
  readonly portMappings: readonly PortMapping[];
  /** Those that shape traffic (kubernetes.io/ingress-bandwidth) are read. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface PodNetworkResult {
  /** The primary address first. */
  readonly ips: readonly string[];
  /** What DEL needs later; goes into the sandbox's record. */
  readonly cni: NonNullable<SandboxRecord['cni']>;
}

export interface RemoveNetworkRequest {
  readonly id: SandboxId;
  readonly netns: string;
  readonly metadata: PodSandboxMetadata;
  readonly portMappings: readonly PortMapping[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** Absent when ADD did not come to an end: the current configuration is used. */
  readonly cni?: SandboxRecord['cni'];
  readonly signal?: AbortSignal;
}
