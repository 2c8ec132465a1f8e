import { describe, expect, it } from 'vitest';
import { chooseSubnet, isSameSubnet, parseSubnet, podCapacity, subnetOfDevice } from '../../../runtime/network/choose-subnet.ts';

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

describe('subnetOfDevice', () => {
  it('is the subnet that an interface has', () => {
    const routes = HEADER + route('own0', '00005B0A', '0000FFFF') + route('own1', '10005B0A', 'F0FFFFFF');
    expect(['own0', 'own1', 'own2'].map((device) => subnetOfDevice(routes, device))).toEqual([
      '10.91.0.0/16',
      '10.91.0.16/28',
      undefined,
    ]);
  });
});

describe('isSameSubnet', () => {
  it('compares networks, not texts', () => {
    expect(isSameSubnet('10.91.0.1/16', '10.91.0.0/16')).toBe(true);
    expect(isSameSubnet('10.91.0.0/16', '10.91.0.0/17')).toBe(false);
    expect(isSameSubnet('10.91.0.0/16', 'all')).toBe(false);
  });
});

describe('parseSubnet', () => {
  it.each([
    ['10.88.0.0/16', 65_533],
    ['192.168.1.77/24', 253],
    ['10.0.0.0/29', 5],
    ['10.0.0.0/31', 0],
    ['0.0.0.0/0', 2 ** 32 - 3],
  ])('%s holds %i pods', (text, pods) => {
    expect(podCapacity(parseSubnet(text) ?? { address: 0, mask: 0xffffffff })).toBe(pods);
  });

  it.each(['10.88.0.0', '10.88.0.0/33', '10.88.0/16', '300.0.0.0/8', 'fd00::/64', '', '10.88.0.0/16 '])('%j is none', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });
});
