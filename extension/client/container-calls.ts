import { Slipway } from '../../proto/gen/slipway.ts';
import type { Channel, ChannelCall } from './channel.ts';
import { ofOurRuntime } from './our-runtime.ts';
import type { CallOptions } from './runtime-client.ts';

/** One process of a container. */
export interface Process {
  /** In the container; 0 where it is not known. */
  readonly pid: number;
  readonly hostPid: number;
  readonly parentHostPid: number;
  readonly uid: number;
  /** One letter, as in proc(5). */
  readonly state: string;
  readonly cpuTimeNs: number;
  readonly rssBytes: number;
  readonly threads: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly command: readonly string[];
}

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'modified' | 'deleted';
  readonly sizeBytes: number;
  readonly directory: boolean;
}

export interface SystemCheck {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly fix: string;
}

/** What a target's machine is, and what it has of what pods and containers need. */
export interface SystemInfo {
  readonly kernel: string;
  readonly os: string;
  readonly architecture: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly runtimeVersion: string;
  readonly rootDirectory: string;
  readonly cgroupDriver: string;
  readonly cgroupVersion: number;
  readonly checks: readonly SystemCheck[];
}

export interface RestartOptions extends CallOptions {
  /** How long it has to end. */
  readonly timeoutSeconds: number;
}

/** What can be done with containers beyond CRI. Only Slipway's own runtime offers it: others reject with unimplemented. */
export interface ContainerCalls {
  listProcesses(id: string, options?: CallOptions): Promise<readonly Process[]>;
  pauseContainer(id: string, options?: CallOptions): Promise<void>;
  resumeContainer(id: string, options?: CallOptions): Promise<void>;
  /** Ids of all containers that are paused. */
  listPaused(options?: CallOptions): Promise<readonly string[]>;
  /** The id of the next attempt, which takes the container's place. */
  restartContainer(id: string, options: RestartOptions): Promise<string>;
  /** By path. */
  containerChanges(id: string, options?: CallOptions): Promise<readonly FileChange[]>;
  /** From a directory that `checkpointPod` has filled; '' for the name that was saved. Answers the pod's id. */
  restoreCheckpoint(path: string, name: string, options?: CallOptions): Promise<string>;
  systemInfo(options?: CallOptions): Promise<SystemInfo>;
}

const ACT_MS = 120_000;
const act = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: ACT_MS });
const CHANGES: readonly FileChange['kind'][] = ['modified', 'added', 'modified', 'deleted'];
const STATES: readonly SystemCheck['state'][] = ['ok', 'ok', 'warning', 'failed'];

export function containerCalls(any: Channel): ContainerCalls {
  const channel = ofOurRuntime(any);
  return {
    listProcesses: async (containerId, options) =>
      (await channel.unary(Slipway.ListProcesses, { containerId }, act(options))).processes.map(
        ({ startedAtNs, ...process }) => ({
          ...process,
          startedAt: startedAtNs / 1e6,
        }),
      ),
    pauseContainer: async (containerId, options) => {
      await channel.unary(Slipway.PauseContainer, { containerId }, act(options));
    },
    resumeContainer: async (containerId, options) => {
      await channel.unary(Slipway.ResumeContainer, { containerId }, act(options));
    },
    listPaused: async (options) => (await channel.unary(Slipway.ListPausedContainers, {}, act(options))).containerIds,
    restartContainer: async (containerId, { timeoutSeconds, ...options }) => {
      const call = { ...options, deadlineMs: timeoutSeconds * 1000 + ACT_MS };
      return (await channel.unary(Slipway.RestartContainer, { containerId, timeout: timeoutSeconds }, call)).containerId;
    },
    containerChanges: async (containerId, options) => {
      const found: FileChange[] = [];
      for await (const { changes } of channel.stream(Slipway.ContainerChanges, { containerId }, { ...options, deadlineMs: 0 }))
        found.push(...changes.map((change) => ({ ...change, kind: CHANGES[change.kind] ?? 'modified' })));
      return found;
    },
    restoreCheckpoint: async (path, name, options) =>
      (await channel.unary(Slipway.RestoreCheckpoint, { path, name }, { ...options, deadlineMs: 0 })).podSandboxId,
    systemInfo: async (options) => {
      const info = await channel.unary(Slipway.SystemInfo, {}, act(options));
      return { ...info, checks: info.checks.map((check) => ({ ...check, state: STATES[check.state] ?? 'ok' })) };
    },
  };
}
