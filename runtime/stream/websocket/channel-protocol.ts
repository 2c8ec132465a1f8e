import type { ProtocolVersion } from '../server/status.ts';

/** How messages name their channel: one byte before the data, or one digit before the data in base64. */
export interface ChannelProtocol {
  readonly name: string;
  readonly version: ProtocolVersion;
  readonly base64: boolean;
}

export interface ChannelMessage {
  readonly channel: number;
  readonly data: Buffer;
}

const NAME = /^(?:v([1-5])\.)?(base64\.)?channel\.k8s\.io$/;
const DIGIT_0 = 0x30;

/** The protocol of that name; undefined when it is none of these. Without a name it is the first one. */
export function channelProtocol(name: string): ChannelProtocol | undefined {
  const [all, version = '1', base64] = NAME.exec(name === '' ? 'channel.k8s.io' : name) ?? [];
  if (all === undefined) return undefined;
  return { name, version: Number(version) as ProtocolVersion, base64: base64 !== undefined };
}

/** undefined for a message without a channel. */
export function decodeMessage({ base64 }: ChannelProtocol, message: Buffer): ChannelMessage | undefined {
  const [first] = message;
  if (first === undefined) return undefined;
  if (!base64) return { channel: first, data: message.subarray(1) };
  return { channel: first - DIGIT_0, data: Buffer.from(message.toString('latin1', 1), 'base64') };
}

export function encodeMessage({ base64 }: ChannelProtocol, { channel, data }: ChannelMessage): Buffer {
  if (base64) return Buffer.from(`${String(channel)}${data.toString('base64')}`, 'latin1');
  const message = Buffer.allocUnsafe(data.length + 1);
  message[0] = channel;
  data.copy(message, 1);
  return message;
}
