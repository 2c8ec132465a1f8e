import type { ContainerCalls } from './container-calls.ts';
import type { FileCalls } from './file-calls.ts';
import type { Credential, ImageCalls } from './image-calls.ts';
import type { RuntimeCalls } from './runtime-calls.ts';
import type { Duplex } from 'node:stream';
import type { CommandSession } from './streams/command-session.ts';
import type {
  CommandOutput,
  Container,
  ContainerDetails,
  ContainerSpec,
  DiskUsage,
  Image,
  ImageDetails,
  LayerProgress,
  LogEntry,
  LogQuery,
  Pod,
  PodDetails,
  PodLogEntries,
  PodSpec,
  RuntimeStatus,
  RuntimeVersion,
} from './types.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** A call of the workbench itself, folded in Activity. */
  readonly background?: boolean;
}

export interface StopOptions extends CallOptions {
  readonly timeoutSeconds: number;
}

export interface PullOptions extends CallOptions {
  readonly onProgress: (progress: LayerProgress) => void;
  readonly credential?: Credential | undefined;
}

export interface ExecSyncOptions extends CallOptions {
  /** At its end the command is killed. */
  readonly timeoutSeconds: number;
}

/** Calls that not every runtime offers. */
export type Capability = 'pullProgress' | 'containerLogs' | 'podLogs' | 'containerEvents';

/** One runtime's calls in plain types. Every rejection is an RpcError. */
export interface RuntimeClient extends ImageCalls, ContainerCalls, FileCalls, RuntimeCalls {
  version(options?: CallOptions): Promise<RuntimeVersion>;
  status(options?: CallOptions): Promise<RuntimeStatus>;
  listPods(options?: CallOptions): Promise<readonly Pod[]>;
  podStatus(id: string, options?: CallOptions): Promise<PodDetails>;
  runPod(spec: PodSpec, options?: CallOptions): Promise<string>;
  stopPod(id: string, options?: CallOptions): Promise<void>;
  removePod(id: string, options?: CallOptions): Promise<void>;
  listContainers(options?: CallOptions): Promise<readonly Container[]>;
  containerStatus(id: string, options?: CallOptions): Promise<ContainerDetails>;
  createContainer(
    podId: string,
    spec: { readonly container: ContainerSpec; readonly pod: PodSpec },
    options?: CallOptions,
  ): Promise<string>;
  startContainer(id: string, options?: CallOptions): Promise<void>;
  stopContainer(id: string, options: StopOptions): Promise<void>;
  removeContainer(id: string, options?: CallOptions): Promise<void>;
  listImages(options?: CallOptions): Promise<readonly Image[]>;
  /** Undefined for an image that is not there. */
  imageStatus(name: string, options?: CallOptions): Promise<ImageDetails | undefined>;
  /** The image's id. Reports layers where the runtime offers it, else only the whole. */
  pullImage(name: string, options: PullOptions): Promise<string>;
  removeImage(name: string, options?: CallOptions): Promise<void>;
  diskUsage(options?: CallOptions): Promise<DiskUsage>;
  /** Ends with the container's log; with `follow`, when the container ends. Rejects with unimplemented where it is not offered. */
  containerLogs(id: string, query: LogQuery, options?: CallOptions): AsyncIterable<readonly LogEntry[]>;
  /** The logs of all containers of a pod in the order of time; the same for the rest. */
  podLogs(id: string, query: LogQuery, options?: CallOptions): AsyncIterable<readonly PodLogEntries[]>;
  /** Runs a command to its end, without input. */
  execSync(id: string, argv: readonly string[], options: ExecSyncOptions): Promise<CommandOutput>;
  exec(
    id: string,
    command: { readonly argv: readonly string[]; readonly tty: boolean; readonly stdin: boolean },
    options?: CallOptions,
  ): Promise<CommandSession>;
  /** To the container's own process; its end resolves without a true exit code. */
  attach(id: string, streams: { readonly tty: boolean; readonly stdin: boolean }, options?: CallOptions): Promise<CommandSession>;
  /** A new connection to a TCP port of a pod. The caller destroys it. */
  connectPort(podId: string, port: number, options?: CallOptions): Promise<Duplex>;
  /** Whether a call is offered, as far as it was tried; undefined before. */
  offers(capability: Capability): boolean | undefined;
  /** Forgets the connection and what was learnt of it. */
  close(): void;
}
