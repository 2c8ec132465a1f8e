import type { ContainerRecord } from '../../../runtime/base/container.ts';
import type { ContainerId, Digest, ImageId, SandboxId } from '../../../runtime/base/ids.ts';
import type { ImageRecord } from '../../../runtime/base/image-record.ts';
import type { PodSandboxConfig, SandboxRecord } from '../../../runtime/base/pod-sandbox.ts';

export function podConfig(change: Partial<PodSandboxConfig> = {}): PodSandboxConfig {
  return {
    metadata: { name: 'web', uid: 'u1', namespace: 'default', attempt: 0 },
    hostname: 'web',
    logDirectory: '',
    portMappings: [],
    labels: {},
    annotations: {},
    linux: {
      cgroupParent: '',
      sysctls: {},
      securityContext: {
        namespaceOptions: { network: 'POD', pid: 'CONTAINER', ipc: 'POD', targetId: '' },
        readonlyRootfs: false,
        supplementalGroups: [],
        supplementalGroupsPolicy: 'Merge',
        privileged: false,
      },
    },
    ...change,
  };
}

export function sandboxRecord(id: string, change: Partial<SandboxRecord> = {}): SandboxRecord {
  return {
    version: 1,
    id: id as SandboxId,
    config: podConfig(),
    runtimeHandler: '',
    state: 'ready',
    createdAtNs: 1,
    bootId: 'boot',
    namespaces: {},
    ips: [],
    cgroupParent: '',
    ...change,
  };
}

export function containerRecord(id: string, sandboxId: string, change: Partial<ContainerRecord> = {}): ContainerRecord {
  return {
    version: 1,
    id: id as ContainerId,
    sandboxId: sandboxId as SandboxId,
    config: {} as ContainerRecord['config'],
    runtimeHandler: '',
    imageId: 'sha256:i' as ImageId,
    imageRef: '',
    state: 'created',
    createdAtNs: 1,
    startedAtNs: 0,
    finishedAtNs: 0,
    exitCode: 0,
    reason: '',
    message: '',
    logPath: '',
    user: { uid: 0, gid: 0, supplementalGroups: [] },
    stopSignal: 15,
    init: { pid: 0, startTime: 0 },
    conmon: { pid: 0, startTime: 0 },
    bootId: 'boot',
    cgroupsPath: '',
    layers: [],
    ...change,
  };
}

export function imageRecord(id: string): ImageRecord {
  return {
    version: 1,
    id: id as ImageId,
    repoTags: ['a:1'],
    repoDigests: [],
    manifest: 'sha256:m' as Digest,
    mediaType: '',
    layers: [],
    sizeBytes: 1,
    config: {} as ImageRecord['config'],
    pinned: false,
    createdAtNs: 1,
  };
}
