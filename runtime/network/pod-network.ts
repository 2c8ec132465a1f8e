import type { PortMapping, PodSandboxMetadata, SandboxRecord } from '../base/pod-sandbox.ts';
import type { SandboxId } from '../base/ids.ts';

/** Joins pods to the network through CNI. */
export interface PodNetwork {
  /** False until a usable configuration and its plugins are there; `message` says what is missing and how to get it. */
  readiness(): Promise<{ readonly ready: boolean; readonly message: string }>;
  /** CNI ADD of every plugin. On failure the caller still has to call `remove`, which clears what a half-done ADD left. */
  add(request: AddNetworkRequest): Promise<PodNetworkResult>;
  /** CNI DEL in reverse order; success when there is nothing left to delete, or when the namespace is gone. */
  remove(request: RemoveNetworkRequest): Promise<void>;
  close(): Promise<void>;
}

export interface AddNetworkRequest {
  readonly id: SandboxId;
  readonly netns: string;
  readonly metadata: PodSandboxMetadata;
  readonly portMappings: readonly PortMapping[];
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
  /** Absent when ADD did not come to an end: the current configuration is used. */
  readonly cni?: SandboxRecord['cni'];
  readonly signal?: AbortSignal;
}
