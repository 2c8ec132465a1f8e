import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Mount } from '../../runtime/base/container.ts';
import { hostMount, shellConfig } from '../support/container-config.ts';
import { whyNotHere } from '../support/container-lab.ts';
import { useContainerLab } from '../support/use-container-lab.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-image-volumes: skipped, ${why}`);

const use = useContainerLab((directory) => {
  const low = join(directory, 'low');
  const high = join(directory, 'high');
  for (const path of [join(low, 'models/small'), join(low, 'etc'), high]) fs.mkdirSync(path, { recursive: true });
  fs.writeFileSync(join(low, 'models/small/weights'), 'low');
  fs.writeFileSync(join(low, 'etc/passwd'), "the image's own");
  fs.mkdirSync(join(high, 'models/small'), { recursive: true });
  fs.writeFileSync(join(high, 'models/small/weights'), 'high');
  fs.symlinkSync('small', join(high, 'models/latest'));
  fs.symlinkSync('/etc', join(high, 'out'));
  fs.symlinkSync('../../../../../../etc', join(high, 'up'));
  return { images: { one: [low], two: [low, high], none: [] } };
});

function volume(name: string, fields: Partial<Mount> = {}): Mount {
  return hostMount('', { image: { ...shellConfig('true').image, image: name }, ...fields });
}

describe.skipIf(why !== undefined)('an image volume', { timeout: 30_000 }, () => {
  test('shows all layers of the image, or a part of it, and cannot be written, whatever is asked for', async () => {
    const mounts = [
      volume('two'),
      volume('two', { containerPath: '/latest', imageSubPath: 'models/latest' }),
      volume('one', { containerPath: '/weights', imageSubPath: '/models/small/weights', mountOptions: ['noexec'] }),
      volume('none', { containerPath: '/empty' }),
    ];
    const script =
      'cat /data/models/small/weights /latest/weights /weights; echo; echo x > /data/x; ls /empty; grep -c noexec /proc/mounts';
    fs.symlinkSync('busybox', join(use.lab.directory, 'layer/bin/ls'));
    const { id, config, volumeLayers } = await use.create(`exec 2>&1; ${script}`, { mounts });
    await use.lab.containers.start(id);
    expect(use.log(await use.ended(id))).toMatch(/^highhighlow\n.*\/data\/x: Read-only file system\n[1-9]/);
    expect(config.mounts).toEqual(mounts);
    expect(new Set(volumeLayers)).toEqual(new Set([join(use.lab.directory, 'low'), join(use.lab.directory, 'high')]));
    await use.lab.containers.remove(id);
    expect(fs.readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain('/volumes/');
  });

  test('never leads out of the image through its links', async () => {
    const mounts = [
      volume('two', { imageSubPath: 'out' }),
      volume('two', { containerPath: '/up', imageSubPath: 'up' }),
      volume('two', { containerPath: '/dots', imageSubPath: '../../etc' }),
    ];
    expect(await use.output('for at in data up dots; do cat /$at/passwd; echo; done', { mounts })).toBe(
      ["the image's own", "the image's own", "the image's own"].join('\n'),
    );
  });

  test.each([
    ['a path that the image has not', 'failed-precondition', volume('two', { imageSubPath: 'models/none' })],
    ['a path through a file', 'failed-precondition', volume('two', { imageSubPath: 'etc/passwd/x' })],
    ['an image that is not here', 'not-found', volume('three')],
  ])('of %s is refused in words that a kubelet knows, and nothing is left', async (_title, code, mount) => {
    await expect(use.create('true', { mounts: [mount] })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^ImageVolumeMountFailed: mount \/data: image /) as string,
    });
    expect(use.lab.containers.list()).toEqual([]);
  });

  test('cannot be propagated, and a sub path needs an image', async () => {
    for (const mount of [volume('two', { propagation: 'BIDIRECTIONAL' }), hostMount('/tmp', { imageSubPath: 'x' })])
      await expect(use.create('true', { mounts: [mount] })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
