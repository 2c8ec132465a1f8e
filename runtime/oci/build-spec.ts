import { posix } from 'node:path';
import type { ContainerConfig } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { ImageConfig } from '../base/image-record.ts';
import { podHostname } from '../base/pod-hostname.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { userMappings } from '../base/user-mappings.ts';
import { capabilitySets } from './capabilities.ts';
import type { DeviceRules } from './devices.ts';
import type { Machine } from './machine.ts';
import { rootPropagation, specMapping } from './mounts.ts';
import { oomScore, resourceLimits } from './resources.ts';
import type { ResolvedUser } from './resolve-user.ts';
import { rlimits } from './rlimits.ts';
import { seccompFilter } from './seccomp/seccomp-filter.ts';
import type { SelinuxLabels } from './selinux-labels.ts';
import type { Spec, SpecLinux, SpecMount, SpecNamespace, SpecProcess } from './spec-types.ts';

export interface SpecInput {
  readonly config: ContainerConfig;
  readonly sandbox: SandboxRecord;
  readonly image: ImageConfig;
  readonly machine: Machine;
  readonly user: ResolvedUser;
  readonly rootPath: string;
  readonly mounts: SpecMount[];
  readonly devices: DeviceRules;
  readonly cgroupsPath: string;
  /** Name of a loaded AppArmor profile. */
  readonly appArmorProfile: string | undefined;
  readonly selinux: SelinuxLabels | undefined;
  /** Text of a Localhost seccomp profile. */
  readonly seccompProfile: string | undefined;
  /** Process whose PID namespace is joined with TARGET. */
  readonly targetPid: number | undefined;
  /** Of the low-level runtime. */
  readonly hasOwnKernel: boolean;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The OCI runtime spec of one container. Pure: all that has to be read is in the input.
 * Throws invalid-argument and failed-precondition for requests that cannot be met; `validateContainer` comes before.
 */
export function buildSpec(input: SpecInput): Spec {
  const { config, sandbox } = input;
  return {
    ociVersion: '1.0.2',
    process: processOf(input),
    root: { path: input.rootPath, readonly: config.securityContext.readonlyRootfs },
    // The pod's namespace has it already; runtimes that bring a kernel of their own do not look there.
    ...(sandbox.namespaces.uts !== undefined && input.hasOwnKernel ? { hostname: podHostname(sandbox) } : {}),
    mounts: input.mounts,
    annotations: { ...config.annotations },
    linux: linuxOf(input),
  };
}

function processOf(input: SpecInput): SpecProcess {
  const { config, image, user, machine } = input;
  const context = config.securityContext;
  const capabilities = capabilitySets(config, machine.boundingCapabilities);
  return {
    terminal: config.tty,
    user: { uid: user.uid, gid: user.gid, additionalGids: [...user.supplementalGroups] },
    args: commandLine(config, image),
    env: environment(input),
    // An image may say `app` and mean `/app`.
    cwd: config.workingDir || posix.join('/', image.workingDir),
    capabilities,
    noNewPrivileges: context.noNewPrivs,
    oomScoreAdj: oomScore(config.resources, machine),
    rlimits: rlimits(machine),
    ...(input.appArmorProfile === undefined ? {} : { apparmorProfile: input.appArmorProfile }),
    ...(input.selinux === undefined ? {} : { selinuxLabel: input.selinux.process }),
  };
}

/** command replaces the entrypoint and, when it is given, the image's cmd too; args replace cmd. */
export function commandLine(config: ContainerConfig, image: ImageConfig): string[] {
  const args = config.command.length > 0 || config.args.length > 0 ? config.args : image.cmd;
  const line = [...(config.command.length > 0 ? config.command : image.entrypoint), ...args];
  if (line.length > 0) return line;
  throw new CriError(
    'invalid-argument',
    `container ${config.metadata.name} has nothing to run: neither it nor its image has a command`,
    {
      hint: 'give a command',
    },
  );
}

function environment({ config, image, user, sandbox }: SpecInput): string[] {
  const values = new Map<string, string>();
  const put = (entry: string): void => {
    const at = entry.indexOf('=');
    if (at > 0) values.set(entry.slice(0, at), entry);
  };
  put(PATH);
  if (config.tty) put('TERM=xterm');
  if (sandbox.config.hostname !== '') put(`HOSTNAME=${sandbox.config.hostname}`);
  if (user.home !== '') put(`HOME=${user.home}`);
  for (const entry of image.env) put(entry);
  for (const { key, value } of config.envs) put(`${key}=${value}`);
  return [...values.values()];
}

function linuxOf(input: SpecInput): SpecLinux {
  const { config, machine } = input;
  const context = config.securityContext;
  const { bounding } = capabilitySets(config, machine.boundingCapabilities);
  const propagation = rootPropagation(config);
  const seccomp = context.privileged
    ? undefined
    : seccompFilter({
        profile: context.seccomp,
        capabilities: bounding,
        arch: machine.arch,
        distribution: machine.seccompDefault,
        localhost: input.seccompProfile,
      });
  const users = userMappings(input.sandbox.config.linux.securityContext.namespaceOptions);
  return {
    namespaces: namespacesOf(input),
    ...(users === undefined ? {} : { uidMappings: [specMapping(users.uid)], gidMappings: [specMapping(users.gid)] }),
    devices: input.devices.devices,
    resources: { devices: input.devices.rules, ...resourceLimits(config.resources, machine) },
    cgroupsPath: input.cgroupsPath,
    ...(propagation === undefined ? {} : { rootfsPropagation: propagation }),
    maskedPaths: context.privileged ? [] : [...context.maskedPaths],
    readonlyPaths: context.privileged ? [] : [...context.readonlyPaths],
    ...(seccomp === undefined ? {} : { seccomp }),
    ...(input.selinux === undefined ? {} : { mountLabel: input.selinux.file }),
  };
}

function namespacesOf({ config, sandbox, machine, targetPid }: SpecInput): SpecNamespace[] {
  const { pid } = config.securityContext.namespaceOptions;
  const pinned = sandbox.namespaces;
  const joined = (type: SpecNamespace['type'], path: string | undefined): SpecNamespace[] =>
    path === undefined ? [] : [{ type, path }];
  const ipc =
    config.securityContext.namespaceOptions.ipc === 'CONTAINER' ? [{ type: 'ipc' as const }] : joined('ipc', pinned.ipc);
  const shared: SpecNamespace[] = [
    { type: 'mount' },
    ...joined('user', pinned.user),
    ...joined('network', pinned.net),
    ...ipc,
    ...joined('uts', pinned.uts),
    ...(machine.cgroupV2 && !config.securityContext.privileged ? [{ type: 'cgroup' as const }] : []),
  ];
  switch (pid) {
    case 'NODE':
      return shared;
    case 'CONTAINER':
      return [...shared, { type: 'pid' }];
    case 'TARGET':
      if (targetPid === undefined)
        throw new CriError('failed-precondition', 'the container whose processes are to be shared does not run');
      return [...shared, { type: 'pid', path: `/proc/${targetPid}/ns/pid` }];
    case 'POD':
      if (pinned.pid !== undefined) return [...shared, { type: 'pid', path: pinned.pid }];
      throw new CriError('failed-precondition', `pod sandbox ${sandbox.id} has no PID namespace to share`, {
        hint: "ask for pid namespace POD in the pod sandbox too, or for CONTAINER in the container's namespace options",
      });
  }
}
