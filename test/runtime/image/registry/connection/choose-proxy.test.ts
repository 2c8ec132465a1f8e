import { expect, test } from 'vitest';
import { chooseProxy, proxiesOf } from '../../../../../runtime/image/registry/connection/choose-proxy.ts';

const BOTH = { HTTP_PROXY: 'http://plain:3128', https_proxy: 'user:pass@tls:3129' };

test.each([
  ['http://registry.io/v2', {}, undefined],
  ['http://registry.io/v2', BOTH, 'http://plain:3128/'],
  ['https://registry.io/v2', BOTH, 'http://user:pass@tls:3129/'],
  ['https://registry.io/v2', { HTTPS_PROXY: ' ' }, undefined],
  ['https://registry.io/v2', { HTTPS_PROXY: 'socks5://x' }, undefined],
  ['http://localhost:5000/', BOTH, undefined],
  ['http://127.0.0.2:5000/', BOTH, undefined],
  ['http://[::1]:5000/', BOTH, undefined],
])('%s with %j goes through %s', (url, environment, expected) => {
  expect(chooseProxy(url, proxiesOf(environment))).toBe(expected);
});

test.each([
  ['*', 'https://a.io', true],
  ['a.io', 'https://a.io', true],
  ['a.io', 'https://b.a.io', true],
  ['a.io', 'https://ba.io', false],
  ['.a.io', 'https://b.a.io', true],
  ['.a.io', 'https://a.io', false],
  ['*.a.io', 'https://b.a.io', true],
  ['A.IO', 'https://a.io', true],
  ['b.io a.io', 'https://a.io', true],
  ['b.io, a.io', 'https://a.io', true],
  ['a.io:443', 'https://a.io', true],
  ['a.io:5000', 'https://a.io', false],
  ['a.io:5000', 'https://a.io:5000', true],
  ['10.0.0.0/8', 'https://10.1.2.3:5000', true],
  ['10.0.0.0/8', 'https://11.1.2.3', false],
  ['10.0.0.0/99', 'https://10.1.2.3', false],
  ['10.1.2.3', 'https://10.1.2.3', true],
  ['[fd00::1]:5000', 'https://[fd00::1]:5000', true],
  ['fd00::/8', 'https://[fd12::1]', true],
])('NO_PROXY=%s and %s: reached directly is %s', (entry, url, isDirect) => {
  const proxy = chooseProxy(url, proxiesOf({ HTTPS_PROXY: 'http://proxy', NO_PROXY: entry }));
  expect(proxy === undefined).toBe(isDirect);
});
