import type { Duplex } from 'node:stream';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import type { ContainerRecord } from '../../base/container.ts';
import { bundleFiles } from '../../oci/conmon.ts';
import { requireContainer } from '../../state/transitions.ts';
import type { CommandIo, TerminalSize } from '../../stream/server/offers.ts';
import type { ContainerContext } from '../container-context.ts';
import { requireRecord } from '../require-record.ts';
import { copyIn } from './copy.ts';
import { packetsOf } from './packets.ts';

/** What a client may be behind: conmon, and so the container, waits for a reader that is slow, so that such a one is dropped. */
const BEHIND_BYTES = 32 * 1024 * 1024;
/** First byte of what conmon sends. */
const KIND = { stdout: 2, stderr: 3 } as const;

/**
 * Joins a client to the streams of a running container's first process until it ends, or the client goes. Any number may be joined; all get what
 * is written from then on. Throws failed-precondition when the container does not run, resource-exhausted for a client that reads too slowly.
 */
export async function attachStream(
  context: ContainerContext,
  request: { readonly id: string; readonly io: CommandIo },
): Promise<void> {
  const record = requireRecord(context, request.id);
  requireContainer('attach', record);
  const { io } = request;
  const conmon = connect(context, record);
  if (record.config.tty) followSize(context, record, io);
  if (record.config.stdin) copyIn(io.stdin, packetsOf(conmon));
  else io.stdin?.resume();
  try {
    await copyPackets(conmon, io);
  } finally {
    leave(conmon, record, io);
  }
}

function connect({ host, paths }: ContainerContext, record: ContainerRecord): Duplex {
  try {
    return host.stream(host.sys.connectPackets(bundleFiles(paths.bundle(record.id)).attach), 'both');
  } catch (error) {
    if (errnoOf(error) !== 'ECONNREFUSED' && errnoOf(error) !== 'ENOENT') throw error;
    throw new CriError('failed-precondition', `conmon of container ${record.id.slice(0, 12)} has ended; attach needs it`, {
      cause: error,
    });
  }
}

/** Resolves at the end of the container, or when the client goes. What the client does not want is read nevertheless. */
function copyPackets(conmon: Duplex, io: CommandIo): Promise<void> {
  return new Promise((resolve, reject) => {
    conmon.on('data', (packet: Buffer) => {
      const sink = packet[0] === KIND.stdout ? io.stdout : packet[0] === KIND.stderr ? io.stderr : undefined;
      if (sink === undefined || sink.destroyed) return;
      sink.write(packet.subarray(1));
      if (sink.writableLength > BEHIND_BYTES) reject(tooSlow(io));
    });
    const end = (): void => {
      resolve();
    };
    conmon.once('end', end).once('close', end);
    io.gone.addEventListener('abort', end, { once: true });
    if (io.gone.aborted) end();
  });
}

function tooSlow(io: CommandIo): CriError {
  // What waits for this client is not worth its memory any more.
  for (const stream of [io.stdout, io.stderr]) stream?.destroy();
  return new CriError(
    'resource-exhausted',
    `an attached client is more than ${String(BEHIND_BYTES)} bytes behind its container`,
    {
      hint: 'read faster, or read the log instead',
    },
  );
}

/** conmon takes the end of any client for the end of input that may come once: one that gave none stays until the container ends. */
function leave(conmon: Duplex, { config }: ContainerRecord, io: CommandIo): void {
  if (config.stdin && config.stdinOnce && io.stdin === undefined) conmon.removeAllListeners('data').resume();
  else conmon.destroy();
}

function followSize({ host, log, paths }: ContainerContext, record: ContainerRecord, io: CommandIo): void {
  const { control } = bundleFiles(paths.bundle(record.id));
  // One after another: the last one that came has to be the last one that is set.
  let turn: Promise<void> = Promise.resolve();
  io.onResize(({ rows, columns }: TerminalSize) => {
    turn = turn
      .then(() => host.files.writePipe(control, `1 ${String(rows)} ${String(columns)}\n`))
      .catch((error: unknown) => {
        log.warn('the size of a terminal could not be set', { container: record.id, error });
      });
  });
}
