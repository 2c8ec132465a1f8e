import { findByPrefix } from '../state/find-by-prefix.ts';
import type { ContainerContext } from './container-context.ts';
import { discardContainer } from './discard-container.ts';
import { stopContainer } from './stop-container.ts';

/** Kills the container if it runs, and removes it with its writable layer; its log file stays for its reader. Success when unknown. */
export async function removeContainer(context: ContainerContext, idOrPrefix: string, signal?: AbortSignal): Promise<void> {
  const found = findByPrefix(context.containers, idOrPrefix);
  if (found === undefined) return;
  await stopContainer(context, found.id, { timeoutSeconds: 0, signal, alsoCreated: true });
  await context.locks.run(
    found.id,
    async () => {
      const record = context.containers.get(found.id);
      if (record === undefined) return;
      const removing = { ...record, state: 'removing' as const };
      context.containers.put(removing);
      await discardContainer(context, removing, signal);
      context.changed(removing);
    },
    signal,
  );
}
