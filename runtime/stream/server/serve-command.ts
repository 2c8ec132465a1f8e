import { isCriError } from '../../base/cri-error.ts';
import type { Logger } from '../../base/logger.ts';
import type { CommandIo, CommandOffer } from './offers.ts';
import { exitStatus, failureStatus, type ProtocolVersion } from './status.ts';

/** One client of a command, over either protocol. */
export interface CommandClient {
  readonly version: ProtocolVersion;
  readonly io: CommandIo;
  /** Sends what is left of the output, then this on the error stream ('' = nothing), and ends the connection. */
  finish(status: string): Promise<void>;
}

/** Runs the command for this client and tells it how it ended. */
export async function serveCommand(offer: CommandOffer, client: CommandClient, log: Logger): Promise<void> {
  let status: string;
  try {
    status = exitStatus(client.version, await offer.run(client.io));
  } catch (error) {
    if (client.io.gone.aborted) return;
    if (!isCriError(error)) log.error(`${offer.kind} failed`, { error });
    status = failureStatus(client.version, error);
  }
  await client.finish(status);
}
