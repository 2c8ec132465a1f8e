import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BlobPhase, CleanUpScope, KeptReason, LayerPhase } from '../../proto/gen/slipway.ts';
import { startDaemon, daemonMissing, type Daemon } from '../support/daemon.ts';
import {
  archiveMessages,
  busyboxImage,
  busyboxLayer,
  expectNoPodsLeft,
  failureOf,
  imageFiles,
  removeAllPods,
  runContainer,
  until,
  untilExited,
} from '../support/daemon-lab.ts';
import { buildImage, ociArchive, type BuiltImage } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('images, by the daemon’s socket', () => {
  let daemon: Daemon;
  let registry: Registry;
  let built: BuiltImage;
  let reference = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    built = await busyboxImage();
    reference = await registry.push('test/busybox', built, 'v1');
    daemon = await startDaemon();
    await daemon.cri.images.PullImage({ image: { image: reference } });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });

  afterEach(() => removeAllPods(daemon));

  it('knows an image by id, tag and digest, lists it once, and measures its store', async () => {
    const { images } = daemon.cri;
    const { imageRef } = await images.PullImage({ image: { image: reference } });
    expect(imageRef).toBe(built.config.digest);
    const byDigest = `${registry.address}/test/busybox@${built.manifest.digest}`;
    const answers = await Promise.all([imageRef, reference, byDigest].map((image) => images.ImageStatus({ image: { image } })));
    for (const { image } of answers) {
      expect(image).toMatchObject({
        id: imageRef,
        repoTags: [reference],
        repoDigests: [byDigest],
        uid: { value: 0 },
        username: '',
      });
      expect(image?.size).toBeGreaterThan(1000);
    }
    const ids = async (image: string): Promise<string[]> =>
      (await images.ListImages({ filter: { image: { image } } })).images.map(({ id }) => id);
    expect([await ids(''), await ids(reference), await ids('localhost/none')]).toEqual([[imageRef], [imageRef], []]);
    expect(await images.ImageStatus({ image: { image: 'localhost/none:x' } })).toMatchObject({ image: undefined });
    const { imageFilesystems } = await images.ImageFsInfo();
    expect(imageFilesystems[0]?.fsId?.mountpoint).toBe(join(daemon.root, 'images'));
    expect(imageFilesystems[0]?.usedBytes?.value).toBeGreaterThan(1_000_000);
    expect(imageFilesystems[0]?.timestamp).toBeGreaterThan(1e18);
  });

  it('tells how a pull goes, layer by layer, and ends it when the caller leaves', async () => {
    const noise = Buffer.alloc(24 << 20);
    for (let at = 0; at < noise.length; at += 4) noise.writeUInt32LE((Math.random() * 2 ** 32) >>> 0, at);
    const image = await buildImage({ layers: [busyboxLayer(), [{ name: 'noise', content: noise }]] });
    const name = await registry.push('test/large', image);
    const before = imageFiles(daemon);
    const leaving = new AbortController();
    const left = (async () => {
      for await (const { layers } of daemon.cri.slipway.PullImage({ reference: name }, { signal: leaving.signal }))
        if (layers.length > 0) leaving.abort();
    })();
    await failureOf(left);
    await until('the end of the pull', () =>
      daemon.logs().some(({ message, code }) => message === 'PullImage' && code === 'CANCELLED') ? true : undefined,
    );
    expect((await daemon.cri.images.ImageStatus({ image: { image: name } })).image).toBeUndefined();

    const phases = new Map<string, LayerPhase[]>();
    let imageId = '';
    for await (const { layers, imageId: id } of daemon.cri.slipway.PullImage({ reference: name })) {
      for (const { digest, phase } of layers) phases.set(digest, [...(phases.get(digest) ?? []), phase]);
      imageId = id;
    }
    expect(imageId).toBe(image.config.digest);
    const [small, large] = image.layers;
    expect(phases.get(small?.digest ?? '')?.at(-1)).toBe(LayerPhase.LAYER_PHASE_EXISTS);
    expect(phases.get(large?.digest ?? '')?.at(-1)).toBe(LayerPhase.LAYER_PHASE_DONE);
    await daemon.cri.images.RemoveImage({ image: { image: name } });
    await daemon.cri.images.RemoveImage({ image: { image: name } });
    await until('the store as before', () => (imageFiles(daemon).length === before.length ? true : undefined));
    expect(imageFiles(daemon)).toEqual(before);
  });

  it('tags, pushes and exports an image, shows its history and files, and cleans up, all by the socket', async () => {
    const { slipway, images } = daemon.cri;
    const built = await busyboxImage([{ name: 'etc/pushed', content: 'yes' }]);
    const id = built.config.digest;
    const { podSandboxId } = await runContainer(daemon, { name: 'user', image: reference, script: 'sleep 1000' });
    await slipway.ImportImage(archiveMessages(await ociArchive([{ image: built, names: ['localhost/pushed:1'] }])));
    const name = `${registry.address}/test/pushed:v2`;
    expect(await slipway.TagImage({ image: 'localhost/pushed:1', name })).toMatchObject({ image: { id }, movedFrom: '' });

    const phases = new Map<string, BlobPhase>();
    let pushed = '';
    for await (const message of slipway.PushImage({ image: name })) {
      for (const { digest, phase } of message.blobs) phases.set(digest, phase);
      ({ pushed } = message);
    }
    expect(pushed).toBe(`${registry.address}/test/pushed@${built.manifest.digest}`);
    expect([...phases.keys()].toSorted()).toEqual([id, ...built.layers.map(({ digest }) => digest)].toSorted());
    expect(phases.get(built.layers[1]?.digest ?? '')).toBe(BlobPhase.BLOB_PHASE_DONE);

    const { entries, configJson } = await slipway.ImageHistory({ image: id });
    expect(entries.map(({ layerDigest, createdBy }) => [createdBy, layerDigest])).toEqual(
      built.layers.map(({ digest }, n) => [`layer ${n}`, digest]),
    );
    expect(configJson).toBe(Buffer.from(built.config.bytes).toString());
    const paths: string[] = [];
    for await (const { files } of slipway.ListLayerFiles({ image: id, layer: built.layers[1]?.digest ?? '' }))
      paths.push(...files.map(({ path }) => path));
    expect(paths).toEqual(['etc', 'etc/pushed']);

    const pieces: Uint8Array[] = [];
    let promised = 0;
    for await (const { chunk, totalBytes } of slipway.ExportImage({ images: [name] })) {
      pieces.push(chunk);
      promised += totalBytes;
    }
    expect(Buffer.concat(pieces)).toHaveLength(promised);
    for await (const { findings } of slipway.VerifyImages()) expect(findings).toEqual([]);

    const users = (await slipway.ImageDiskUsage()).images.map((use) => [use.image?.id, use.containerIds.length]);
    expect(Object.fromEntries(users)).toMatchObject({
      [id]: 0,
      [(await images.ImageStatus({ image: { image: reference } })).image?.id ?? '']: 1,
    });
    const rules = { scope: CleanUpScope.CLEAN_UP_SCOPE_UNUSED };
    const plan = await slipway.PlanCleanUp({ rules });
    const result = await slipway.CleanUpImages({ rules });
    expect(result.removed.map((image) => image.id)).toContain(id);
    expect(result.removed.map((image) => image.id)).toEqual(plan.candidates.map(({ image }) => image?.id));
    expect(result.kept).toMatchObject([{ image: { repoTags: [reference] }, reason: KeptReason.KEPT_REASON_IN_USE }]);
    expect(result.freedBytes).toBe(plan.freedBytes);
    expect(await failureOf(slipway.CleanUpImages({}))).toMatchObject({ code: 3 });
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    expect((await images.PullImage({ image: { image: name } })).imageRef).toBe(id);
    await slipway.UntagImage({ name });
    expect((await images.ImageStatus({ image: { image: id } })).image).toMatchObject({ repoTags: [], repoDigests: [pushed] });
    await images.RemoveImage({ image: { image: id } });
  });

  it('imports an archive from a stream, and removes an image with all its names', async () => {
    const image = await busyboxImage([{ name: 'etc/imported', content: 'yes' }]);
    const names = ['localhost/imported:one', 'localhost/imported:two'];
    const archive = await ociArchive([{ image, names }]);
    const { images } = await daemon.cri.slipway.ImportImage(archiveMessages(archive));
    expect(images.map(({ id }) => id)).toEqual(images.map(() => image.config.digest));
    const { podSandboxId, containerId } = await runContainer(daemon, {
      name: 'imported',
      image: names[1] ?? '',
      script: 'cat /etc/imported',
    });
    await untilExited(daemon, containerId);
    const { status: ended } = await daemon.cri.runtime.ContainerStatus({ containerId });
    expect(ended).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect(readFileSync(ended?.logPath ?? '', 'utf8')).toMatch(/ stdout [FP] yes\n$/);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await daemon.cri.images.RemoveImage({ image: { image: names[0] ?? '' } });
    expect((await daemon.cri.images.ImageStatus({ image: { image: names[1] ?? '' } })).image).toBeUndefined();
    await expectNoPodsLeft(daemon);
  });
});
