import type { Duplex } from 'node:stream';
import { CriError, errnoOf, messageOf } from '../base/cri-error.ts';
import type { SandboxId } from '../base/ids.ts';
import { requireSandbox } from '../state/transitions.ts';
import type { PodParts } from './pod-parts.ts';

const LOOPBACK = [
  { family: 'ipv4', address: '127.0.0.1' },
  { family: 'ipv6', address: '::1' },
] as const;

/**
 * A connection to a port of the pod's own loopback, where also those programs listen that do so for nobody else; of the host's when the pod has
 * its network. Throws not-found, failed-precondition when the pod is not ready, unavailable when nobody listens.
 */
export async function connectPort(
  { host, sandboxes }: Pick<PodParts, 'host' | 'sandboxes'>,
  { id, port }: { readonly id: SandboxId; readonly port: number },
): Promise<Duplex> {
  const record = sandboxes.get(id);
  if (record === undefined) throw new CriError('not-found', `pod sandbox ${id} does not exist`);
  requireSandbox('port-forward', record);
  let failure: unknown;
  for (const place of LOOPBACK) {
    try {
      return await host.connectTcp({ ...place, networkNamespace: record.namespaces.net, port });
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      // What IPv4 says is better known.
      failure ??= error;
    }
  }
  const problem = errnoOf(failure) === 'ECONNREFUSED' ? 'nobody listens there' : messageOf(failure);
  throw new CriError('unavailable', `port ${String(port)} of pod ${id.slice(0, 12)} cannot be connected to: ${problem}`, {
    hint: 'check the port, and that the program in the container listens on it',
    cause: failure,
  });
}
