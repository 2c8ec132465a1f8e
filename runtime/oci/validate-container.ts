import { isDeepStrictEqual } from 'node:util';
import type { ContainerConfig, Mount } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { userMappings } from '../base/user-mappings.ts';
import { validateUserNamespace } from '../base/validate-user-namespace.ts';

/** Refuses, before anything is made, what would otherwise be ignored in silence. Throws invalid-argument with the field's name. */
export function validateContainer(config: ContainerConfig, sandbox: SandboxRecord): void {
  const { securityContext: context } = config;
  if (context.privileged && !sandbox.config.linux.securityContext.privileged) {
    throw invalid(
      `container ${config.metadata.name} is privileged, but its pod sandbox is not`,
      'set privileged in the pod sandbox too',
    );
  }
  for (const mount of config.mounts) validateMount(mount);
  validateNamespaces(config);
  requireSameUsers(config, sandbox);
  const { apparmor } = context;
  if (apparmor !== undefined && apparmor.profileType !== 'Localhost' && apparmor.localhostRef !== '') {
    throw invalid(
      `apparmor profile ${apparmor.profileType} must not name a profile, but localhost_ref is set`,
      'leave localhost_ref empty',
    );
  }
}

/** Its network and hostname are its pod's; of IPC it may have its own. */
function validateNamespaces({ metadata, securityContext }: ContainerConfig): void {
  const { network, ipc, pid, usernsOptions } = securityContext.namespaceOptions;
  const refuse = (kind: string, mode: string, hint: string): never => {
    throw invalid(`container ${metadata.name}: ${kind} namespace mode ${mode} does not fit a container`, hint);
  };
  if (network === 'CONTAINER' || network === 'TARGET') refuse('network', network, 'use POD or NODE, like its pod');
  if (ipc === 'TARGET') refuse('ipc', ipc, 'use POD, CONTAINER or NODE');
  if (pid === 'NODE' && usernsOptions?.mode === 'POD') refuse('pid', 'NODE with a user namespace', 'use POD or CONTAINER');
}

/** A container lives in its pod's user namespace, or in the machine's with it. */
function requireSameUsers(config: ContainerConfig, sandbox: SandboxRecord): void {
  const { namespaceOptions } = config.securityContext;
  validateUserNamespace(namespaceOptions);
  const asked = userMappings(namespaceOptions);
  const pod = userMappings(sandbox.config.linux.securityContext.namespaceOptions);
  if (isDeepStrictEqual(asked, pod)) return;
  throw invalid(
    `container ${config.metadata.name} and its pod sandbox differ in their user namespace`,
    'give both the same userns_options',
  );
}

function validateMount(mount: Mount): void {
  const name = `mount ${mount.containerPath}`;
  if (!mount.containerPath.startsWith('/')) throw invalid(`${name}: the container path must be absolute`, 'begin it with /');
  if (mount.recursiveReadOnly && (!mount.readonly || mount.propagation !== 'PRIVATE')) {
    throw invalid(`${name}: recursive_read_only needs readonly and private propagation`, 'set readonly, and propagation PRIVATE');
  }
  const unknown = mount.mountOptions.find((option) => !['noexec', 'nodev', 'nosuid'].includes(option));
  if (unknown !== undefined)
    throw invalid(`${name}: option ${JSON.stringify(unknown)} is not known`, 'use noexec, nodev and nosuid');
  if (mount.image === undefined && mount.imageSubPath !== '')
    throw invalid(`${name}: image_sub_path is set without an image`, 'leave it out, or name an image');
  if (mount.image !== undefined && mount.propagation !== 'PRIVATE')
    throw invalid(`${name}: an image has nothing to propagate`, 'set propagation PRIVATE');
  if ((mount.uidMappings.length === 0) !== (mount.gidMappings.length === 0))
    throw invalid(`${name}: only one of uidMappings and gidMappings is set`, 'set both, or none');
}

function invalid(message: string, hint: string): CriError {
  return new CriError('invalid-argument', message, { hint });
}
