import { describe, expect, it } from 'vitest';
import {
  addressAt,
  addressBytes,
  addressText,
  distanceOf,
  isIn,
  isSameSubnet,
  lastAddress,
  overlap,
  parseSubnet,
  parseSubnets,
  podCapacity,
  subnetText,
  type Subnet,
} from '../../../runtime/network/subnet.ts';

const subnet = (text: string): Subnet => {
  const parsed = parseSubnet(text);
  if (parsed === undefined) throw new Error(`${text} is no subnet`);
  return parsed;
};

describe('parseSubnet', () => {
  it.each([
    ['10.88.0.0/16', 65_533n],
    ['192.168.1.77/24', 253n],
    ['10.0.0.0/29', 5n],
    ['10.0.0.0/31', 0n],
    ['0.0.0.0/0', 2n ** 32n - 3n],
    ['fd00:88::/64', 2n ** 64n - 3n],
    ['fd00:88::/126', 1n],
    ['fd00:88::1/128', 0n],
  ])('%s holds %i pods', (text, pods) => {
    expect(podCapacity(subnet(text))).toBe(pods);
  });

  it.each([
    '10.88.0.0',
    '10.88.0.0/33',
    '10.88.0/16',
    '0x0a.0.0.0/8',
    '300.0.0.0/8',
    'fd00::/129',
    'fd00::%eth0/64',
    'fd00:/64',
    '',
    '10.88.0.0/16 ',
    '10.88.0.0/16/2',
    '10.88.0.0/-1',
  ])('%j is none', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });

  it('writes itself as it is customary, without bits of hosts', () => {
    expect(subnetText(subnet('10.91.7.1/16'))).toBe('10.91.0.0/16');
    expect(subnetText(subnet('FD00:0:0:1:0:0:0:5/64'))).toBe('fd00:0:0:1::/64');
  });
});

describe('parseSubnets', () => {
  it('takes one network, or one of each family in either order', () => {
    const texts = (text: string) => parseSubnets(text)?.map(subnetText);
    expect(texts('10.1.0.0/24')).toEqual(['10.1.0.0/24']);
    expect(texts('fd00:1::/64, 10.1.0.0/24')).toEqual(['fd00:1::/64', '10.1.0.0/24']);
  });

  it.each(['', '10.1.0.0/24,10.2.0.0/24', '10.1.0.0/24,fd00::/64,fd01::/64', '10.1.0.0/24,', '10.1.0.0/24,all'])(
    '%j is none',
    (text) => {
      expect(parseSubnets(text)).toBeUndefined();
    },
  );
});

describe('networks', () => {
  it('are compared as networks, not as texts', () => {
    expect(isSameSubnet(subnet('10.91.0.1/16'), subnet('10.91.0.0/16'))).toBe(true);
    expect(isSameSubnet(subnet('10.91.0.0/16'), subnet('10.91.0.0/17'))).toBe(false);
    expect(isSameSubnet(subnet('0.0.0.0/0'), subnet('::/0'))).toBe(false);
  });

  it('overlap when one holds the other', () => {
    expect(overlap(subnet('10.0.0.0/8'), subnet('10.91.0.0/16'))).toBe(true);
    expect(overlap(subnet('fd00:1::/64'), subnet('fd00:1::5/128'))).toBe(true);
    expect(overlap(subnet('10.91.0.0/16'), subnet('10.92.0.0/16'))).toBe(false);
    expect(overlap(subnet('0.0.0.0/0'), subnet('fd00::/8'))).toBe(false);
  });

  it('know their addresses by the distance from their own', () => {
    expect(addressAt(subnet('10.1.0.0/16'), 256n)).toBe('10.1.1.0');
    expect(addressAt(subnet('fd00:1::/64'), 2n ** 32n)).toBe('fd00:1::1:0:0');
    expect(lastAddress(subnet('10.1.0.0/24'))).toBe('10.1.0.255');
    expect(distanceOf(subnet('fd00:1::/64'), 'fd00:1::a')).toBe(10n);
    expect(distanceOf(subnet('fd00:1::/64'), '10.1.0.1')).toBeUndefined();
    expect(isIn(subnet('fd00:1::/64'), 'fd00:1::a')).toBe(true);
    expect(isIn(subnet('fd00:1::/64'), 'fd00:2::a')).toBe(false);
    expect(isIn(subnet('10.1.0.0/24'), 'last_reserved_ip.0')).toBe(false);
  });

  it('have addresses in network order', () => {
    expect([...addressBytes('10.1.2.3')]).toEqual([10, 1, 2, 3]);
    expect(addressText(addressBytes('fd00::1:2'))).toBe('fd00::1:2');
    expect(addressBytes('no address')).toHaveLength(0);
  });
});
