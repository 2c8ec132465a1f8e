import { Writable } from 'node:stream';
import { endOutput } from '../server/end-output.ts';
import { createInput, type Input } from '../server/input.ts';
import type { CommandStreams } from '../server/offers.ts';
import { createResizes, type Resizes } from '../server/resizes.ts';
import type { CommandClient } from '../server/serve-command.ts';
import type { ProtocolVersion } from '../server/status.ts';
import type { SpdySession, SpdyStream } from './session.ts';

export interface AcceptedCommand {
  /** Takes the streams that the client opens. */
  readonly onStream: (stream: SpdyStream) => boolean;
  /** The client, once it has opened all streams; undefined when it does not within half a minute, or goes. */
  client(session: SpdySession): Promise<CommandClient | undefined>;
}

const STREAMS_MS = 30_000;
/** Text with the new size of a terminal. */
const RESIZE_BYTES = 1000;

/** The streams of exec and attach, by their header `streamtype`. */
export function acceptCommand(wanted: CommandStreams, version: ProtocolVersion): AcceptedCommand {
  const { stdin, stdout, stderr } = wanted;
  const needed = new Set([
    'error',
    ...Object.entries({ stdin, stdout, stderr }).flatMap(([name, isWanted]) => (isWanted ? [name] : [])),
  ]);
  const streams = new Map<string, SpdyStream>();
  let isComplete: () => void = () => undefined;
  const complete = new Promise<void>((resolve) => {
    isComplete = resolve;
  });
  const resizes = createResizes();
  let input: Input | undefined;
  return {
    onStream: (stream) => {
      const type = stream.headers.get('streamtype') ?? '';
      if (streams.has(type) || !(needed.has(type) || type === 'resize')) return false;
      streams.set(type, stream);
      if (type === 'stdin') input = receiveInput(stream);
      if (type === 'resize') receiveResizes(stream, resizes);
      if ([...needed].every((name) => streams.has(name))) isComplete();
      return true;
    },
    client: async (session) => {
      if (!(await inTime(complete, session))) {
        session.destroy();
        return undefined;
      }
      const error = outputOf(streams.get('error'));
      const outputs = { stdout: outputOf(streams.get('stdout')), stderr: outputOf(streams.get('stderr')) };
      session.gone.addEventListener('abort', () => {
        for (const stream of [input?.stream, outputs.stdout, outputs.stderr, error]) stream?.destroy();
      });
      return {
        version,
        io: { stdin: input?.stream, ...outputs, onResize: resizes.listen, gone: session.gone },
        finish: async (status) => {
          for (const stream of [outputs.stdout, outputs.stderr]) await endOutput(stream);
          await endOutput(error, status);
          input?.stream.destroy();
          await session.finish();
        },
      };
    },
  };
}

function receiveInput(stream: SpdyStream): Input {
  const input = createInput(() => {
    stream.resume();
  });
  stream.receive({
    data: (data) => input.take(data),
    end: () => {
      input.end();
    },
    reset: () => {
      input.end();
    },
  });
  // What nobody reads any more must not hold up the rest.
  input.stream.on('close', () => {
    stream.resume();
  });
  return input;
}

/** Sizes come one after another, each as an object, but not each in a frame of its own. */
function receiveResizes(stream: SpdyStream, resizes: Resizes): void {
  let text = '';
  stream.receive({
    data: (data) => {
      text += data.toString('latin1');
      for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}')) {
        resizes.take(Buffer.from(text.slice(0, end + 1), 'latin1'));
        text = text.slice(end + 1);
      }
      if (text.length > RESIZE_BYTES) text = '';
      return true;
    },
    end: () => undefined,
    reset: () => undefined,
  });
}

function outputOf(stream: SpdyStream | undefined): Writable | undefined {
  if (stream === undefined) return undefined;
  const output = new Writable({
    write: (data: Buffer, _encoding, done) => {
      stream.send(data, { last: false }, done);
    },
    final: (done) => {
      stream.send(Buffer.alloc(0), { last: true }, done);
    },
  });
  stream.receive({
    data: () => true,
    end: () => undefined,
    reset: () => {
      output.destroy();
    },
  });
  // Whoever writes learns of it, too.
  return output.on('error', () => undefined);
}

function inTime(act: Promise<void>, { gone }: SpdySession): Promise<boolean> {
  return new Promise((resolve) => {
    const fail = (): void => {
      resolve(false);
    };
    const timer = setTimeout(fail, STREAMS_MS);
    timer.unref();
    gone.addEventListener('abort', fail, { once: true });
    void act.then(() => {
      clearTimeout(timer);
      gone.removeEventListener('abort', fail);
      resolve(true);
    });
  });
}
