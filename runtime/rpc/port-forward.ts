import type { PortForwardRequest, PortForwardResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { requireSandbox } from '../state/transitions.ts';
import { invalidField } from './fields.ts';
import { podOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';

const LAST_PORT = 65_535;

/** The URL at which one client makes connections into a pod, to these ports and, where its protocol can name them, to any other. */
export async function portForward(parts: RuntimeParts, request: PortForwardRequest): Promise<Input<PortForwardResponse>> {
  for (const [index, port] of request.port.entries()) {
    if (port < 1 || port > LAST_PORT) throw invalidField(`port[${String(index)}]`, `is ${String(port)}`, 'give 1 to 65535');
  }
  const record = podOrThrow(parts, request.podSandboxId);
  requireSandbox('port-forward', record);
  const connect = (port: number) => parts.pods.connect(record.id, port);
  return { url: await parts.streams.offer({ kind: 'portforward', ports: request.port, connect }) };
}
