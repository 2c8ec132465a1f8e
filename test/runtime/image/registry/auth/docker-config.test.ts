import { describe, expect, it, test } from 'vitest';
import { parseDockerConfig } from '../../../../../runtime/image/registry/auth/docker-config.ts';
import { noAuth } from '../../../../../runtime/image/registry/auth/no-auth.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const parse = (value: unknown) => parseDockerConfig(typeof value === 'string' ? value : JSON.stringify(value), '/config.json');

describe('Docker’s config.json', () => {
  it.each(['https://index.docker.io/v1/', 'docker.io', 'index.docker.io', 'https://registry-1.docker.io'])(
    'knows Docker’s registry as %s',
    (key) => {
      const config = parse({ auths: { [key]: { auth: base64('me:pass:word') } } });
      expect(config.authFor('docker.io', 'library/x')).toEqual({ ...noAuth, username: 'me', password: 'pass:word' });
      expect(config.authFor('other.io', 'library/x')).toBeUndefined();
    },
  );

  it.each(['r.io:5000', 'https://r.io:5000', 'http://r.io:5000/v2/', 'R.IO:5000/v1', 'r.io:5000/team', 'r.io:5000/team/app'])(
    'finds a registry written as %s',
    (key) => {
      const config = parse({ auths: { [key]: { username: 'u', password: 'p' } } });
      expect(config.authFor('r.io:5000', 'team/app')).toEqual({ ...noAuth, username: 'u', password: 'p' });
      expect(config.authFor('r.io', 'team/app')).toBeUndefined();
    },
  );

  it('takes what is nearest to the repository, and passes over what is empty', () => {
    const entry = (username: string) => ({ username, password: 'p' });
    const config = parse({
      auths: { 'r.io': entry('all'), 'r.io/team': entry('team'), 'r.io/team/app': {}, 'r.io/team/ap': entry('other') },
    });
    expect(config.authFor('r.io', 'team/app')?.username).toBe('team');
    expect(config.authFor('r.io', 'x')?.username).toBe('all');
  });

  it('reads identity and registry tokens', () => {
    const config = parse({
      auths: { 'a.io': { auth: base64('00000000-0000:'), identitytoken: 'id' }, 'b.io': { registrytoken: 'reg' } },
    });
    expect(config.authFor('a.io', 'x')).toEqual({ ...noAuth, identityToken: 'id' });
    expect(config.authFor('b.io', 'x')).toEqual({ ...noAuth, registryToken: 'reg' });
  });

  it('names the helper of a registry, else the store for all, else none', () => {
    const config = parse({ credHelpers: { 'a.io': 'ecr', 'https://b.io': '' }, credsStore: 'pass' });
    expect([config.helperFor('a.io'), config.helperFor('b.io'), config.helperFor('c.io')]).toEqual(['ecr', undefined, 'pass']);
    expect(parse({}).helperFor('a.io')).toBeUndefined();
  });
});

test.each([
  ['{"auths": {"a.io": {"auth": "c2VjcmV0"', /config\.json: the file: it is not JSON/],
  ['[]', /the file: an object is needed/],
  [{ auths: [] }, /auths: an object is needed/],
  [{ auths: { 'a.io': 'c2VjcmV0' } }, /auths\.a\.io: an object/],
  [{ auths: { 'a.io': { auth: base64('secret') } } }, /auths\.a\.io\.auth: it is not user:password/],
  [{ auths: { 'a.io': { username: 1 } } }, /auths\.a\.io\.username: a text/],
  [{ credHelpers: { 'a.io': 1 } }, /credHelpers\.a\.io: a text/],
  [{ credsStore: 1 }, /credsStore: a text/],
])('%j is explained with file and key, without what it holds', (value, expected) => {
  const use = (): void => {
    const config = parse(value);
    config.helperFor('a.io');
    config.authFor('a.io', 'x');
  };
  expect(use).toThrow(expected);
  expect(use).not.toThrow(/secret|c2VjcmV0/);
});
