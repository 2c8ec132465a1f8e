import { expect, test } from 'vitest';
import { parseChallenges } from '../../../../../runtime/image/registry/auth/challenge.ts';

test.each([
  ['', []],
  ['Basic realm="a, b"', [{ scheme: 'basic', parameters: { realm: 'a, b' } }]],
  [
    'Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push"',
    [{ scheme: 'bearer', parameters: { realm: 'https://a/t', service: 's', scope: 'repository:a/b:pull,push' } }],
  ],
  ['BEARER Realm = https://a/t , error=x', [{ scheme: 'bearer', parameters: { realm: 'https://a/t', error: 'x' } }]],
  [
    'Negotiate, Basic realm="x", Bearer realm="y"',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
      { scheme: 'bearer', parameters: { realm: 'y' } },
    ],
  ],
  ['Basic realm="say \\"hi\\""', [{ scheme: 'basic', parameters: { realm: 'say "hi"' } }]],
  ['Bearer realm="never closed', [{ scheme: 'bearer', parameters: {} }]],
  ['=="', []],
])('the header %j is read', (header, expected) => {
  expect(parseChallenges(header)).toEqual(expected);
});
