import { describe, expect, it } from 'vitest';
import { chooseSubnet, subnetsOfDevice, subnetsText } from '../../../runtime/network/choose-subnet.ts';

const HEADER = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const route = (device: string, destination: string, mask: string): string =>
  `${device}\t${destination}\t00000000\t0001\t0\t0\t0\t${mask}\t0\t0\t0\n`;

describe('chooseSubnet', () => {
  it('takes the customary subnet where nothing is in the way, the default route neither', () => {
    expect(chooseSubnet(HEADER)).toBe('10.88.0.0/16');
    expect(chooseSubnet(HEADER + route('eth0', '00000000', '00000000'))).toBe('10.88.0.0/16');
  });

  it.each([
    ['the same subnet', '0000580A', '0000FFFF', '10.89.0.0/16'],
    ['a part of it', '0005580A', '00FFFFFF', '10.89.0.0/16'],
    ['one address in it', '0105580A', 'FFFFFFFF', '10.89.0.0/16'],
    ['all of 10.0.0.0/8', '0000000A', '000000FF', '172.20.0.0/16'],
  ])('keeps clear of a route to %s', (_, destination, mask, chosen) => {
    expect(chooseSubnet(HEADER + route('eth0', destination, mask))).toBe(chosen);
  });

  it('answers undefined when every candidate is in use', () => {
    const all = route('a', '0000000A', '000000FF') + route('b', '000010AC', '0000F0FF') + route('c', '0000A8C0', '0000FFFF');
    expect(chooseSubnet(HEADER + all)).toBeUndefined();
  });
});

describe('subnetsOfDevice', () => {
  const ipv6Addresses = [
    'fd000001000000000000000000000001 05 40 00 80     own0',
    'fe800000000000000858fffe0a580001 05 40 20 80     own0',
    'fe800000000000000858fffe0a580002 06 40 20 80     own1',
    '',
  ].join('\n');
  const routes = HEADER + route('own0', '00005B0A', '0000FFFF') + route('own1', '10005B0A', 'F0FFFFFF');

  it('are the networks that an interface has, of each family', () => {
    const texts = ['own0', 'own1', 'own2'].map((device) => subnetsText(subnetsOfDevice({ routes, ipv6Addresses }, device)));
    expect(texts).toEqual(['10.91.0.0/16,fd00:1::/64', '10.91.0.16/28', '']);
  });

  it('are those of IPv4 where the kernel has no IPv6', () => {
    expect(subnetsText(subnetsOfDevice({ routes, ipv6Addresses: '' }, 'own0'))).toBe('10.91.0.0/16');
  });
});
