import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing, makeDaemon, runToEnd, startDaemon, type Daemon, type DaemonOptions } from '../support/daemon.ts';
import {
  busyboxImage,
  busyboxLayer,
  expectNoPodsLeft,
  failureOf,
  imageFiles,
  podConfig,
  runContainer,
  shellContainer,
  until,
} from '../support/daemon-lab.ts';
import { buildImage, digestOf, jsonBlob, type Blob, type BuiltImage } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Programs that the daemon calls, all of them. */
const PROGRAMS = ['/usr/sbin/runc', '/usr/bin/conmon', '/usr/sbin/iptables'];
const PLUGINS = '/usr/lib/cni';

describe.skipIf(missing !== undefined)('trouble', () => {
  let registry: Registry;
  let image: BuiltImage;
  let reference = '';
  const daemons: Daemon[] = [];

  const start = async (options: DaemonOptions = {}): Promise<Daemon> => {
    const daemon = await startDaemon(options);
    daemons.push(daemon);
    return daemon;
  };

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await busyboxImage();
    reference = await registry.push('test/busybox', image);
  });

  afterEach(async () => {
    for (const daemon of daemons.splice(0)) await daemon.close();
  });

  afterAll(() => registry.close());

  const pull = (daemon: Daemon, name: string): Promise<unknown> => daemon.cri.images.PullImage({ image: { image: name } });

  /** All is well: the sample image comes, runs and goes. */
  const expectServing = async (daemon: Daemon): Promise<void> => {
    await pull(daemon, reference);
    const { podSandboxId, containerId } = await runContainer(daemon, { name: 'well', image: reference, script: 'sleep 1000' });
    expect((await daemon.cri.runtime.ExecSync({ containerId, cmd: ['true'] })).exitCode).toBe(0);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
    await daemon.cri.images.RemoveImage({ image: { image: reference } });
    await until('an empty store', () => (wholeFiles(daemon).length === 0 ? true : undefined));
  };

  /** Parts of a broken download are no image: the next pull goes on from them. */
  const wholeFiles = (daemon: Daemon): string[] => imageFiles(daemon).filter((path) => !path.endsWith('.part'));

  const expectNoImage = async (daemon: Daemon, name: string): Promise<void> => {
    expect((await daemon.cri.images.ImageStatus({ image: { image: name } })).image).toBeUndefined();
    expect((await daemon.cri.images.ListImages()).images).toEqual([]);
    const { rootfs } = JSON.parse(Buffer.from(image.config.bytes).toString()) as { rootfs: { diff_ids: string[] } };
    // A layer that was whole before another one failed stays for the next try.
    const isSound = (path: string): boolean =>
      rootfs.diff_ids.some((diffId) => path.endsWith(`/layers/${diffId.slice('sha256:'.length)}`));
    // What is discarded is removed by a worker, which takes its time on a busy machine.
    const layers = (): string[] => imageFiles(daemon).filter((path) => /\/(unpack|layers)\//.test(path) && !isSound(path));
    await expect.poll(layers, { timeout: 5000 }).toEqual([]);
  };

  describe('with an image', () => {
    /** A registry entry whose layer has other bytes on disk than its digest says. */
    const damaged = async (repository: string, damage: (file: string, layer: Blob) => void): Promise<string> => {
      const broken = await buildImage({ layers: [busyboxLayer(), [{ name: 'etc/only-here', content: repository }]] });
      const name = await registry.push(repository, broken);
      for (const layer of broken.layers.slice(1)) damage(registry.blobFile(layer.digest), layer);
      return name;
    };

    it('names an image that nobody has', async () => {
      const daemon = await start();
      for (const name of [`${registry.address}/test/none:v1`, `${registry.address}/test/busybox:none`]) {
        const failure = await failureOf(pull(daemon, name));
        expect(failure).toMatchObject({ code: status.NOT_FOUND, hint: 'check the name and the tag' });
        expect(failure.message).toContain(`${registry.address} has no manifest`);
        await expectNoImage(daemon, name);
      }
      const config = podConfig(daemon, 'absent');
      const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
      const create = daemon.cri.runtime.CreateContainer({
        podSandboxId,
        config: shellContainer('main', 'localhost/none:x', 'true'),
        sandboxConfig: config,
      });
      expect(await failureOf(create)).toMatchObject({ code: status.NOT_FOUND, hint: 'pull it first' });
      await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
      await expectServing(daemon);
    });

    it('says that a registry is not to be reached, in the kubelet’s word', async () => {
      const daemon = await start();
      for (const name of ['127.0.0.1:1/some/image:v1', 'registry.invalid/some/image:v1']) {
        const failure = await failureOf(pull(daemon, name));
        expect(failure).toMatchObject({ code: status.UNAVAILABLE });
        expect(failure.message).toContain('RegistryUnavailable');
        expect(failure.hint).toContain('check the name of the registry and the network');
        await expectNoImage(daemon, name);
      }
      await expectServing(daemon);
    });

    it('refuses a name that is none', async () => {
      const daemon = await start();
      for (const name of ['localhost/UPPER:x', 'a b', 'x@sha256:12']) {
        expect(await failureOf(pull(daemon, name))).toMatchObject({ code: status.INVALID_ARGUMENT });
      }
      expect(await failureOf(pull(daemon, ''))).toMatchObject({ code: status.INVALID_ARGUMENT });
    });

    it('refuses a layer whose bytes do not match its digest', async () => {
      const daemon = await start();
      const name = await damaged('test/wrong', (file, layer) => {
        const bytes = Buffer.from(layer.bytes);
        // The time in the gzip header: what is unpacked stays the same, so that only the digest can tell.
        bytes[4] = (bytes[4] ?? 0) ^ 0xff;
        writeFileSync(file, bytes);
      });
      const failure = await failureOf(pull(daemon, name));
      expect(failure.code).toBe(status.DATA_LOSS);
      expect(failure.message).toContain('does not match its digest');
      expect(failure.hint).not.toBe('');
      await expectNoImage(daemon, name);
      expect(imageFiles(daemon).filter((path) => path.endsWith('.part'))).toEqual([]);
      await expectServing(daemon);
    });

    it('refuses a layer that ends too early', async () => {
      const daemon = await start();
      const name = await damaged('test/short', (file, layer) => {
        truncateSync(file, layer.size - 20);
      });
      const failure = await failureOf(pull(daemon, name));
      expect([status.UNAVAILABLE, status.DATA_LOSS]).toContain(failure.code);
      expect(failure.hint).not.toBe('');
      await expectNoImage(daemon, name);
      await expectServing(daemon);
    });

    it('refuses a layer that is cut off within the archive though its digest is right', async () => {
      const daemon = await start();
      const whole = image.layers[0]?.bytes ?? Buffer.alloc(0);
      const bytes = whole.subarray(0, whole.length >> 1);
      const layer = { mediaType: image.layers[0]?.mediaType ?? '', digest: digestOf(bytes), size: bytes.length, bytes };
      const document = JSON.parse(Buffer.from(image.manifest.bytes).toString()) as Record<string, unknown>;
      const manifest = jsonBlob(image.manifest.mediaType, { ...document, layers: [{ ...layer, bytes: undefined }] });
      await registry.pushBlob('test/cut', layer);
      await registry.pushBlob('test/cut', image.config);
      await registry.pushManifest('test/cut', manifest, 'latest');
      const name = `${registry.address}/test/cut:latest`;
      const failure = await failureOf(pull(daemon, name));
      expect(failure.code).toBe(status.DATA_LOSS);
      expect(failure.hint).not.toBe('');
      await expectNoImage(daemon, name);
      await expectServing(daemon);
    });

    it('goes on after its disk was full', async () => {
      const daemon = await start({ rootBytes: 24 << 20 });
      const files = Array.from({ length: 40 }, (_, n) => ({ name: `data/${n}`, content: Buffer.alloc(1 << 20, n) }));
      const large = await registry.push('test/large', await buildImage({ layers: [busyboxLayer(), files] }));
      const failure = await failureOf(pull(daemon, large));
      expect(failure).toMatchObject({ code: status.RESOURCE_EXHAUSTED, hint: expect.stringContaining('free space') as string });
      await expectNoImage(daemon, large);
      await expectServing(daemon);
    });
  });

  it('a full disk under containers is told, and leaves no half-made pod', async () => {
    const daemon = await start({ rootBytes: 24 << 20 });
    await pull(daemon, reference);
    const filler = join(daemon.root, 'filler');
    fillUp(filler);
    const config = podConfig(daemon, 'full');
    const failure = await failureOf(
      (async () => {
        for (let n = 0; n < 200; n++) {
          await daemon.cri.runtime.RunPodSandbox({
            config: { ...config, metadata: { name: `full-${n}`, uid: `${n}`, namespace: 'test' } },
          });
        }
      })(),
    );
    expect(failure).toMatchObject({ code: status.RESOURCE_EXHAUSTED, hint: expect.stringContaining('free space') as string });
    truncateSync(filler, 0);
    for (const { id } of (await daemon.cri.runtime.ListPodSandbox()).items)
      await daemon.cri.runtime.RemovePodSandbox({ podSandboxId: id });
    await expectNoPodsLeft(daemon);
    await expectServing(daemon);
  });

  describe('with what is installed', () => {
    /** A PATH with all programs but one. */
    const pathWithout = (daemon: Daemon, absent: string): string => {
      const directory = join(daemon.directory, `without-${absent}`);
      mkdirSync(directory);
      for (const program of PROGRAMS.filter((path) => !path.endsWith(`/${absent}`))) {
        symlinkSync(program, join(directory, program.slice(program.lastIndexOf('/') + 1)));
      }
      return directory;
    };

    const startWithout = async (absent: string): Promise<Daemon> => {
      const options: { path?: string } = {};
      const daemon = makeDaemon(options);
      daemons.push(daemon);
      options.path = pathWithout(daemon, absent);
      await daemon.start();
      return daemon;
    };

    it.each(['runc', 'conmon'])('comes up without %s, says so, and works once it is there', async (absent) => {
      const daemon = await startWithout(absent);
      const { status: state } = await daemon.cri.runtime.Status();
      const ready = state?.conditions.find(({ type }) => type === 'RuntimeReady');
      expect(ready).toMatchObject({ status: false, reason: 'ProgramMissing' });
      expect(ready?.message).toMatch(new RegExp(`${absent} is not installed.*apt-get install ${absent}`));
      await pull(daemon, reference);
      const failure = await failureOf(runContainer(daemon, { name: 'main', image: reference, script: 'true' }));
      expect(failure.code).toBe(status.FAILED_PRECONDITION);
      expect(failure.message).toContain(`${absent} is not installed`);
      expect(failure.hint).toContain(`apt-get install ${absent}`);
      for (const { id } of (await daemon.cri.runtime.ListPodSandbox()).items)
        await daemon.cri.runtime.RemovePodSandbox({ podSandboxId: id });
      await expectNoPodsLeft(daemon);
      const program = PROGRAMS.find((path) => path.endsWith(`/${absent}`)) ?? '';
      symlinkSync(program, join(daemon.directory, `without-${absent}`, absent));
      expect((await daemon.cri.runtime.Status()).status?.conditions.every((condition) => condition.status)).toBe(true);
      await expectServing(daemon);
    });

    it.each(['bridge', 'host-local'])(
      'says that the network plugin %s is missing, frees the pod’s name, and works once it is there',
      async (absent) => {
        const place = makeDaemon();
        daemons.push(place);
        configureBridge(place);
        const plugins = join(place.directory, 'plugins');
        mkdirSync(plugins);
        for (const name of ['bridge', 'host-local', 'portmap', 'loopback'].filter((name) => name !== absent))
          symlinkSync(join(PLUGINS, name), join(plugins, name));
        await place.start(['--cni-bin-dir', plugins]);
        const { status: state } = await place.cri.runtime.Status();
        const ready = state?.conditions.find(({ type }) => type === 'NetworkReady');
        expect(ready).toMatchObject({ status: false, reason: 'NetworkPluginNotReady' });
        expect(ready?.message).toContain(absent);
        const config = podConfig(place, 'well');
        const failure = await failureOf(place.cri.runtime.RunPodSandbox({ config }));
        expect(failure.code).toBe(status.FAILED_PRECONDITION);
        expect(failure.message).toContain(absent);
        expect(failure.hint).toContain('containernetworking-plugins');
        expect((await place.cri.runtime.ListPodSandbox()).items).toEqual([]);
        await expectNoPodsLeft(place);
        symlinkSync(join(PLUGINS, absent), join(plugins, absent));
        await expectServing(place);
      },
    );

    it('hands on what a network plugin complains about', async () => {
      const place = makeDaemon();
      daemons.push(place);
      configureBridge(place);
      const plugins = join(place.directory, 'plugins');
      mkdirSync(plugins);
      for (const name of ['host-local', 'portmap', 'loopback']) symlinkSync(join(PLUGINS, name), join(plugins, name));
      const bridge = join(plugins, 'bridge');
      writeFileSync(
        bridge,
        '#!/bin/sh\n[ "$CNI_COMMAND" = DEL ] && exit 0\necho \'{"cniVersion":"0.4.0","code":11,"msg":"no luck today"}\'\nexit 1\n',
      );
      chmodSync(bridge, 0o755);
      await place.start(['--cni-bin-dir', plugins]);
      const failure = await failureOf(place.cri.runtime.RunPodSandbox({ config: podConfig(place, 'well') }));
      expect(failure.code).toBe(status.UNAVAILABLE);
      expect(failure.message).toContain('no luck today');
      await expectNoPodsLeft(place);
    });
  });

  describe('at the start', () => {
    it('lists every problem of a bad configuration and ends with code 2', async () => {
      const place = makeDaemon();
      daemons.push(place);
      const file = join(place.directory, 'config.json');
      writeFileSync(file, JSON.stringify({ logLevel: 'loud', maxParallelLayers: 0, nonsense: 1 }));
      const { code, said } = await runToEnd(['--config', file, '--root', 'relative', '--unknown-flag', 'x']);
      expect(code).toBe(2);
      expect(said).toHaveLength(1);
      for (const problem of [
        'logLevel: "loud"',
        'maxParallelLayers: at least 1',
        'unknown key "nonsense"',
        '--root: "relative"',
        'unknown flag "--unknown-flag"',
      ])
        expect(said[0]?.message).toContain(problem);
      expect(said[0]).toMatchObject({ level: 'error', code: 'invalid-argument', hint: expect.any(String) as string });
      const absent = await runToEnd(['--config', join(place.directory, 'absent.json')]);
      expect(absent).toMatchObject({ code: 2, said: [{ hint: expect.any(String) as string }] });
      writeFileSync(file, '{"root": ');
      expect((await runToEnd(['--config', file])).code).toBe(2);
    });

    it('needs root, and says so', async () => {
      const place = makeDaemon();
      daemons.push(place);
      chmodSync(place.directory, 0o755);
      const own = join(place.directory, 'own');
      mkdirSync(own);
      chmodSync(own, 0o777);
      const flags = ['--socket', join(own, 'run/s.sock'), '--root', join(own, 'root'), '--run', join(own, 'run')];
      const wrapper = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
      const { code, said } = await runToEnd(flags, { wrapper });
      expect(said).toMatchObject([{ code: 'permission-denied', hint: 'start it with sudo' }]);
      expect(code).toBe(1);
      expect(existsSync(join(own, 'root'))).toBe(false);
    });

    it('does not put its socket where others may write', async () => {
      const place = makeDaemon();
      daemons.push(place);
      const open = join(place.directory, 'open');
      mkdirSync(open);
      chmodSync(open, 0o777);
      const { code, said } = await runToEnd(['--socket', join(open, 's.sock'), '--root', place.root, '--run', place.run]);
      expect(code).toBe(1);
      expect(said).toMatchObject([{ code: 'permission-denied', hint: expect.stringContaining('chmod 0700') as string }]);
      expect(readdirSync(open)).toEqual([]);
    });
  });
});

/** Until not a page is left. */
function fillUp(file: string): void {
  const chunk = Buffer.alloc(64 * 1024, 1);
  try {
    for (;;) writeFileSync(file, chunk, { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** A network that somebody configured, on the daemon's own bridge; the built-in one needs no plugins. */
function configureBridge({ directory, bridge }: Daemon): void {
  const conf = join(directory, 'cni');
  mkdirSync(conf, { recursive: true });
  const ipam = { type: 'host-local', dataDir: join(directory, 'addresses'), ranges: [[{ subnet: '10.231.80.0/24' }]] };
  const plugins = [{ type: 'bridge', bridge, isGateway: true, ipam }];
  writeFileSync(join(conf, 'net.conflist'), JSON.stringify({ cniVersion: '0.4.0', name: 'configured', plugins }));
}
