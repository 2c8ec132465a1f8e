import { join } from 'node:path';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { unpinPodNamespaces } from '../network/pod-namespaces.ts';
import { stopPidHolder } from './pid-holder.ts';
import { unmountSharedMemory } from './pod-files.ts';
import type { PodParts } from './pod-parts.ts';

/**
 * Gives back what a pod holds of the machine: network, PID namespace, shared memory, pinned namespaces. Its containers must not
 * run any more. The only such path: undo, stop, remove and recovery all come here; each part is success when there is nothing.
 */
export async function releasePod(parts: PodParts, record: SandboxRecord, signal: AbortSignal | undefined): Promise<void> {
  const { host, network, paths } = parts;
  const dir = paths.sandbox(record.id);
  const { config, id, cni } = record;
  if (config.linux.securityContext.namespaceOptions.network !== 'NODE') {
    const { metadata, portMappings, annotations } = config;
    const netns = record.namespaces.net ?? join(dir, 'netns');
    await network.remove({ id, netns, metadata, portMappings, annotations, ...(cni && { cni }), ...(signal && { signal }) });
  }
  await stopPidHolder(host, record, dir);
  await unmountSharedMemory(host, dir);
  await unpinPodNamespaces(host, dir);
}
