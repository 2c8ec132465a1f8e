import { Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import { isCriError } from '../../base/cri-error.ts';
import type { Logger } from '../../base/logger.ts';
import { endOutput } from '../server/end-output.ts';
import { createInput, type Input } from '../server/input.ts';
import { joinConnection } from '../server/join-connection.ts';
import type { ForwardOffer } from '../server/offers.ts';
import { failureText } from '../server/status.ts';
import { decodeMessage, encodeMessage, type ChannelProtocol } from './channel-protocol.ts';

export interface ForwardClient {
  readonly ws: WebSocket;
  readonly protocol: ChannelProtocol;
  readonly moved: () => void;
  /** One connection to each, in this order. */
  readonly ports: readonly number[];
}

const CLOSE = 255;
const FIRST_WITH_CLOSE = 5;
const NORMAL = 1000;

/** Port n has channel 2n for data and 2n + 1 for an error; each begins with the port, as two bytes. Ends when all connections have ended. */
export async function serveChannels(offer: ForwardOffer, client: ForwardClient, log: Logger): Promise<void> {
  const { ws, protocol, ports } = client;
  const inputs = ports.map(() =>
    createInput(() => {
      ws.resume();
    }),
  );
  ws.on('message', (message: Buffer) => {
    const { channel, data } = decodeMessage(protocol, message) ?? { channel: -1, data: message };
    if (channel === CLOSE && protocol.version >= FIRST_WITH_CLOSE) inputs[(data[0] ?? 0) / 2]?.end();
    else if (inputs[channel / 2]?.take(data) === false) ws.pause();
  });
  ws.on('close', () => {
    for (const input of inputs) input.stream.destroy();
  });
  await Promise.all(inputs.map((input, index) => serve({ offer, client, log, input, index })));
  ws.resume();
  ws.close(NORMAL);
}

interface Connection {
  readonly offer: ForwardOffer;
  readonly client: ForwardClient;
  readonly log: Logger;
  readonly input: Input;
  readonly index: number;
}

async function serve({ offer, client, log, input, index }: Connection): Promise<void> {
  const { protocol, ports } = client;
  const port = ports[index] ?? 0;
  const [data, error] = [channelOf(client, 2 * index), channelOf(client, 2 * index + 1)];
  const head = Buffer.of(port & 0xff, port >> 8);
  data.write(head);
  error.write(head);
  try {
    const target = await offer.connect(port);
    // Without a message for that, the client learns of the end of this half by the end of all.
    if (protocol.version < FIRST_WITH_CLOSE) data.once('finish', () => target.destroy());
    await joinConnection(target, { readable: input.stream, writable: data }).catch(() => undefined);
  } catch (failure) {
    if (!isCriError(failure)) log.error('port-forward failed', { error: failure });
    await endOutput(error, failureText(failure));
  }
  await endOutput(data);
  input.stream.destroy();
}

function channelOf({ ws, protocol, moved }: ForwardClient, channel: number): Writable {
  const send = (message: Buffer, done: (error?: Error | null) => void): void => {
    moved();
    ws.send(message, { binary: !protocol.base64 }, done);
  };
  const stream = new Writable({
    write: (data: Buffer, _encoding, done) => {
      send(encodeMessage(protocol, { channel, data }), done);
    },
    final: (done) => {
      if (protocol.version < FIRST_WITH_CLOSE) done();
      else send(encodeMessage(protocol, { channel: CLOSE, data: Buffer.of(channel) }), done);
    },
  });
  ws.on('close', () => stream.destroy());
  return stream.on('error', () => undefined);
}
