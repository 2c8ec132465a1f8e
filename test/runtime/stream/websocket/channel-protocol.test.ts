import { describe, expect, it } from 'vitest';
import { channelProtocol, decodeMessage, encodeMessage } from '../../../../runtime/stream/websocket/channel-protocol.ts';

describe('a channel protocol', () => {
  it.each([
    ['', 1, false],
    ['channel.k8s.io', 1, false],
    ['base64.channel.k8s.io', 1, true],
    ['v2.channel.k8s.io', 2, false],
    ['v3.channel.k8s.io', 3, false],
    ['v4.channel.k8s.io', 4, false],
    ['v4.base64.channel.k8s.io', 4, true],
    ['v5.channel.k8s.io', 5, false],
    ['v5.base64.channel.k8s.io', 5, true],
  ])('is known by its name %j', (name, version, base64) => {
    expect(channelProtocol(name)).toEqual({ name, version, base64 });
  });

  it.each(['v6.channel.k8s.io', 'v0.channel.k8s.io', 'xchannel.k8s.io', 'channel.k8s.io.evil', 'chat'])('is not %j', (name) => {
    expect(channelProtocol(name)).toBeUndefined();
  });

  it('puts the channel before the data, as a byte or as a digit before base64', () => {
    const binary = { name: '', version: 4, base64: false } as const;
    const text = { name: '', version: 4, base64: true } as const;
    const message = { channel: 2, data: Buffer.of(0, 255, 10) };
    expect(encodeMessage(binary, message)).toEqual(Buffer.of(2, 0, 255, 10));
    expect(encodeMessage(text, message).toString()).toBe('2AP8K');
    for (const protocol of [binary, text]) expect(decodeMessage(protocol, encodeMessage(protocol, message))).toEqual(message);
  });

  it('has no message without a channel', () => {
    for (const name of ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io']) {
      const protocol = channelProtocol(name);
      expect(protocol && decodeMessage(protocol, Buffer.alloc(0))).toBeUndefined();
    }
  });
});
