import { CriError } from '../base/cri-error.ts';
import type { NamespaceOption } from '../base/linux-config.ts';
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
}

function validateNamespaces(options: NamespaceOption): void {
  for (const kind of ['network', 'ipc'] as const) {
    const mode = options[kind];
    if (mode !== 'POD' && mode !== 'NODE') throw invalid(`${kind} namespace mode ${mode} does not fit a pod`, 'use POD or NODE');
  }
  if (options.pid === 'TARGET') throw invalid('pid namespace mode TARGET does not fit a pod', 'use POD, CONTAINER or NODE');
  validateUserNamespace(options);
  if (options.pid === 'NODE' && options.usernsOptions?.mode === 'POD') {
    throw invalid(
      "pid namespace mode NODE does not go with a user namespace: it may not show the machine's processes",
      'use POD or CONTAINER',
    );
  }
}

/** A line break would smuggle other directives into resolv.conf. */
function validateDns(words: readonly string[]): void {
  const bad = words.find((word) => /[\s\0]/.test(word) || word === '');
  if (bad !== undefined) throw invalid(`dns_config has ${JSON.stringify(printable(bad))}`, 'use words without white space');
}

function invalid(message: string, hint: string): CriError {
  return new CriError('invalid-argument', message, { hint });
}
