import { expect, test } from 'vitest';
import { parseLoopbackAddress } from '../../../runtime/base/loopback-address.ts';

test.each([
  ['127.0.0.1:9090', { host: '127.0.0.1', port: 9090 }],
  ['127.1.2.3:0', { host: '127.1.2.3', port: 0 }],
  ['localhost:1', { host: 'localhost', port: 1 }],
  ['[::1]:9090', { host: '::1', port: 9090 }],
])('%s is a loopback address', (text, address) => {
  expect(parseLoopbackAddress(text)).toEqual(address);
});

test.each(['0.0.0.0:9090', '10.0.0.1:9090', '127.0.0.1', '::1:9090', '127.0.0.1:70000', ':9090', 'localhost.example:9', ''])(
  '%j is none',
  (text) => {
    expect(parseLoopbackAddress(text)).toBeUndefined();
  },
);
