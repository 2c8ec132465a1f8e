import { Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import { endOutput } from '../server/end-output.ts';
import { createInput } from '../server/input.ts';
import type { CommandStreams } from '../server/offers.ts';
import { createResizes } from '../server/resizes.ts';
import type { CommandClient } from '../server/serve-command.ts';
import { decodeMessage, encodeMessage, type ChannelProtocol } from './channel-protocol.ts';

const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
/** From here on a message on channel 255 closes the channel that it names. */
const FIRST_WITH_CLOSE = 5;
const NORMAL = 1000;

/** The client at the other end of `ws`. */
export function createCommandClient(
  ws: WebSocket,
  wanted: CommandStreams,
  protocol: ChannelProtocol & { readonly moved: () => void },
): CommandClient {
  const gone = new AbortController();
  const input = wanted.stdin
    ? createInput(() => {
        ws.resume();
      })
    : undefined;
  const resizes = createResizes();
  ws.on('message', (message: Buffer) => {
    const { channel, data } = decodeMessage(protocol, message) ?? { channel: -1, data: message };
    if (channel === CHANNEL.stdin && input?.take(data) === false) ws.pause();
    else if (channel === CHANNEL.resize) resizes.take(data);
    else if (channel === CHANNEL.close && protocol.version >= FIRST_WITH_CLOSE && data[0] === CHANNEL.stdin) input?.end();
  });
  ws.on('close', () => {
    gone.abort();
    input?.stream.destroy();
    stdout?.destroy();
    stderr?.destroy();
    error.destroy();
  });
  const output = (channel: number): Writable => {
    const stream = new Writable({
      write: (data: Buffer, _encoding, done) => {
        protocol.moved();
        ws.send(encodeMessage(protocol, { channel, data }), { binary: !protocol.base64 }, done);
      },
    });
    // Whoever writes learns of it, too.
    return stream.on('error', () => undefined);
  };
  const stdout = wanted.stdout ? output(CHANNEL.stdout) : undefined;
  const stderr = wanted.stderr ? output(CHANNEL.stderr) : undefined;
  const error = output(CHANNEL.error);
  // Clients wait for a first message, which says that the streams are there.
  (stdout ?? stderr ?? error).write(Buffer.alloc(0));
  return {
    version: protocol.version,
    io: { stdin: input?.stream, stdout, stderr, onResize: resizes.listen, gone: gone.signal },
    finish: async (status) => {
      for (const stream of [stdout, stderr]) await endOutput(stream);
      await endOutput(error, status);
      // What the client still sends is not wanted any more, but its answer to the end is.
      input?.stream.destroy();
      ws.resume();
      ws.close(NORMAL);
    },
  };
}
