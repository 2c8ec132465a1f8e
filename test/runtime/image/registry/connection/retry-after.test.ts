import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../../../runtime/image/registry/connection/retry-after.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');

test.each([
  [undefined, undefined],
  ['soon', undefined],
  ['7', 7_000],
  ['0', 0],
  ['86400', 60_000],
  ['Tue, 01 Jan 2030 00:00:05 GMT', 5_000],
  ['Mon, 31 Dec 2029 23:59:00 GMT', 0],
])('Retry-After %j waits %j ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
