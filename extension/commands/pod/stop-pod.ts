import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Stops the pod's containers in their own time, then the sandbox (which alone would kill them at once). */
export async function stopPod({ session, settings }: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  const containers = session.pods.snapshot.value?.containers ?? [];
  const running = containers.filter((container) => container.podId === pod.id && container.state === 'running');
  await Promise.all(
    running.map((container) => session.client.stopContainer(container.id, { timeoutSeconds: settings.stopTimeoutSeconds })),
  );
  await session.client.stopPod(pod.id);
}
