import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost } from '../../../../../runtime/host/host.ts';
import type { RegistryAuth } from '../../../../../runtime/image/images.ts';
import { askCredentialProgram } from '../../../../../runtime/image/registry/auth/credential-program.ts';
import {
  findCredentials,
  type Credentials,
  type CredentialsWanted,
} from '../../../../../runtime/image/registry/auth/credentials.ts';
import { endpointAt } from '../../../../../runtime/image/registry/endpoint.ts';
import { noAuth } from '../../../../../runtime/image/registry/auth/no-auth.ts';
import { createMemoryFiles } from '../../../../support/memory-files.ts';

const CONFIG = '/root/.docker/config.json';
const { signal } = new AbortController();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-helpers-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** A real program `docker-credential-<name>`. */
const helper = (name: string, script: string): void => {
  writeFileSync(join(directory, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
};
const exec = () => createHost({ path: `${directory}:/usr/bin:/bin` }).exec;
const user = (username: string, more: Partial<RegistryAuth> = {}): RegistryAuth => ({
  ...noAuth,
  username,
  password: 'p',
  ...more,
});
const find = async (
  config: unknown,
  wanted: Partial<CredentialsWanted> = {},
): Promise<Credentials & { readonly warned: readonly string[] }> => {
  const warned: string[] = [];
  const credentials = await findCredentials(
    { auth: undefined, domain: 'a.io', path: 'x', endpoint: endpointAt('https://a.io/v2', 'a.io'), ...wanted },
    {
      files: createMemoryFiles(config === undefined ? {} : { [CONFIG]: JSON.stringify(config) }),
      exec: exec(),
      dockerConfig: CONFIG,
      environment: { HOME: '/nowhere', EMPTY: undefined },
      warn: (message) => warned.push(message),
    },
    signal,
  );
  return { ...credentials, warned };
};

describe('a credential helper', () => {
  const ask = (name: string, timeoutMs = 10_000) =>
    askCredentialProgram({ name, server: 'a.io' }, { exec: exec(), environment: { HOME: '/home' }, timeoutMs }, signal);

  it('is told the server, and its answer is used', async () => {
    helper('ok', `[ "$1" = get ] && printf '{"ServerURL":"x","Username":"%s","Secret":"%s"}' "$(cat)" "$HOME"`);
    expect(await ask('ok')).toEqual({ ...noAuth, username: 'a.io', password: '/home' });
  });

  it('may give an identity token, or nothing', async () => {
    helper('token', `echo '{"Username":"<token>","Secret":"id"}'`);
    helper('none', 'echo "credentials not found in native keychain"; exit 1');
    helper('empty', `echo '{"Username":"","Secret":""}'`);
    expect(await ask('token')).toEqual({ ...noAuth, identityToken: 'id' });
    expect([await ask('none'), await ask('empty')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['fails', 'echo secret; echo secret >&2; exit 3', /docker-credential-bad failed: it ended with 3 for a\.io/],
    ['says nonsense', 'echo secret', /its answer is not understood/],
    ['says JSON of another kind', 'echo "[\\"secret\\"]"', /its answer is not understood/],
  ])('that %s is named, and what it said is not', async (_, script, expected) => {
    helper('bad', script);
    const error = await ask('bad').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'failed-precondition', message: expect.stringMatching(expected) as string });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  it('is not waited for longer than its time', async () => {
    helper('slow', 'sleep 60');
    await expect(ask('slow', 50)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('50 ms') as string,
    });
  });

  it('is a program on the path, not anywhere else', async () => {
    await expect(ask('../evil')).rejects.toThrow(/its name is not one of a program/);
    await expect(ask('absent')).rejects.toThrow(/docker-credential-absent is not installed/);
  });
});

describe('the credentials for a repository', () => {
  it('are those of the call before those of the file', async () => {
    const config = { auths: { 'a.io': user('file') } };
    expect((await find(config, { auth: user('call') })).auth?.username).toBe('call');
    expect((await find(config)).auth?.username).toBe('file');
    expect((await find(undefined)).auth).toBeUndefined();
  });

  it('are those of the call only for the server that they name', async () => {
    const config = { auths: { 'a.io': user('file') } };
    const named = (serverAddress: string) => find(config, { auth: user('call', { serverAddress }) });
    expect((await named('https://a.io/v2/')).auth?.username).toBe('call');
    expect((await named('b.io')).auth?.username).toBe('file');
    const hub = { domain: 'docker.io', endpoint: endpointAt('https://docker.io/v2', 'docker.io') };
    const auth = user('call', { serverAddress: 'https://index.docker.io/v1/' });
    expect((await find(undefined, { ...hub, auth })).auth?.username).toBe('call');
  });

  it('are not told to a mirror, which has its own', async () => {
    const config = { auths: { 'a.io': user('file'), 'mirror.io': user('mirror') } };
    const endpoint = endpointAt('https://mirror.io/v2', 'a.io');
    expect((await find(config, { endpoint, auth: user('call') })).auth?.username).toBe('mirror');
    expect((await find({}, { endpoint, auth: user('call') })).auth).toBeUndefined();
    // The registry itself, which is elsewhere than its name says.
    const moved = { ...endpoint, isMirror: false };
    expect((await find(config, { endpoint: moved, auth: user('call') })).auth?.username).toBe('call');
    expect((await find(config, { endpoint: moved })).auth?.username).toBe('file');
    const auth = user('call', { serverAddress: 'mirror.io' });
    expect((await find(config, { endpoint, auth })).auth?.username).toBe('call');
  });

  it('come from a helper before the file, and from the file when the helper has none', async () => {
    helper('one', `cat >/dev/null; echo '{"Username":"helper","Secret":"s"}'`);
    helper('none', 'echo "credentials not found in native keychain"; exit 1');
    const auths = { 'a.io': user('file') };
    expect((await find({ auths, credHelpers: { 'a.io': 'one' } })).auth?.username).toBe('helper');
    expect((await find({ auths, credsStore: 'one' })).auth?.username).toBe('helper');
    expect((await find({ auths, credsStore: 'none' })).auth?.username).toBe('file');
  });

  it('are asked of a helper by the name that Docker gives its own registry', async () => {
    helper('echo', `printf '{"Username":"%s","Secret":"s"}' "$(cat)"`);
    const hub = { domain: 'docker.io', endpoint: endpointAt('https://docker.io/v2', 'docker.io') };
    expect((await find({ credsStore: 'echo' }, hub)).auth?.username).toBe('https://index.docker.io/v1/');
  });

  it('are none, with the reason, when the configuration cannot be used', async () => {
    const broken = await find({ credsStore: 'desktop' });
    expect(broken.auth).toBeUndefined();
    expect(broken.problem).toMatch(/docker-credential-desktop is not installed/);
    expect(broken.warned).toEqual([broken.problem]);
    expect((await find('x')).problem).toMatch(/config\.json: the file: an object is needed/);
  });
});
