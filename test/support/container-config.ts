import { basename, join } from 'node:path';
import type { ContainerConfig, Mount } from '../../runtime/base/container.ts';
import type { LinuxContainerResources } from '../../runtime/base/linux-config.ts';
import type { SandboxRecord } from '../../runtime/base/pod-sandbox.ts';
import type { Machine } from '../../runtime/oci/machine.ts';

/** A container `main` that runs a shell script. */
export function shellConfig(
  script: string,
  overrides: Partial<ContainerConfig> = {},
  context: Partial<ContainerConfig['securityContext']> = {},
): ContainerConfig {
  return {
    metadata: { name: 'main', attempt: 0 },
    image: { image: 'busybox', annotations: {}, userSpecifiedImage: '', runtimeHandler: '', imageRef: '' },
    command: ['/bin/sh', '-c', script],
    args: [],
    workingDir: '',
    envs: [],
    mounts: [],
    devices: [],
    cdiDevices: [],
    labels: {},
    annotations: {},
    logPath: 'main.log',
    stdin: false,
    stdinOnce: false,
    tty: false,
    stopSignal: 0,
    securityContext: {
      capabilities: { add: [], drop: [], addAmbient: [] },
      privileged: false,
      namespaceOptions: { network: 'NODE', pid: 'CONTAINER', ipc: 'CONTAINER', targetId: '' },
      runAsUsername: '',
      readonlyRootfs: false,
      supplementalGroups: [],
      supplementalGroupsPolicy: 'Merge',
      noNewPrivs: false,
      maskedPaths: [],
      readonlyPaths: [],
      ...context,
    },
    ...overrides,
  };
}

/** Nothing limited. */
export const noResources: LinuxContainerResources = {
  cpuPeriod: 0,
  cpuQuota: 0,
  cpuShares: 0,
  memoryLimitInBytes: 0,
  memorySwapLimitInBytes: 0,
  oomScoreAdj: 0,
  cpusetCpus: '',
  cpusetMems: '',
  hugepageLimits: [],
  unified: {},
};

/** A directory of the machine at /data, with nothing special. */
export function hostMount(hostPath: string, fields: Partial<Mount> = {}): Mount {
  return {
    containerPath: '/data',
    hostPath,
    imageSubPath: '',
    readonly: false,
    recursiveReadOnly: false,
    selinuxRelabel: false,
    propagation: 'PRIVATE',
    uidMappings: [],
    gidMappings: [],
    mountOptions: [],
    ...fields,
  };
}

/** A ready pod without namespaces of its own; logs and control group are named after the directory. */
export function podSandbox(id: SandboxRecord['id'], { directory, bootId }: { directory: string; bootId: string }): SandboxRecord {
  const namespaceOptions = { network: 'NODE', pid: 'CONTAINER', ipc: 'CONTAINER', targetId: '' } as const;
  return {
    version: 1,
    id,
    runtimeHandler: '',
    state: 'ready',
    createdAtNs: 1,
    bootId,
    namespaces: {},
    ips: [],
    cgroupParent: `/${basename(directory)}`,
    config: {
      metadata: { name: 'pod', uid: 'u', namespace: 'default', attempt: 0 },
      hostname: '',
      logDirectory: join(directory, 'logs'),
      portMappings: [],
      labels: {},
      annotations: {},
      linux: {
        cgroupParent: '',
        sysctls: {},
        securityContext: {
          namespaceOptions,
          readonlyRootfs: false,
          supplementalGroups: [],
          supplementalGroupsPolicy: 'Merge',
          privileged: false,
        },
      },
    },
  };
}

/** A machine with cgroup v1, without AppArmor and SELinux, whose daemon may do little. */
export function machineFacts(overrides: Partial<Machine> = {}): Machine {
  return {
    boundingCapabilities: ['CAP_CHOWN', 'CAP_KILL'],
    lowestOomScoreAdj: 0,
    cgroupV2: false,
    hugepageSizes: [],
    appArmor: false,
    selinux: false,
    hardLimits: new Map([['open files', 4096]]),
    limitsSwap: true,
    seccompDefault: undefined,
    bootId: 'this-boot',
    arch: 'x64',
    ...overrides,
  };
}
