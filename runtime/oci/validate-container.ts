import type { ContainerConfig } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { Machine } from './machine.ts';

/**
 * Refuses, before anything is made, what would otherwise be ignored in silence. Throws invalid-argument for what cannot be, and
 * unimplemented for what is not offered, each with the field's name.
 */
export function validateContainer(config: ContainerConfig, sandbox: SandboxRecord, machine: Machine): void {
  const { securityContext: context } = config;
  if (context.privileged && !sandbox.config.linux.securityContext.privileged) {
    throw invalid(
      `container ${config.metadata.name} is privileged, but its pod sandbox is not`,
      'set privileged in the pod sandbox too',
    );
  }
  const wrong = config.mounts.find((mount) => mount.recursiveReadOnly && (!mount.readonly || mount.propagation !== 'PRIVATE'));
  if (wrong !== undefined) {
    throw invalid(
      `mount ${wrong.containerPath}: recursive_read_only needs readonly and private propagation`,
      'set readonly, and propagation PRIVATE',
    );
  }
  validateUserNamespace(config);
  const { apparmor } = context;
  if (apparmor !== undefined && apparmor.profileType !== 'Localhost' && apparmor.localhostRef !== '') {
    throw invalid(
      `apparmor profile ${apparmor.profileType} must not name a profile, but localhost_ref is set`,
      'leave localhost_ref empty',
    );
  }
  if (context.privileged) return;
  if (machine.appArmor && apparmor?.profileType === 'RuntimeDefault') {
    throw unoffered(
      'security_context.apparmor',
      'an AppArmor profile RuntimeDefault',
      'load a profile and name it as Localhost, or ask for Unconfined',
    );
  }
  if (!machine.selinux) return;
  if (context.selinuxOptions !== undefined)
    throw unoffered('security_context.selinux_options', 'labels on a machine with SELinux');
  const labelled = config.mounts.find((mount) => mount.selinuxRelabel);
  if (labelled !== undefined) {
    throw unoffered(
      'mount.selinux_relabel',
      `a relabelled mount ${labelled.containerPath}`,
      'label the host directory with chcon, and ask for no relabelling',
    );
  }
}

function validateUserNamespace({ securityContext }: ContainerConfig): void {
  const userns = securityContext.namespaceOptions.usernsOptions;
  if (userns === undefined) return;
  if (userns.mode === 'POD') throw unoffered('security_context.namespace_options.userns_options', 'user namespaces');
  if (userns.mode !== 'NODE') throw invalid(`user namespace mode ${userns.mode} does not exist`, 'use POD or NODE');
  if (userns.uids.length + userns.gids.length > 0)
    throw invalid('user namespace mode NODE comes with id mappings', 'leave them out');
}

function invalid(message: string, hint: string): CriError {
  return new CriError('invalid-argument', message, { hint });
}

function unoffered(field: string, what: string, hint?: string): CriError {
  return new CriError('unimplemented', `${what}: not offered yet (${field})`, hint === undefined ? {} : { hint });
}
