import { CriError } from '../base/cri-error.ts';
import type { LinuxContainerResources, NamespaceOption } from '../base/linux-config.ts';
import type { PodSandboxConfig } from '../base/pod-sandbox.ts';
import { validateUserNamespace } from '../base/validate-user-namespace.ts';
import { printable } from '../base/sanitize.ts';

/** Throws invalid-argument or unimplemented, naming the field, for what cannot become a pod. */
export function validatePod(config: PodSandboxConfig): void {
  if (config.metadata.name === '') throw invalid('the pod has no name', 'set metadata.name');
  const { securityContext } = config.linux;
  if (securityContext.runAsGroup !== undefined && securityContext.runAsUser === undefined) {
    throw invalid('run_as_group is set without run_as_user', 'set run_as_user too');
  }
  validateNamespaces(securityContext.namespaceOptions);
  if (config.dnsConfig !== undefined) validateDns(Object.values(config.dnsConfig).flat());
  if (config.linux.cgroupParent === '') {
    refuseLimits('linux.resources', config.linux.resources);
    refuseLimits('linux.overhead', config.linux.overhead);
  }
}

function validateNamespaces(options: NamespaceOption): void {
  for (const kind of ['network', 'ipc'] as const) {
    const mode = options[kind];
    if (mode !== 'POD' && mode !== 'NODE') throw invalid(`${kind} namespace mode ${mode} does not fit a pod`, 'use POD or NODE');
  }
  if (options.pid === 'TARGET') throw invalid('pid namespace mode TARGET does not fit a pod', 'use POD, CONTAINER or NODE');
  validateUserNamespace(options);
}

/** A line break would smuggle other directives into resolv.conf. */
function validateDns(words: readonly string[]): void {
  const bad = words.find((word) => /[\s\0]/.test(word) || word === '');
  if (bad !== undefined) throw invalid(`dns_config has ${JSON.stringify(printable(bad))}`, 'use words without white space');
}

/** With a cgroup parent the caller has set the limits on it itself; without one nobody would. Weights and scores do not bind. */
function refuseLimits(field: string, resources: LinuxContainerResources | undefined): void {
  if (resources === undefined) return;
  const binding =
    resources.cpuQuota > 0 ||
    resources.memoryLimitInBytes > 0 ||
    resources.memorySwapLimitInBytes > 0 ||
    resources.cpusetCpus !== '' ||
    resources.cpusetMems !== '' ||
    resources.hugepageLimits.some(({ limit }) => limit > 0) ||
    Object.keys(resources.unified).length > 0;
  if (!binding) return;
  throw new CriError('unimplemented', `${field}: limits of a whole pod are not offered yet without a cgroup_parent`, {
    hint: 'set the limits on the containers, or on a cgroup of your own that you name as cgroup_parent',
  });
}

function invalid(message: string, hint: string): CriError {
  return new CriError('invalid-argument', message, { hint });
}
