import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificatesMissing, createAuthority, type Authority } from '../support/certificates.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { failureOf } from '../support/daemon-lab.ts';
import { basicAuth, tls, USER } from '../support/guarded-registry.ts';
import { buildImage, buildLayer, type BuiltImage } from '../support/image-builder.ts';
import { startLyingRegistry, type LyingRegistry } from '../support/lying-registry.ts';
import { startProxyServer, type ProxyServer } from '../support/proxy-server.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing() ?? certificatesMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('the daemon and its registries', () => {
  let directory: string;
  let authority: Authority;
  let proxy: ProxyServer;
  let content: Registry;
  let guarded: Registry;
  let lying: LyingRegistry;
  let daemon: Daemon;
  let image: BuiltImage;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-registries-'));
    authority = createAuthority();
    proxy = await startProxyServer();
    image = await buildImage({
      layers: [await buildLayer([{ name: 'f', content: Buffer.alloc(500_000, 'x') }], { compression: 'none' })],
    });
    content = await startRegistry({ storageParent: '/dev/shm' });
    await content.push('team/app', image);
    const env = { ...tls(authority.issue('server')), ...basicAuth(directory) };
    guarded = await startRegistry({ storage: content.storage, env });
    lying = await startLyingRegistry();
    const helper = `#!/bin/sh\ncat > /dev/null\necho '{"Username":"${USER.username}","Secret":"${USER.password}"}'\n`;
    writeFileSync(join(directory, 'docker-credential-test'), helper, { mode: 0o755 });
    daemon = await startDaemon({
      path: `${directory}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      wrapper: ['env', `HTTP_PROXY=http://${proxy.host}`],
      flags: [
        ...['--registry-config', join(directory, 'certs.d')],
        ...['--docker-config', join(directory, 'config.json')],
        ...['--insecure-registry', elsewhere()],
      ],
    });
  });
  afterAll(async () => {
    await daemon.close();
    for (const one of [lying, guarded, content, proxy]) await one.close();
    authority.close();
    rmSync(directory, { recursive: true });
  });

  /** Loopback in a form that is not taken for loopback, which no proxy is asked for. */
  const elsewhere = (): string => content.address.replace('127.0.0.1', '[::ffff:127.0.0.1]');
  const configure = (host: string, text: string): void => {
    mkdirSync(join(directory, 'certs.d', host), { recursive: true });
    writeFileSync(join(directory, 'certs.d', host, 'hosts.toml'), text);
  };
  const pull = (reference: string, timeoutMs = 60_000) =>
    daemon.cri.images.PullImage({ image: { image: reference } }, { timeoutMs });
  const remove = (reference: string) => daemon.cri.images.RemoveImage({ image: { image: reference } });

  it('pulls by hosts.toml and a credential helper, which are read at each pull, and keeps secrets out of its log', async () => {
    const name = 'registry.test/team/app:latest';
    configure('registry.test', `server = "https://${guarded.address}"\nca = 1`);
    expect(await failureOf(pull(name))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      message: expect.stringMatching(/registry\.test\/hosts\.toml: ca: a text or a list/) as string,
    });
    configure('registry.test', `server = "https://${guarded.address}"\nca = "${authority.certificateFile}"`);
    writeFileSync(join(directory, 'config.json'), '{"credsStore":"absent"}');
    expect(await failureOf(pull(name))).toMatchObject({
      code: status.UNAUTHENTICATED,
      message: expect.stringContaining('docker-credential-absent is not installed') as string,
    });
    const { username, password } = USER;
    await daemon.cri.images.PullImage({ image: { image: name }, auth: { username, password } });
    writeFileSync(join(directory, 'config.json'), '{"credsStore":"test"}');
    const { imageRef } = await pull(name);
    expect(imageRef).toBe(image.config.digest);
    expect((await daemon.cri.images.ImageStatus({ image: { image: name } })).image?.repoTags).toEqual([name]);
    const log = JSON.stringify(daemon.logs());
    expect(log).toContain(name);
    expect(log).not.toContain(USER.password);
    expect(log).not.toContain(Buffer.from(`${USER.username}:${USER.password}`).toString('base64'));
    await remove(name);
  });

  it('goes through the proxy of its environment', async () => {
    const name = `${elsewhere()}/team/app`;
    await pull(name);
    expect(proxy.asked.map(({ target }) => target).some((target) => target.endsWith('/v2/team/app/manifests/latest'))).toBe(true);
    await remove(name);
  });

  it('answers DEADLINE_EXCEEDED to a caller whose time is up, and the same pull works afterwards', async () => {
    const name = lying.add(image);
    lying.lie(({ what }) => (what.startsWith('blobs/') ? { stallAfter: 0 } : undefined));
    expect(await failureOf(pull(name, 700))).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await expect
      .poll(() =>
        daemon
          .logs()
          .filter(({ message }) => message === 'PullImage')
          .at(-1),
      )
      .toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    lying.lie(() => undefined);
    await pull(name);
    await remove(name);
  });

  it('that was killed in the middle of a layer goes on where it was', async () => {
    const name = lying.add(image);
    const layer = `blobs/${image.layers[0]?.digest ?? ''}`;
    lying.lie(({ what }) => (what === layer ? { stallAfter: 300_000 } : undefined));
    const cut = failureOf(pull(name));
    const ingest = join(daemon.root, 'images', 'ingest');
    const partBytes = (): number => {
      const part = readdirSync(ingest).find((file) => file.endsWith('.part'));
      return part === undefined ? -1 : statSync(join(ingest, part)).size;
    };
    await expect.poll(partBytes).toBeGreaterThan(0);
    await daemon.kill9();
    await cut;
    const came = partBytes();
    await daemon.start();
    lying.lie(() => undefined);
    await pull(name);
    expect(lying.asked.filter(({ what }) => what === layer).map(({ from }) => from)).toEqual([came]);
  });
});
