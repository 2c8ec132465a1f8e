import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PullRequest, RegistryAuth } from '../../runtime/image/images.ts';
import { noAuth } from '../../runtime/image/registry/auth/no-auth.ts';
import { certificatesMissing, createAuthority, type Authority, type Certified } from '../support/certificates.ts';
import { basicAuth, tls, tokenAuth, USER, type Guard } from '../support/guarded-registry.ts';
import { buildImage, type BuiltImage } from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';
import { registryMissing, startRegistry, type Registry } from '../support/registry.ts';
import { startTalkingServer } from '../support/talking-server.ts';
import { IDENTITY, startTokenServer, type TokenServer } from '../support/token-server.ts';

const missing = registryMissing() ?? certificatesMissing() ?? (process.getuid?.() === 0 ? undefined : 'root is needed');
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const user: RegistryAuth = { ...noAuth, ...USER };

describe.skipIf(missing !== undefined)('a real registry that is guarded', () => {
  let authority: Authority;
  let server: Certified;
  let content: Registry;
  let image: BuiltImage;
  let directory: string;
  let room: ImageRoom;

  beforeAll(async () => {
    authority = createAuthority();
    server = authority.issue('server');
    content = await startRegistry();
    image = await buildImage({ layers: [[{ name: 'hello', content: 'hello' }]] });
    for (const repository of ['private/app', 'public/app']) await content.push(repository, image);
  });
  afterAll(async () => {
    await content.close();
    authority.close();
  });
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-guarded-'));
    room = await openImageRoom({
      registries: { directories: [join(directory, 'certs.d')], dockerConfig: join(directory, 'config.json') },
    });
  });
  afterEach(async () => {
    await room.close();
    rmSync(directory, { recursive: true });
  });

  /** A second registry over the same content. */
  const guarded = async <T>(env: Guard, use: (address: string) => Promise<T>): Promise<T> => {
    const registry = await startRegistry({ storage: content.storage, env });
    try {
      return await use(registry.address);
    } finally {
      await registry.close();
    }
  };
  const configure = (host: string, files: Readonly<Record<string, string>>): void => {
    const place = join(directory, 'certs.d', host);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  };
  const dockerConfig = (value: unknown): void => {
    writeFileSync(join(directory, 'config.json'), JSON.stringify(value));
  };
  /** Pulls it from nothing, and takes it away again. */
  const pull = async (reference: string, more: Partial<PullRequest> = {}): Promise<string> => {
    const pulled = await room.images.pull({ reference, ...more });
    const text = readFileSync(join(room.images.layerDirectories(pulled)[0] ?? '', 'hello'), 'utf8');
    await room.images.remove(pulled.id);
    expect(await room.stored()).toEqual([]);
    return text;
  };
  const failure = async (reference: string, more: Partial<PullRequest> = {}): Promise<unknown> =>
    pull(reference, more).catch((error: unknown) => error);

  it('by TLS with a private CA is pulled from once the CA is configured, in either layout', async () => {
    await guarded(tls(server), async (address) => {
      const reference = `${address}/private/app`;
      configure(address, { 'hosts.toml': `server = "https://${address}"` });
      expect(await failure(reference)).toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/^RegistryUnavailable: .*certificate/) as string,
        hint: expect.stringContaining('ca.crt') as string,
      });
      configure(address, { 'hosts.toml': `server = "https://${address}"\nca = "my.pem"`, 'my.pem': authority.certificate });
      expect(await pull(reference)).toBe('hello');
      configure(address, { 'ca.crt': authority.certificate });
      expect(await pull(reference)).toBe('hello');
      configure(address.replace(/:(\d+)$/, '_$1_'), { 'hosts.toml': `server = "https://${address}"\nskip_verify = true` });
      expect(await pull(reference)).toBe('hello');
    });
  });

  it('is not spoken to without TLS unless it is on loopback or listed', async () => {
    // Loopback in a form that is not taken for loopback.
    const [, port = ''] = content.address.split(':');
    const elsewhere = `[::ffff:127.0.0.1]:${port}`;
    expect(await failure(`${elsewhere}/private/app`)).toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('insecure registry') as string,
    });
    const listed = await openImageRoom({ registries: { insecureHosts: [elsewhere] } });
    await listed.images.pull({ reference: `${elsewhere}/private/app` });
    await listed.close();
  });

  it('by client certificates is shown ours, and no other host is', async () => {
    const client = authority.issue('client');
    await guarded(tls(server, authority), async (address) => {
      const reference = `${address}/private/app`;
      configure(address, { 'ca.crt': authority.certificate });
      expect(await failure(reference)).toMatchObject({ hint: expect.stringContaining('client certificate') as string });
      configure(address, {
        'ca.crt': authority.certificate,
        'client.cert': client.certificate,
        'client.key': client.key,
      });
      expect(await pull(reference)).toBe('hello');
      configure(address, {
        'hosts.toml': `server = "https://${address}"\nca = "${authority.certificateFile}"\nclient = "both.pem"`,
        'both.pem': `${client.certificate}${client.key}`,
      });
      expect(await pull(reference)).toBe('hello');
      configure(address, {
        'hosts.toml': `server = "https://${address}"\nca = "${authority.certificateFile}"\nclient = [["${client.certificateFile}", "${client.keyFile}"]]`,
      });
      expect(await pull(reference)).toBe('hello');
    });
  });

  it('by user and password takes those of the call and of Docker’s file, read at each pull', async () => {
    await guarded(basicAuth(directory), async (address) => {
      const reference = `${address}/private/app`;
      expect(await failure(reference)).toMatchObject({ code: 'unauthenticated', hint: 'sign in to this registry' });
      expect(await failure(reference, { auth: { ...user, password: 'wrong' } })).toMatchObject({ code: 'unauthenticated' });
      expect(await pull(reference, { auth: user })).toBe('hello');
      const auth = Buffer.from(`${USER.username}:${USER.password}`).toString('base64');
      expect(await pull(reference, { auth: { ...noAuth, auth } })).toBe('hello');
      dockerConfig({ auths: { [address]: { auth } } });
      expect(await pull(reference)).toBe('hello');
      dockerConfig({ auths: { [address]: { auth: Buffer.from('me:old').toString('base64') } } });
      expect(await failure(reference)).toMatchObject({ code: 'unauthenticated' });
    });
  });

  describe('by tokens', () => {
    let tokens: TokenServer;
    const withTokens = <T>(use: (address: string) => Promise<T>): Promise<T> =>
      guarded(tokenAuth({ realm: tokens.realm, authority }), use);

    beforeEach(async () => {
      tokens = await startTokenServer(authority);
    });
    afterEach(async () => {
      await tokens.close();
    });

    it('gives the public its own, and the rest to those who may', async () => {
      await withTokens(async (address) => {
        expect(await pull(`${address}/public/app`)).toBe('hello');
        const reference = `${address}/private/app`;
        expect(await failure(reference)).toMatchObject({ code: 'unauthenticated' });
        expect(await failure(reference, { auth: { ...user, password: 'wrong' } })).toMatchObject({ code: 'unauthenticated' });
        expect(await pull(reference, { auth: user })).toBe('hello');
        expect(await pull(reference, { auth: { ...noAuth, identityToken: IDENTITY } })).toBe('hello');
        expect(await failure(reference, { auth: { ...noAuth, identityToken: 'revoked' } })).toMatchObject({
          code: 'unauthenticated',
        });
        dockerConfig({ auths: { [address]: { auth: Buffer.from('0:').toString('base64'), identitytoken: IDENTITY } } });
        expect(await pull(reference)).toBe('hello');
      });
    });

    it('takes a registry token of the call as it is', async () => {
      await withTokens(async (address) => {
        const answer = await fetch(`${tokens.realm}?service=tests&scope=repository:private/app:pull`, {
          headers: { authorization: `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}` },
        });
        const { token } = (await answer.json()) as { token: string };
        const before = tokens.heard.length;
        expect(await pull(`${address}/private/app`, { auth: { ...noAuth, registryToken: token } })).toBe('hello');
        expect(tokens.heard).toHaveLength(before);
      });
    });

    it('is asked for a new token when the old one runs out in the middle of a pull', async () => {
      await withTokens(async (address) => {
        const refused: string[] = [];
        // Stands before the registry, and lets the first request for a blob through only when its token is no longer good.
        const gate = await startTalkingServer(async ({ path, headers }) => {
          const ask = () =>
            fetch(`http://${address}${path}`, {
              headers: { authorization: headers.authorization ?? '', accept: headers.accept ?? '*/*' },
            });
          const isFirstBlob = path.includes('/blobs/') && refused.length === 0;
          let response = await ask();
          while (isFirstBlob && response.status !== 401) response = await ask();
          if (isFirstBlob) refused.push(path);
          return {
            status: response.status,
            headers: Object.fromEntries(response.headers),
            body: Buffer.from(await response.arrayBuffer()),
          };
        });
        try {
          tokens.lifetime(2);
          expect(await pull(`${gate.host}/private/app`, { auth: user })).toBe('hello');
          expect(refused).toHaveLength(1);
          expect(tokens.heard.length).toBeGreaterThanOrEqual(2);
        } finally {
          await gate.close();
        }
      });
    });
  });

  describe('behind mirrors', () => {
    const nowhere = 'http://127.0.0.1:1';

    it('is pulled from when they are down, know nothing or have something else', async () => {
      const other = await startRegistry();
      const liar = await startTalkingServer(({ path }) =>
        path.includes('/blobs/') ? { body: Buffer.alloc(image.layers[0]?.size ?? 0) } : { status: 404 },
      );
      try {
        const mirrors = [nowhere, `http://${other.address}`, liar.url].map((url) => `[host."${url}"]`);
        configure('registry.test', { 'hosts.toml': [`server = "http://${content.address}"`, ...mirrors].join('\n') });
        expect(await pull('registry.test/private/app')).toBe('hello');
        expect(liar.heard.some(({ path }) => path.includes('/blobs/') && path.endsWith('?ns=registry.test'))).toBe(true);
      } finally {
        await liar.close();
        await other.close();
      }
    });

    it('is left alone when one of them has it all', async () => {
      configure('registry.test', { 'hosts.toml': `server = "${nowhere}"\n[host."http://${content.address}"]` });
      const pulled = await room.images.pull({ reference: 'registry.test/private/app' });
      expect(pulled.repoTags).toEqual(['registry.test/private/app:latest']);
    });

    it('that are configured wrongly is not pulled from, and the file is named', async () => {
      configure('registry.test', { 'hosts.toml': '[host."http://m"]\ncapabilities = ["pul"]' });
      expect(await failure('registry.test/private/app')).toMatchObject({
        code: 'failed-precondition',
        message: expect.stringMatching(/registry\.test\/hosts\.toml: host\."http:\/\/m"\.capabilities: "pul"/) as string,
      });
    });
  });
});
