import type { ContainerConfig } from '../base/container.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { Machine } from './machine.ts';

/** SELinux labels of a container: of its processes, and of files that it may use. */
export interface SelinuxLabels {
  readonly process: string;
  readonly file: string;
}

const CATEGORIES = 1024;

/**
 * The labels that a container or its pod asks for, with the usual words where it leaves some out; containers of one pod that name no level
 * share one. undefined = none: nobody asks, it is privileged, or this kernel has no SELinux.
 */
export function selinuxLabels(config: ContainerConfig, sandbox: SandboxRecord, machine: Machine): SelinuxLabels | undefined {
  const options = config.securityContext.selinuxOptions ?? sandbox.config.linux.securityContext.selinuxOptions;
  if (options === undefined || !machine.selinux || config.securityContext.privileged) return undefined;
  const level = options.level || levelOf(sandbox.id);
  return {
    process: `${options.user || 'system_u'}:${options.role || 'system_r'}:${options.type || 'container_t'}:${level}`,
    file: `system_u:object_r:container_file_t:${level}`,
  };
}

/** Two different categories, drawn from the random id of the pod. */
function levelOf(id: string): string {
  const first = parseInt(id.slice(0, 6), 16) % CATEGORIES;
  const second = (first + 1 + (parseInt(id.slice(6, 12), 16) % (CATEGORIES - 1))) % CATEGORIES;
  return `s0:c${String(Math.min(first, second))},c${String(Math.max(first, second))}`;
}
