import type { ContainerConfig, ContainerRecord } from '../base/container.ts';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { sandboxFiles } from '../base/sandbox-files.ts';
import { mappedRoot, userMappings } from '../base/user-mappings.ts';
import type { Host } from '../host/host.ts';
import type { RootFsOptions } from '../image/root-fs.ts';
import { appArmorProfile } from '../oci/apparmor/apparmor-profile.ts';
import { buildSpec } from '../oci/build-spec.ts';
import { applyCdi } from '../oci/cdi/apply-cdi.ts';
import { cdiNames, findCdiDevices } from '../oci/cdi/find-cdi-devices.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { containerDevices } from '../oci/devices.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import { containerMounts } from '../oci/mounts.ts';
import { resolveUser } from '../oci/resolve-user.ts';
import type { SelinuxLabels } from '../oci/selinux-labels.ts';
import type { Spec } from '../oci/spec-types.ts';
import { allOf } from './all-of.ts';
import type { ContainerContext } from './container-context.ts';
import { mountImageVolumes, type ImageVolume } from './image-volumes.ts';
import { readInRoot } from './read-in-root.ts';

/** What a container is made from. */
export interface SpecRequest {
  readonly record: ContainerRecord;
  readonly sandbox: SandboxRecord;
  readonly image: ImageRecord;
  readonly volumes: readonly ImageVolume[];
  readonly selinux: SelinuxLabels | undefined;
  readonly runtime: LowLevelRuntime;
}

/** Reads all that the spec depends on (its root file system is mounted) and mounts its image volumes; answers the spec, and who it runs as. */
export async function containerSpec(
  context: ContainerContext,
  { record, sandbox, image, runtime, volumes, selinux }: SpecRequest,
): Promise<{ readonly spec: Spec; readonly user: ContainerRecord['user'] }> {
  const { host, machine, paths } = context;
  const { config } = record;
  const bundle = paths.bundle(record.id);
  const { rootfs } = bundleFiles(bundle);
  const imageVolumes = await mountImageVolumes(host, volumes, { bundle, users: usersOf(sandbox), label: selinux?.file });
  const pod = sandboxFiles(paths.sandbox(sandbox.id));
  const [passwd, group, mounts, devices, seccompProfile, apparmor, cdiEdits] = await allOf([
    readInRoot(rootfs, '/etc/passwd'),
    readInRoot(rootfs, '/etc/group'),
    presentOf(host, [pod.resolvConf, pod.hosts, pod.hostname, pod.shm, '/dev/mqueue']).then((present) =>
      containerMounts({
        config,
        hasPodIpc: sandbox.namespaces.ipc !== undefined,
        isNetworkForeign: sandbox.namespaces.user !== undefined && sandbox.namespaces.net === undefined,
        sandboxFiles: pod,
        present,
        imageVolumes,
      }),
    ),
    containerDevices(config),
    localhostProfile(context, config),
    appArmorProfile(host, config, machine),
    findCdiDevices(host.files, cdiNames(config), context.cdiDirs),
  ]);
  const spec = buildSpec({
    config,
    sandbox,
    image: image.config,
    machine,
    user: resolveUser(config, image.config.user, { passwd, group }),
    rootPath: 'rootfs',
    cgroupsPath: record.cgroupsPath,
    mounts,
    devices,
    seccompProfile,
    appArmorProfile: apparmor,
    selinux,
    targetPid: targetPid(context, record),
    hasOwnKernel: runtime.hasOwnKernel,
  });
  const edited = await applyCdi(spec, cdiEdits);
  const { uid, gid, additionalGids } = edited.process.user;
  return { spec: edited, user: { uid, gid, supplementalGroups: additionalGids } };
}

/** The pod's user namespace and the host's ids of its root. */
export function usersOf({ namespaces, config }: SandboxRecord): RootFsOptions['users'] {
  const mappings = userMappings(config.linux.securityContext.namespaceOptions);
  return namespaces.user === undefined || mappings === undefined
    ? undefined
    : { namespace: namespaces.user, root: mappedRoot(mappings) };
}

async function presentOf({ files }: Host, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const exist = await Promise.all(paths.map((path) => files.exists(path)));
  return new Set(paths.filter((_path, index) => exist[index]));
}

async function localhostProfile({ host }: ContainerContext, config: ContainerConfig): Promise<string | undefined> {
  const { seccomp, privileged } = config.securityContext;
  if (seccomp?.profileType !== 'Localhost' || privileged) return undefined;
  const path = seccomp.localhostRef;
  if (!path.startsWith('/'))
    throw new CriError('invalid-argument', `seccomp profile ${JSON.stringify(path)} is not an absolute path`, {
      hint: 'begin it with /',
    });
  try {
    return await host.files.readText(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw new CriError('invalid-argument', `seccomp profile ${path} does not exist`, { cause: error });
  }
}

function targetPid(context: ContainerContext, record: ContainerRecord): number | undefined {
  const { pid, targetId } = record.config.securityContext.namespaceOptions;
  if (pid !== 'TARGET') return undefined;
  const target = context.containers.bySandbox(record.sandboxId).find((other) => other.id === targetId);
  if (target?.state === 'running') return target.init.pid;
  throw new CriError('failed-precondition', `target container ${targetId} is not a running container of this pod`);
}
