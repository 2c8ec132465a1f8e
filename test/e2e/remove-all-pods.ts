import { connectRuntime } from '../../extension/client/connect.ts';
import { removePodLogs } from '../../extension/logs/pod-logs.ts';

/** What a test that failed half-way has left in the runtime behind `socket`. */
export async function removeAllPods(socket: string): Promise<void> {
  const client = connectRuntime(socket, { begin: () => () => undefined });
  try {
    for (const pod of await client.listPods()) {
      await client.stopPod(pod.id);
      await client.removePod(pod.id);
      await removePodLogs(pod);
    }
  } finally {
    client.close();
  }
}
