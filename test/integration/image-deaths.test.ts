import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  archiveMessages,
  busyboxImage,
  busyboxLayer,
  expectNoPodsLeft,
  imageFiles,
  removeAllPods,
  runContainer,
  until,
} from '../support/daemon-lab.ts';
import { createDeath, type Death } from '../support/death/death-plan.ts';
import { sweepDeaths, type MortalAct } from '../support/death/sweep-deaths.ts';
import { buildImage, ociArchive, type BuiltImage, type LayerEntry } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Per act; `npm run deaths` visits all. */
const MOMENTS = Number(process.env['SLIPWAY_DEATHS'] ?? '4');

const FILES: readonly LayerEntry[] = [
  { name: 'data/', mode: 0o700 },
  ...[1, 2, 3].map((n) => ({ name: `data/file-${n}`, content: `content ${n} `.repeat(5000) })),
  { name: 'data/link', type: 'symlink' as const, linkname: 'file-1' },
];

describe.skipIf(missing !== undefined)('a daemon killed at any call of', () => {
  let registry: Registry;
  let daemon: Daemon;
  let death: Death;
  let directory = '';
  let built: BuiltImage;
  let name = '';
  let before: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync('/dev/shm/slipway-death-');
    death = createDeath(directory);
    registry = await startRegistry({ storageParent: '/dev/shm' });
    built = await buildImage({
      layers: [busyboxLayer(), [...FILES], [{ name: 'data/.wh.file-2' }, { name: 'more', content: 'm' }]],
    });
    name = await registry.push('test/mortal', built);
    daemon = await startDaemon({ wrapper: death.wrapper });
    const image = await registry.push('test/busybox', await busyboxImage());
    await daemon.cri.images.PullImage({ image: { image } });
    before = imageFiles(daemon);
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** After a failure the next act begins with a store of its own. */
  beforeEach(async () => {
    death.rest();
    await daemon.kill9();
    await daemon.start();
    await removeAllPods(daemon);
    await remove();
  });

  const sweep = async (title: string, act: MortalAct): Promise<void> => {
    const moments = await sweepDeaths({ daemon, death, moments: MOMENTS }, act);
    console.info(`${title}: ${Math.min(MOMENTS, moments)} of ${moments} moments`);
  };

  const pull = (): Promise<unknown> => daemon.cri.images.PullImage({ image: { image: name } });

  const remove = (): Promise<unknown> => daemon.cri.images.RemoveImage({ image: { image: name } });

  /** Listed whole or not at all, and nothing that is half unpacked. */
  const check = async (): Promise<void> => {
    const { image } = await daemon.cri.images.ImageStatus({ image: { image: name } });
    expect([undefined, built.config.digest]).toContain(image?.id);
    expect(imageFiles(daemon).filter((path) => path.includes('/unpack/'))).toEqual([]);
    if (image !== undefined) await expectWhole();
  };

  const expectWhole = async (): Promise<void> => {
    const script = 'cat /data/file-1 /data/file-3 /data/link | wc -c; ls /data /more';
    const { containerId, podSandboxId } = await runContainer(daemon, { name: 'reader', image: name, script: 'sleep 1000' });
    const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['sh', '-c', script] });
    expect(Buffer.from(stdout).toString().split(/\s+/)).toEqual(['150000', '/more', '/data:', 'file-1', 'file-3', 'link', '']);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
  };

  const clear = async (): Promise<void> => {
    await remove();
    await until('the store as before', () => (imageFiles(daemon).length <= before.length ? true : undefined));
    expect(imageFiles(daemon)).toEqual(before);
    await expectNoPodsLeft(daemon);
  };

  it('PullImage lists no half of an image, and the same pull goes on', async () => {
    const again = async (): Promise<void> => {
      await pull();
      await expectWhole();
    };
    await sweep('PullImage', { act: pull, check, again, clear });
  });

  it('ImportImage lists no half of an image, and the same import goes on', async () => {
    const archive = await ociArchive([{ image: built, names: [name] }]);
    const act = (): Promise<unknown> => daemon.cri.slipway.ImportImage(archiveMessages(archive));
    const again = async (): Promise<void> => {
      await act();
      await expectWhole();
    };
    await sweep('ImportImage', { act, check, again, clear });
  });

  it('RemoveImage leaves it whole or not listed, and removes it when asked again', async () => {
    await sweep('RemoveImage', {
      prepare: pull,
      act: remove,
      check,
      again: async () => {
        await remove();
        expect((await daemon.cri.images.ImageStatus({ image: { image: name } })).image).toBeUndefined();
      },
      clear,
    });
  });

  it('TagImage gives the name to one image or the other, never to both or none', async () => {
    const other = (await daemon.cri.images.ListImages()).images[0]?.id ?? '';
    const moving = 'localhost/moving:1';
    const holders = async (): Promise<string[]> => {
      const { images } = await daemon.cri.images.ListImages();
      return images.filter(({ repoTags }) => repoTags.includes(moving)).map(({ id }) => id);
    };
    await sweep('TagImage', {
      prepare: async () => {
        await pull();
        await daemon.cri.slipway.TagImage({ image: other, name: moving });
      },
      act: () => daemon.cri.slipway.TagImage({ image: name, name: moving }),
      check: async () => {
        expect([[other], [built.config.digest]]).toContainEqual(await holders());
      },
      again: async () => {
        await daemon.cri.slipway.TagImage({ image: name, name: moving });
        expect(await holders()).toEqual([built.config.digest]);
      },
      clear,
    });
  });

  it('CleanUpImages leaves an image whole or not listed, and removes it when asked again', async () => {
    const act = async (): Promise<void> => {
      const { image } = await daemon.cri.images.ImageStatus({ image: { image: name } });
      if (image !== undefined) await daemon.cri.slipway.CleanUpImages({ imageIds: [image.id] });
    };
    await sweep('CleanUpImages', { prepare: pull, act, check, again: act, clear });
  });

  it('VerifyImages leaves a layer damaged or repaired, never half, and repairs it when asked again', async () => {
    const repair = async (): Promise<boolean[]> => {
      const all: boolean[] = [];
      for await (const { findings } of daemon.cri.slipway.VerifyImages({ images: [name], repair: true }))
        all.push(...findings.map(({ repaired }) => repaired));
      return all;
    };
    const layerFile = async (): Promise<string> => {
      const { info } = await daemon.cri.images.ImageStatus({ image: { image: name }, verbose: true });
      const { layerDirectories } = JSON.parse(info['info'] ?? '') as { layerDirectories: string[] };
      return join(layerDirectories[1] ?? '', 'data/file-1');
    };
    await sweep('VerifyImages', {
      prepare: async () => {
        await pull();
        writeFileSync(await layerFile(), 'damaged');
      },
      act: repair,
      check: async () => {
        expect(['damaged', 'content 1 '.repeat(5000)]).toContain(readFileSync(await layerFile(), 'utf8'));
        expect(imageFiles(daemon).filter((path) => path.includes('/unpack/'))).toEqual([]);
      },
      again: async () => {
        await repair();
        expect(await repair()).toEqual([]);
        await expectWhole();
      },
      clear,
    });
  });
});
