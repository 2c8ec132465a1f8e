import { NamespaceMode } from '../../proto/gen/cri.ts';
import type * as cri from '../../proto/gen/cri.ts';
import type * as slipway from '../../proto/gen/slipway.ts';
import type {
  Container,
  ContainerDetails,
  ContainerState,
  DiskUsage,
  Image,
  LayerPhase,
  LayerProgress,
  LogEntry,
  Pod,
  PodDetails,
  RuntimeStatus,
} from './types.ts';

const NS_PER_MS = 1e6;
const ms = (ns: number): number => Math.floor(ns / NS_PER_MS);

type Info = Readonly<Record<string, string>>;

export function podOf(pod: Omit<cri.PodSandbox, never>): Pod {
  return {
    id: pod.id,
    name: pod.metadata?.name ?? pod.id,
    namespace: pod.metadata?.namespace ?? '',
    uid: pod.metadata?.uid ?? '',
    attempt: pod.metadata?.attempt ?? 0,
    state: pod.state === 0 ? 'ready' : 'notready',
    createdAt: ms(pod.createdAt),
    handler: pod.runtimeHandler,
    labels: pod.labels,
    annotations: pod.annotations,
  };
}

export function podDetailsOf(status: cri.PodSandboxStatus, info: Info): PodDetails {
  const ip = status.network?.ip ?? '';
  const more = (status.network?.additionalIps ?? []).map((each) => each.ip);
  const options = status.linux?.namespaces?.options;
  const namespaces =
    options === undefined ? {} : { network: modeOf(options.network), pid: modeOf(options.pid), ipc: modeOf(options.ipc) };
  return { ...podOf(status), ip, addresses: [ip, ...more].filter((each) => each !== ''), namespaces, info };
}

/** As CRI names it. */
function modeOf(mode: number): string {
  return Object.entries(NamespaceMode).find(([, value]) => value === mode)?.[0] ?? '';
}

const CONTAINER_STATES: readonly ContainerState[] = ['created', 'running', 'exited', 'unknown'];

export function containerOf(container: cri.Container): Container {
  return {
    id: container.id,
    podId: container.podSandboxId,
    name: container.metadata?.name ?? container.id,
    attempt: container.metadata?.attempt ?? 0,
    image: imageNameOf(container),
    imageId: container.imageId === '' ? container.imageRef : container.imageId,
    state: CONTAINER_STATES[container.state] ?? 'unknown',
    createdAt: ms(container.createdAt),
    labels: container.labels,
    annotations: container.annotations,
  };
}

export function containerDetailsOf(status: cri.ContainerStatus, info: Info): ContainerDetails {
  return {
    id: status.id,
    name: status.metadata?.name ?? status.id,
    attempt: status.metadata?.attempt ?? 0,
    image: imageNameOf(status),
    imageId: status.imageId === '' ? status.imageRef : status.imageId,
    state: CONTAINER_STATES[status.state] ?? 'unknown',
    createdAt: ms(status.createdAt),
    startedAt: ms(status.startedAt),
    finishedAt: ms(status.finishedAt),
    exitCode: status.exitCode,
    reason: status.reason,
    message: status.message,
    labels: status.labels,
    annotations: status.annotations,
    logPath: status.logPath,
    mounts: status.mounts.map((mount) => ({
      source: mount.image?.image ?? mount.hostPath,
      target: mount.containerPath,
      readonly: mount.readonly,
      kind: mount.image === undefined ? 'host' : 'image',
    })),
    limits: limitsOf(status.resources?.linux),
    info,
  };
}

/** The kernel says no limit by zero, less, or more than there can be. */
function limitsOf(linux: cri.LinuxContainerResources | undefined): ContainerDetails['limits'] {
  const { cpuQuota = 0, cpuPeriod = 0, memoryLimitInBytes = 0 } = linux ?? {};
  return {
    cores: cpuQuota > 0 && cpuPeriod > 0 ? cpuQuota / cpuPeriod : undefined,
    memoryBytes: memoryLimitInBytes > 0 && memoryLimitInBytes < 2 ** 60 ? memoryLimitInBytes : undefined,
  };
}

/** As the user wrote it where the runtime still knows. */
function imageNameOf(container: { readonly image: cri.ImageSpec | undefined; readonly imageRef: string }): string {
  const asked = container.image?.userSpecifiedImage ?? '';
  return asked === '' ? (container.image?.image ?? container.imageRef) : asked;
}

export function imageOf(image: cri.Image): Image {
  return { id: image.id, tags: image.repoTags, digests: image.repoDigests, sizeBytes: image.size, pinned: image.pinned };
}

export function runtimeStatusOf(reply: cri.StatusResponse): RuntimeStatus {
  return {
    conditions: (reply.status?.conditions ?? []).map(({ type, status, reason, message }) => ({
      type,
      ok: status,
      reason,
      message,
    })),
    handlers: reply.runtimeHandlers.map((handler) => handler.name),
    handlerFeatures: Object.fromEntries(
      reply.runtimeHandlers.map(({ name, features }) => [
        name,
        [
          ...(features?.recursiveReadOnlyMounts === true ? ['recursive_read_only_mounts'] : []),
          ...(features?.userNamespaces === true ? ['user_namespaces'] : []),
        ],
      ]),
    ),
    info: reply.info,
  };
}

export function diskUsageOf(reply: cri.ImageFsInfoResponse): DiskUsage {
  const [usage] = reply.imageFilesystems;
  return {
    mountpoint: usage?.fsId?.mountpoint ?? '',
    usedBytes: usage?.usedBytes?.value ?? 0,
    inodes: usage?.inodesUsed?.value ?? 0,
  };
}

const PHASES: readonly LayerPhase[] = ['resolving', 'resolving', 'waiting', 'downloading', 'unpacking', 'done', 'exists'];

export function layerProgressOf(layer: slipway.LayerProgress): LayerProgress {
  return {
    digest: layer.digest,
    phase: PHASES[layer.phase] ?? 'resolving',
    doneBytes: layer.doneBytes,
    totalBytes: layer.totalBytes,
  };
}

const utf8 = new TextDecoder();

export function logEntryOf(record: slipway.LogRecord): LogEntry {
  return {
    time: ms(record.timeNs),
    stream: record.stream === 2 ? 'stderr' : 'stdout',
    text: utf8.decode(record.text),
    partial: record.partial,
  };
}
