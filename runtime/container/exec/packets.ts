import { Writable } from 'node:stream';

/** What conmon takes in one packet; the rest of a longer one would be lost. */
const PACKET_BYTES = 8 * 1024;

/** Writes into a socket of packets, one at a time: several that wait would become one. Its end closes that half of the socket. */
export function packetsOf(socket: Writable): Writable {
  const writeFrom = (data: Buffer, done: (error?: Error | null) => void): void => {
    socket.write(data.subarray(0, PACKET_BYTES), (error) => {
      if (error || data.length <= PACKET_BYTES) done(error);
      else writeFrom(data.subarray(PACKET_BYTES), done);
    });
  };
  return new Writable({
    write: (data: Buffer, _encoding, done) => {
      writeFrom(data, done);
    },
    final: (done) => {
      socket.end(done);
    },
  }).on('error', () => undefined);
}
