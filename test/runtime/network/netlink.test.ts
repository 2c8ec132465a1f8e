import { describe, expect, it } from 'vitest';
import { hairpinOn, newAddress, newVethPair, RTM } from '../../../runtime/network/built-in/link-messages.ts';
import { decodeAttributes, decodeReplies, encodeMessages, NLM, text } from '../../../runtime/network/built-in/netlink-message.ts';

describe('netlink messages', () => {
  it('have a header with length, type, flags and number, and attributes on boundaries of four bytes', () => {
    const message = { type: RTM.GETLINK, flags: NLM.ACK, fixed: Buffer.alloc(16), attributes: [[3, text('lo')]] as const };
    const body = `${'00'.repeat(16)}070003006c6f0000`;
    expect(encodeMessages([message, message]).toString('hex')).toBe(
      `28000000120005000100000000000000${body}28000000120005000200000000000000${body}`,
    );
  });

  it('nest attributes, with a fixed part before them where there is one', () => {
    const [veth, hairpin] = [
      newVethPair({ name: 'veth0', bridge: 5, peerName: 'eth0', peerMac: Buffer.from('0a580a580002', 'hex') }),
      hairpinOn('veth0'),
    ].map((message) => encodeMessages([message]));
    const linkInfo = decodeAttributes(veth?.subarray(16) ?? Buffer.alloc(0), 16).get(18) ?? Buffer.alloc(0);
    const info = decodeAttributes(linkInfo, 0);
    expect(info.get(1)?.toString()).toBe('veth\0');
    const peer = decodeAttributes(info.get(2) ?? Buffer.alloc(0), 0).get(1) ?? Buffer.alloc(0);
    const attributes = decodeAttributes(peer, 16);
    expect([...attributes].map(([type, value]) => [type, value.toString('hex')])).toEqual([
      [3, Buffer.from('eth0\0').toString('hex')],
      [1, '0a580a580002'],
      [28, '00000000'],
    ]);
    // Where the descriptor of the namespace is written.
    expect(veth?.subarray(-8).toString('hex')).toBe('08001c0000000000');
    expect(hairpin?.toString('hex')).toContain('0500040001');
  });

  it('carry an address with its prefix', () => {
    const bytes = [1, 2, 3].map((last) => Buffer.of(10, 0, 0, last));
    const [address, broadcast] = bytes as [Buffer, Buffer];
    const encoded = encodeMessages([newAddress({ index: 7, address, prefixLength: 24, broadcast })]).subarray(16);
    expect(encoded.subarray(0, 8).toString('hex')).toBe('0218000007000000');
    expect([...decodeAttributes(encoded, 8)].map(([type, value]) => [type, value.join('.')])).toEqual([
      [2, '10.0.0.1'],
      [1, '10.0.0.1'],
      [4, '10.0.0.2'],
    ]);
  });
});

describe('netlink replies', () => {
  const reply = (type: number, sequence: number, content: string): string => {
    const bytes = Buffer.from(content, 'hex');
    const header = Buffer.alloc(16);
    header.writeUInt32LE(16 + bytes.length, 0);
    header.writeUInt16LE(type, 4);
    header.writeUInt32LE(sequence, 8);
    return header.toString('hex') + content;
  };

  it('tell what is done, what failed, and what was asked for', () => {
    const bytes = Buffer.from(reply(2, 1, '00000000') + reply(16, 2, '00000000') + reply(2, 3, 'edffffff'), 'hex');
    expect(decodeReplies(bytes).map(({ sequence, errno }) => [sequence, errno])).toEqual([
      [1, 0],
      [2, undefined],
      [3, 19],
    ]);
  });

  it.each([
    ['a length beyond the end', '40000000020000000100000000000000'],
    ['a length shorter than a header', '04000000020000000100000000000000'],
  ])('are refused with %s', (_title, hex) => {
    expect(() => decodeReplies(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  });
});
