import { expect, test } from 'vitest';
import { formatReference, parseReference } from '../../../runtime/image/reference.ts';

const hex = 'a'.repeat(64);

test.each([
  ['busybox', 'docker.io/library/busybox:latest'],
  ['index.docker.io/busybox', 'docker.io/library/busybox:latest'],
  ['user/app:1', 'docker.io/user/app:1'],
  ['localhost/app', 'localhost/app:latest'],
  ['localhost:5000/a/b:v1', 'localhost:5000/a/b:v1'],
  ['[::1]:5000/a', '[::1]:5000/a:latest'],
  [`host.io/a:tag@sha256:${hex}`, `host.io/a@sha256:${hex}`],
])('%s means %s', (text, full) => {
  expect(formatReference(parseReference(text))).toBe(full);
});

test.each([
  '',
  hex,
  'Upper',
  'a b',
  '../x',
  'host.io/a:',
  'host.io/a@sha256:12',
  'host.io/A',
  '-a',
  `a${'/a'.repeat(200)}`,
  'a\u001b[2J',
])('%j is refused', (text) => {
  expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
