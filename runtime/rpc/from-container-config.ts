import { isUtf8 } from 'node:buffer';
import { isAbsolute, posix } from 'node:path';
import type * as cri from '../../proto/gen/cri.ts';
import type { ContainerConfig, ContainerMetadata, ImageSpec, LinuxContainerSecurityContext, Mount } from '../base/container.ts';
import { absolutePath, enumName, invalidField, quoted, required, requiredText, text } from './fields.ts';
import {
  fromGroupsPolicy,
  fromId,
  fromIdMapping,
  fromIds,
  fromNamespaceOption,
  fromProfile,
  fromResources,
  fromSelinux,
} from './from-linux-config.ts';
import { linuxSignal } from './signals.ts';

const PROPAGATIONS = ['PRIVATE', 'HOST_TO_CONTAINER', 'BIDIRECTIONAL'] as const;

/** CRI's ContainerConfig in plain types. Throws invalid-argument that names the field. */
export function fromContainerConfig(config: cri.ContainerConfig): ContainerConfig {
  const { linux } = config;
  return {
    metadata: fromMetadata(config.metadata),
    image: fromImage(config.image),
    command: texts(config.command, 'config.command'),
    args: texts(config.args, 'config.args'),
    workingDir: absolutePath(config.workingDir, 'config.working_dir'),
    envs: config.envs.map(fromEnv),
    mounts: config.mounts.map(fromMount),
    devices: config.devices.map(fromDevice),
    cdiDevices: config.CDIDevices.map((device) => device.name),
    labels: config.labels,
    annotations: config.annotations,
    logPath: fromLogPath(config.logPath),
    stdin: config.stdin,
    stdinOnce: config.stdinOnce,
    tty: config.tty,
    stopSignal: fromStopSignal(config.stopSignal),
    ...(linux?.resources === undefined ? {} : { resources: fromResources(linux.resources) }),
    securityContext: fromSecurityContext(linux?.securityContext),
  };
}

/** CRI's ImageSpec in plain types. */
function fromImageSpec(spec: cri.ImageSpec): ImageSpec {
  const { image, annotations, userSpecifiedImage, runtimeHandler, imageRef } = spec;
  return { image, annotations, userSpecifiedImage, runtimeHandler, imageRef };
}

function fromMetadata(metadata: cri.ContainerMetadata | undefined): ContainerMetadata {
  const { name, attempt } = required(metadata, 'config.metadata');
  return { name: requiredText(name, 'config.metadata.name'), attempt };
}

function fromImage(image: cri.ImageSpec | undefined): ImageSpec {
  const spec = fromImageSpec(required(image, 'config.image'));
  requiredText(spec.image, 'config.image.image');
  return spec;
}

function fromEnv({ key, value }: cri.KeyValue, index: number): { key: string; value: string } {
  const field = `config.envs[${String(index)}]`;
  if (key === '' || key.includes('=')) throw invalidField(`${field}.key`, `is ${quoted(key)}`, 'name a variable, without =');
  if (!isUtf8(value)) {
    throw invalidField(
      `${field}.value`,
      `of ${quoted(key)} is not UTF-8`,
      'low-level runtimes take UTF-8 only: encode it, or mount a file',
    );
  }
  return { key: text(key, `${field}.key`), value: text(Buffer.from(value).toString('utf8'), `${field}.value`) };
}

function fromMount(mount: cri.Mount, index: number): Mount {
  const field = `config.mounts[${String(index)}]`;
  const image = mount.image === undefined || mount.image.image === '' ? undefined : fromImageSpec(mount.image);
  if (image !== undefined && mount.hostPath !== '')
    throw invalidField(field, 'has both a host_path and an image', 'leave one of them out');
  if (image === undefined && mount.hostPath === '')
    throw invalidField(field, `of ${quoted(mount.containerPath)} has neither a host_path nor an image`);
  return {
    containerPath: requiredText(mount.containerPath, `${field}.container_path`),
    hostPath: absolutePath(mount.hostPath, `${field}.host_path`),
    ...(image === undefined ? {} : { image }),
    imageSubPath: text(mount.imageSubPath, `${field}.image_sub_path`),
    readonly: mount.readonly,
    recursiveReadOnly: mount.recursiveReadOnly,
    selinuxRelabel: mount.selinuxRelabel,
    propagation: enumName(PROPAGATIONS, mount.propagation, `${field}.propagation`),
    uidMappings: mount.uidMappings.map(fromIdMapping),
    gidMappings: mount.gidMappings.map(fromIdMapping),
    mountOptions: mount.mountOptions,
  };
}

function fromDevice({ containerPath, hostPath, permissions }: cri.Device, index: number): ContainerConfig['devices'][number] {
  const field = `config.devices[${String(index)}]`;
  if (/[^rwm]/.test(permissions)) throw invalidField(`${field}.permissions`, `is ${quoted(permissions)}`, 'use letters of rwm');
  return {
    containerPath: absolutePath(requiredText(containerPath, `${field}.container_path`), `${field}.container_path`),
    hostPath: absolutePath(requiredText(hostPath, `${field}.host_path`), `${field}.host_path`),
    permissions,
  };
}

/** It is joined to the pod's log directory, and must not lead out of it. */
function fromLogPath(logPath: string): string {
  const clean = posix.normalize(logPath);
  if (isAbsolute(logPath) || clean === '..' || clean.startsWith('../')) {
    throw invalidField(
      'config.log_path',
      `is ${quoted(logPath)}, which leads out of the log directory`,
      'use a path relative to the log directory',
    );
  }
  return text(logPath, 'config.log_path');
}

function fromStopSignal(signal: cri.Signal): number {
  const number = linuxSignal(signal);
  if (number === undefined) throw invalidField('config.stop_signal', `is ${String(signal)}, which this runtime does not know`);
  return number;
}

function fromSecurityContext(given: cri.LinuxContainerSecurityContext | undefined): LinuxContainerSecurityContext {
  const field = 'config.linux.security_context';
  const selinuxOptions = fromSelinux(given?.selinuxOptions);
  const runAsUser = fromId(given?.runAsUser, `${field}.run_as_user`);
  const runAsGroup = fromId(given?.runAsGroup, `${field}.run_as_group`);
  const seccomp = fromProfile(given?.seccomp, given?.seccompProfilePath ?? '', `${field}.seccomp`);
  const apparmor = fromProfile(given?.apparmor, given?.apparmorProfile ?? '', `${field}.apparmor`);
  return {
    capabilities: {
      add: given?.capabilities?.addCapabilities ?? [],
      drop: given?.capabilities?.dropCapabilities ?? [],
      addAmbient: given?.capabilities?.addAmbientCapabilities ?? [],
    },
    privileged: given?.privileged ?? false,
    namespaceOptions: fromNamespaceOption(given?.namespaceOptions, `${field}.namespace_options`),
    ...(selinuxOptions === undefined ? {} : { selinuxOptions }),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(runAsGroup === undefined ? {} : { runAsGroup }),
    runAsUsername: text(given?.runAsUsername ?? '', `${field}.run_as_username`),
    readonlyRootfs: given?.readonlyRootfs ?? false,
    supplementalGroups: fromIds(given?.supplementalGroups ?? [], `${field}.supplemental_groups`),
    supplementalGroupsPolicy: fromGroupsPolicy(given?.supplementalGroupsPolicy ?? 0, `${field}.supplemental_groups_policy`),
    noNewPrivs: given?.noNewPrivs ?? false,
    maskedPaths: given?.maskedPaths ?? [],
    readonlyPaths: given?.readonlyPaths ?? [],
    ...(seccomp === undefined ? {} : { seccomp }),
    ...(apparmor === undefined ? {} : { apparmor }),
  };
}

function texts(values: readonly string[], field: string): readonly string[] {
  return values.map((value, index) => text(value, `${field}[${String(index)}]`));
}
