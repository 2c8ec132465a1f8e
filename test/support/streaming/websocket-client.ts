import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { upgrade } from './upgrade.ts';

/** One end of RFC 6455, client side. */
export interface WebSocketClient {
  readonly socket: Socket;
  /** What the server chose; '' = none. */
  readonly protocol: string;
  /** Sends a message in one frame; waits while the connection is full. */
  send(data: Uint8Array | string): Promise<void>;
  /** All that come, until the end of the connection. Pings are answered. */
  messages(): AsyncGenerator<Buffer>;
  /** Code of the server's close frame, once it came. */
  closeCode(): number | undefined;
  close(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Throws with the status and body when the server refuses. */
export async function connectWebSocket(url: string, protocols: readonly string[] = []): Promise<WebSocketClient> {
  const key = randomBytes(16).toString('base64');
  const answer = await upgrade(url, {
    headers: [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', key],
      ...(protocols.length === 0 ? [] : [['Sec-WebSocket-Protocol', protocols.join(', ')] as const]),
    ],
  });
  const { socket, status, headers } = answer;
  if (status !== 101) throw new Error(`${String(status)} ${answer.rest.toString('utf8').trim()}`);
  const expected = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  if (headers['sec-websocket-accept'] !== expected) throw new Error('wrong sec-websocket-accept');
  let closeCode: number | undefined;
  const write = async (opcode: number, data: Uint8Array): Promise<void> => {
    if (socket.destroyed || !socket.writable) throw new Error('the connection has ended');
    if (!socket.write(frame(opcode, data))) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  };
  return {
    socket,
    protocol: headers['sec-websocket-protocol'] ?? '',
    send: (data) => (typeof data === 'string' ? write(OPCODE.text, Buffer.from(data)) : write(OPCODE.binary, data)),
    messages: async function* () {
      for await (const { opcode, data } of frames(socket, answer.rest)) {
        if (opcode === OPCODE.ping) await write(OPCODE.pong, data);
        else if (opcode === OPCODE.close) {
          closeCode = data.length >= 2 ? data.readUInt16BE(0) : 1005;
          socket.end(frame(OPCODE.close, data));
        } else if (opcode <= OPCODE.binary) yield data;
      }
    },
    closeCode: () => closeCode,
    close: () => {
      socket.write(frame(OPCODE.close, Buffer.of(3, 232)));
    },
  };
}

function frame(opcode: number, data: Uint8Array): Buffer {
  const mask = randomBytes(4);
  const length = data.length;
  const head =
    length < 126
      ? Buffer.of(0x80 | opcode, 0x80 | length)
      : length < 65_536
        ? Buffer.of(0x80 | opcode, 0x80 | 126, length >> 8, length & 0xff)
        : Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | 127, 0, 0, 0, 0), uint32(length)]);
  const masked = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at++) masked[at] = (data[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return Buffer.concat([head, mask, masked]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Servers send every message in one frame here; a continuation would be an error of this client's reader. */
async function* frames(socket: Socket, rest: Buffer): AsyncGenerator<{ readonly opcode: number; readonly data: Buffer }> {
  let buffered = [rest];
  let size = rest.length;
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const need = async (bytes: number): Promise<boolean> => {
    while (size < bytes) {
      const next = await chunks.next().catch(() => undefined);
      if (next?.done !== false) return false;
      buffered.push(next.value);
      size += next.value.length;
    }
    if (buffered.length > 1) buffered = [Buffer.concat(buffered)];
    return true;
  };
  const take = (bytes: number): Buffer => {
    const [all = Buffer.alloc(0)] = buffered;
    buffered = [all.subarray(bytes)];
    size -= bytes;
    return all.subarray(0, bytes);
  };
  while (await need(2)) {
    const [first = 0, second = 0] = take(2);
    if ((first & 0x80) === 0 || (second & 0x80) !== 0) throw new Error('a fragment or a masked frame came from the server');
    let length = second & 0x7f;
    if (length >= 126) {
      const bytes = length === 126 ? 2 : 8;
      if (!(await need(bytes))) return;
      length = Number(`0x${take(bytes).toString('hex')}`);
    }
    if (!(await need(length))) return;
    yield { opcode: first & 0x0f, data: take(length) };
  }
}
