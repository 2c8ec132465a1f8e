import { RpcError } from '../client/rpc-error.ts';
import { podSpecOf } from '../client/to-cri.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { Container, Pod } from '../client/types.ts';
import { t } from '../l10n.ts';

/** Which container it looks into. */
const DEBUGS = 'slipway.dev/debugs';

/** Waits, and ends at once when it is stopped; any shell can do it. */
const WAIT = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done';

export interface DebugTarget {
  readonly pod: Pod;
  readonly container: Container;
  /** An image that has a shell. */
  readonly image: string;
}

/** Starts a container with tools beside one without: same pod, same processes. Answers its id; on failure nothing is left. */
export async function startDebugContainer(client: RuntimeClient, target: DebugTarget): Promise<string> {
  const { pod, container, image } = target;
  const id = await client.createContainer(pod.id, {
    pod: podSpecOf(pod),
    container: {
      name: `debug-${container.name}-${Date.now().toString(36)}`.slice(-63).replace(/^-+/, ''),
      image,
      command: ['sh', '-c', WAIT],
      env: {},
      labels: { [DEBUGS]: container.id },
      logPath: '',
      debugs: container.id,
    },
  });
  try {
    await client.startContainer(id);
  } catch (cause) {
    await client.removeContainer(id);
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RpcError('failed-precondition', t('no debug container from {0}: {1}', image, message), {
      cause,
      hint: t('choose an image that has a shell'),
    });
  }
  return id;
}
