import { CriError } from '../base/cri-error.ts';
import type { PodSandboxConfig } from '../base/pod-sandbox.ts';
import { printable } from '../base/sanitize.ts';
import { userMappings } from '../base/user-mappings.ts';
import type { PodParts } from './pod-parts.ts';

/** The low-level runtime of a handler. Throws invalid-argument for one that is not configured. */
export function findHandler(
  { runtimes }: Pick<PodParts, 'runtimes'>,
  handler: string,
): ReturnType<PodParts['runtimes']['get']> & object {
  const runtime = runtimes.get(handler);
  if (runtime !== undefined) return runtime;
  throw new CriError('invalid-argument', `runtime handler ${printable(handler)} is not configured`, {
    hint: `use one of ${[...runtimes.keys()].filter(Boolean).join(', ')}, or none for the default`,
  });
}

/**
 * Looks for the program of a handler and for what the pod needs of it. Throws failed-precondition when it is not installed,
 * unimplemented for a user namespace that it cannot give.
 */
export async function requireHandler(
  parts: Pick<PodParts, 'runtimes' | 'noMappedImages'>,
  config: PodSandboxConfig,
  handler: string,
): Promise<void> {
  const runtime = findHandler(parts, handler);
  await runtime.locate();
  if (userMappings(config.linux.securityContext.namespaceOptions) === undefined) return;
  const { noUserNamespaces } = await runtime.features();
  const why = noUserNamespaces === '' ? await parts.noMappedImages() : noUserNamespaces;
  if (why === undefined) return;
  throw new CriError('unimplemented', `runtime handler ${runtime.name} gives pods no user namespace: ${why}`, {
    hint: 'ask for user namespace mode NODE, or for a handler whose features in Status have user_namespaces',
  });
}
