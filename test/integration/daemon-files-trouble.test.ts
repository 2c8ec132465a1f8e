import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages, busyboxImage, failureOf, removeAllPods, runContainer, until } from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';
const [RESOURCE_EXHAUSTED, FAILED_PRECONDITION] = [8, 9];
const LARGE = 8 << 20;

describe.skipIf(missing !== undefined)('files of a container in trouble', () => {
  let daemon: Daemon;

  beforeEach(async () => {
    daemon = await startDaemon();
    const image = await busyboxImage([
      { name: 'srv/page', content: 'hello' },
      { name: 'srv/large', content: Buffer.alloc(LARGE, 7) },
    ]);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image, names: [IMAGE] }])));
  });
  afterEach(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });

  const inside = async (containerId: string, script: string): Promise<string> => {
    const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['/bin/sh', '-c', script], timeout: 10 });
    return Buffer.from(stdout).toString();
  };
  const views = (): string[] =>
    readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(join(daemon.run, 'views')));

  it('do not lead the daemon out of it, though a process puts a link in the place of what is being written', async () => {
    const outside = join(daemon.directory, 'outside');
    writeFileSync(outside, 'of the machine', { mode: 0o600 });
    const { containerId } = await runContainer(daemon, {
      name: 'swap',
      image: IMAGE,
      script: `while :; do for f in /srv/.slipway-*.tmp; do [ -f "$f" ] && rm -f "$f" && ln -s ${outside} "$f"; done; done`,
    });
    const place = { containerId, path: '/srv/page' };
    for (let round = 0; round < 5; round++) {
      expect(await failureOf(daemon.cri.slipway.WriteFile(slowly(place)))).toMatchObject({
        code: FAILED_PRECONDITION,
        message: expect.stringContaining('/srv/page was meddled with') as string,
      });
    }
    const { mode, uid } = statSync(outside);
    expect([readFileSync(outside, 'utf8'), mode & 0o7777, uid]).toEqual(['of the machine', 0o600, 0]);
    expect(await inside(containerId, 'cat /srv/page; ls -A /srv')).toBe('hellolarge\npage\n');
  });

  it('keep their content where a file system behind a link has no room for the new one', async () => {
    const small = join(daemon.directory, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'slipway-test', small]);
    try {
      const { containerId } = await runContainer(daemon, {
        name: 'small',
        image: IMAGE,
        script: 'ln -s /small/kept /srv/kept; printf earlier > /small/kept; touch /srv/ready; sleep 1000',
        mounts: [{ containerPath: '/small', hostPath: small }],
      });
      await until('the link', async () => ((await inside(containerId, 'ls /srv')).includes('ready') ? true : undefined));
      const write = (text: string): Promise<unknown> =>
        daemon.cri.slipway.WriteFile(atOnce({ containerId, path: '/srv/kept' }, text));
      expect(await failureOf(write('x'.repeat(100_000)))).toMatchObject({ code: RESOURCE_EXHAUSTED });
      expect(readFileSync(join(small, 'kept'), 'utf8')).toBe('earlier');
      await write('now longer than before');
      expect(readFileSync(join(small, 'kept'), 'utf8')).toBe('now longer than before');
      await write('short');
      expect(readFileSync(join(small, 'kept'), 'utf8')).toBe('short');
      await removeAllPods(daemon);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('are as they were when the daemon is killed while it writes, and nothing is left of the write', async () => {
    const { containerId } = await runContainer(daemon, { name: 'killed', image: IMAGE, script: 'sleep 1000' });
    const writing = daemon.cri.slipway.WriteFile(untilTheEnd({ containerId, path: '/srv/page' }));
    const failure = writing.catch((error: unknown) => error);
    await until('the write', async () => ((await inside(containerId, 'ls -A /srv')).includes('.slipway-') ? true : undefined));
    await daemon.kill9();
    await failure;
    await daemon.start();
    expect(await inside(containerId, 'cat /srv/page; ls -A /srv')).toBe('hellolarge\npage\n');
    expect(readdirSync(join(daemon.run, 'writes'))).toEqual([]);
  });

  it('of an image do not stay mounted when the daemon is killed while they are read', async () => {
    const reading = daemon.cri.slipway.ReadFile({ place: { image: IMAGE, path: '/srv/large' } })[Symbol.asyncIterator]();
    await reading.next();
    await until('a view', () => (views().length > 0 ? true : undefined));
    await daemon.kill9();
    reading.next().catch(() => undefined);
    expect(views()).not.toEqual([]);
    await daemon.start();
    expect(views()).toEqual([]);
    expect((await daemon.cri.slipway.StatFile({ place: { image: IMAGE, path: '/srv/page' } })).file?.sizeBytes).toBe(5);
  });

  it('of an image do not hold up the end of the daemon when nobody takes what is read', async () => {
    const reading = daemon.cri.slipway.ReadFile({ place: { image: IMAGE, path: '/srv/large' } })[Symbol.asyncIterator]();
    await reading.next();
    await until('a view', () => (views().length > 0 ? true : undefined));
    expect(await daemon.terminate()).toBe(0);
    expect(views()).toEqual([]);
    await daemon.start();
  });
});

async function* atOnce(place: object, text: string) {
  yield { header: { place } };
  yield { chunk: Buffer.from(text), last: true };
}

/** Gives others time to do harm between the pieces. */
async function* slowly(place: object) {
  yield { header: { place } };
  yield { chunk: Buffer.from('half') };
  await sleep(200);
  yield { chunk: Buffer.from('half'), last: true };
}

async function* untilTheEnd(place: object) {
  yield { header: { place } };
  yield { chunk: Buffer.from('half') };
  await sleep(10_000, undefined, { ref: false });
}
