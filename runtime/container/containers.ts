import type { ContainerConfig, ContainerRecord, ContainerState } from '../base/container.ts';
import type { SandboxId } from '../base/ids.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { createListeners } from '../base/listeners.ts';
import type { ExecResult } from '../host/exec.ts';
import { findByPrefix } from '../state/find-by-prefix.ts';
import { containerName } from '../state/names.ts';
import { requireContainer } from '../state/transitions.ts';
import type { CommandIo } from '../stream/server/offers.ts';
import { createJoinedActs } from '../state/joined-acts.ts';
import { checkpointContainer, type CheckpointRequest } from './checkpoint/checkpoint-container.ts';
import { checkpointTogether, type CheckpointTogetherRequest } from './checkpoint/checkpoint-together.ts';
import type { ContainerContext, ContainersOptions } from './container-context.ts';
import { createContainer } from './create-container.ts';
import { attachStream } from './exec/attach-stream.ts';
import { execStream, type ExecStreamRequest } from './exec/exec-stream.ts';
import { execSync } from './exec-sync.ts';
import { createExitWatcher } from './exit-watcher.ts';
import { finishContainer } from './finish-container.ts';
import { openContainerRoot } from './files/open-container-root.ts';
import { openImageRoot } from './files/open-image-root.ts';
import { closeViews } from './files/open-view.ts';
import { clearPending, notePending } from './files/pending-writes.ts';
import type { FileRoot } from '../host/root-files/file-root.ts';
import { listChanges, type FileChange } from './list-changes.ts';
import { listProcesses, type ContainerProcess } from './list-processes.ts';
import { isPaused, pauseContainer, resumeContainer } from './pause-container.ts';
import { recoverContainers } from './recover-containers.ts';
import { removeContainer } from './remove-container.ts';
import { reopenLog } from './reopen-log.ts';
import { requireRecord } from './require-record.ts';
import { restartContainer, type RestartRequest } from './restart-container.ts';
import { startContainer } from './start-container.ts';
import { stopContainer } from './stop-container.ts';
import { updateResources, type UpdateResourcesRequest } from './update-resources.ts';

/** The container half of the runtime, as pod/ and rpc/ see it. Ids may be unique prefixes. */
export interface Containers {
  /** A repeated request joins the one in flight. */
  create(request: {
    sandbox: SandboxRecord;
    config: ContainerConfig;
    /** An archive whose processes and files it begins with. */
    checkpoint?: string | undefined;
    signal?: AbortSignal | undefined;
  }): Promise<ContainerRecord>;
  start(id: string, signal?: AbortSignal): Promise<void>;
  /** Leaves a created container alone. */
  stop(id: string, timeoutSeconds: number, signal?: AbortSignal): Promise<void>;
  /** SIGKILL at once, to a created container too: for the stop of its pod. */
  kill(id: string, signal?: AbortSignal): Promise<void>;
  remove(id: string, signal?: AbortSignal): Promise<void>;
  find(idOrPrefix: string): ContainerRecord | undefined;
  list(filter?: ContainerFilter): readonly ContainerRecord[];
  /** All of one pod, those that are being created too. */
  bySandbox(id: SandboxId): readonly ContainerRecord[];
  execSync(request: {
    id: string;
    argv: readonly string[];
    timeoutSeconds: number;
    signal?: AbortSignal | undefined;
  }): Promise<ExecResult>;
  /** Changes the limits of a created or running container: all or none. */
  updateResources(request: UpdateResourcesRequest): Promise<void>;
  /** Has what comes go into a new file at the log path, after somebody has renamed the old one. */
  reopenLog(id: string, signal?: AbortSignal): Promise<void>;
  /** Those of a running container, by their ids on the host. */
  processes(id: string): Promise<readonly ContainerProcess[]>;
  /** Freezes its processes, or lets them go on; success when that is so already. */
  pause(id: string, signal?: AbortSignal): Promise<void>;
  resume(id: string, signal?: AbortSignal): Promise<void>;
  isPaused(record: ContainerRecord): boolean;
  /** The next attempt in its place. */
  restart(request: RestartRequest): Promise<ContainerRecord>;
  /** Its files, as it sees them. */
  openRoot(id: string): Promise<FileRoot>;
  /** Those of an image, by name or id. */
  openImageRoot(image: string): Promise<FileRoot>;
  /** What it has changed in the files of its image. */
  changes(id: string, signal: AbortSignal): AsyncIterable<FileChange>;
  /** Saves a running container into an archive; it goes on. */
  checkpoint(request: CheckpointRequest): Promise<void>;
  /** Saves several, of one moment, each into an archive of its own. */
  checkpointTogether(request: CheckpointTogetherRequest): Promise<void>;
  /** Runs a command for a client of a stream; its exit code. */
  readonly exec: (request: ExecStreamRequest) => Promise<number>;
  /** Joins a client to the container's first process, until one of them ends. */
  readonly attach: (request: { readonly id: string; readonly io: CommandIo }) => Promise<void>;
  /** The whole id. Throws not-found, and failed-precondition when the verb needs a running container and it does not run. */
  requireRunning(verb: 'exec' | 'attach', idOrPrefix: string): ContainerRecord['id'];
  /** Called after each change of state, with the record as it is then; returns the way to end it. */
  onChange(listener: (record: ContainerRecord) => void): () => void;
  /** Makes directories, settles what a dead daemon left, and begins to watch; to be awaited before anything else. */
  recover(): Promise<void>;
  close(): void;
}

/** All conditions have to hold; '' and undefined = any. */
export interface ContainerFilter {
  readonly id?: string;
  readonly sandboxId?: string;
  readonly state?: ContainerState;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The containers of this machine. The caller awaits `recover` first and calls `close` last; containers go on without it. */
export function createContainers(options: ContainersOptions): Containers {
  const changes = createListeners<[record: ContainerRecord]>();
  const { host, log, paths } = options;
  const exits = createExitWatcher({ host, log, exits: paths.exits, onExit: (id) => finishContainer(context, id) });
  const context: ContainerContext = { ...options, exits, stops: new Map(), changed: changes.tell };
  const creating = createJoinedActs<ContainerRecord>();
  return {
    create: ({ sandbox, config, checkpoint, signal }) => {
      const name = containerName(sandbox.id, config.metadata);
      return creating.run({ name, request: { config, checkpoint }, signal }, (joined) =>
        createContainer(context, { sandbox, config, checkpoint, signal: joined }),
      );
    },
    start: (id, signal) => startContainer(context, id, signal),
    stop: (id, timeoutSeconds, signal) => stopContainer(context, id, { timeoutSeconds, signal }),
    kill: (id, signal) => stopContainer(context, id, { timeoutSeconds: 0, signal, alsoCreated: true }),
    remove: (id, signal) => removeContainer(context, id, signal),
    find: (idOrPrefix) => findByPrefix(context.containers, idOrPrefix),
    bySandbox: (id) => context.containers.bySandbox(id),
    list: (filter = {}) => listContainers(context, filter),
    execSync: (request) => execSync(context, request),
    updateResources: (request) => updateResources(context, request),
    reopenLog: (id, signal) => reopenLog(context, id, signal),
    processes: (id) => listProcesses(context, id),
    pause: (id, signal) => pauseContainer(context, id, signal),
    resume: (id, signal) => resumeContainer(context, id, signal),
    isPaused: (record) => isPaused(context, record),
    restart: (request) => restartContainer(context, request),
    openRoot: async (id) => {
      const record = requireRecord(context, id);
      const root = await openContainerRoot(context, record.id);
      return { ...root, pending: (path) => notePending(context, record.id, path) };
    },
    openImageRoot: (image) => openImageRoot(context, image),
    changes: (id, signal) => listChanges(context, id, signal),
    checkpoint: (request) => checkpointContainer(context, request),
    checkpointTogether: (request) => checkpointTogether(context, request),
    exec: (request) => execStream(context, request),
    attach: (request) => attachStream(context, request),
    requireRunning: (verb, idOrPrefix) => {
      const record = requireRecord(context, idOrPrefix);
      requireContainer(verb, record);
      return record.id;
    },
    onChange: (listener) => changes.listen(listener),
    recover: async () => {
      for (const path of [paths.exits, paths.runtimeState]) await host.files.makeDirectory(path);
      exits.open();
      await closeViews(context);
      await recoverContainers(context);
      await clearPending(context);
    },
    close: () => {
      exits.close();
    },
  };
}

function listContainers({ containers }: ContainerContext, filter: ContainerFilter): readonly ContainerRecord[] {
  const { id = '', sandboxId = '', state } = filter;
  const labels = Object.entries(filter.labels ?? {});
  const all = sandboxId.length === 64 ? containers.bySandbox(sandboxId as SandboxId) : containers.list();
  return all.filter(
    (record) =>
      record.state !== 'creating' &&
      record.id.startsWith(id) &&
      record.sandboxId.startsWith(sandboxId) &&
      (state === undefined || record.state === state) &&
      labels.every(([key, value]) => record.config.labels[key] === value),
  );
}
