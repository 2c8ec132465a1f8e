import { expect, test } from 'vitest';
import { parseNetDev } from '../../../runtime/stats/network-usage.ts';

const TEXT = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    1000      10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0
  eth0: 123456     100    1    2    0     0          0         0   654321     200    3    4    0     0       0          0
eth0.1:7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0
`;

test('each interface but loopback has its counters in both directions, also where the name touches the first number', () => {
  expect(parseNetDev(TEXT)).toEqual([
    {
      name: 'eth0',
      receive: { bytes: 123_456, packets: 100, errors: 1, dropped: 2 },
      transmit: { bytes: 654_321, packets: 200, errors: 3, dropped: 4 },
    },
    {
      name: 'eth0.1',
      receive: { bytes: 7, packets: 1, errors: 0, dropped: 0 },
      transmit: { bytes: 8, packets: 1, errors: 0, dropped: 0 },
    },
  ]);
});
