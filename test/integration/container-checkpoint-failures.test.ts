import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHost } from '../../runtime/host/host.ts';
import { shellConfig } from '../support/container-config.ts';
import { makeLabDirectory, openLab, removeLabDirectory, whyNotHere, type ContainerLab } from '../support/container-lab.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';

const criu = spawnSync('criu', ['check'], { encoding: 'utf8' });
const why =
  whyNotHere() ?? (criu.status === 0 ? undefined : 'criu cannot work on this machine (npm run test:matrix has one that can)');
if (why !== undefined) console.warn(`container-checkpoint-failures: skipped, ${why}`);

const host = createFailingHost(createHost({ path: '/usr/sbin:/usr/bin:/sbin:/bin' }));

/** criu interrupts a sleep, and busybox ends with it. */
const LOOP = 'while :; do sleep 0.05; done';

describe.skipIf(why !== undefined)('a checkpoint that fails', { timeout: 120_000 }, () => {
  let lab: ContainerLab;
  let directory = '';
  let id = '';
  beforeEach(async () => {
    directory = makeLabDirectory();
    host.count();
    lab = await openLab({ directory, host });
    ({ id } = await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig(LOOP) }));
    await lab.containers.start(id);
  });
  afterEach(async () => {
    host.count();
    for (const record of lab.store.containers.list()) await lab.containers.remove(record.id);
    lab.close();
    removeLabDirectory(directory);
  });

  const left = (): readonly string[] => (fs.existsSync(lab.paths.checkpoints) ? fs.readdirSync(lab.paths.checkpoints) : []);
  const archives = (): readonly string[] => fs.readdirSync(directory).filter((name) => name.startsWith('saved'));

  test('leaves no archive, whichever host call fails, and a container that runs', async () => {
    const { signal } = new AbortController();
    const location = join(directory, 'saved.tar');
    const clear = (): void => {
      fs.rmSync(location, { force: true });
    };
    const calls = await sweep(() => lab.containers.checkpoint({ id, location, signal }), {
      host,
      modes: ['before'],
      clear,
      check: () => {
        clear();
        expect(archives()).toEqual([]);
        const record = lab.containers.find(id);
        expect(record?.state).toBe('running');
        expect(record !== undefined && lab.containers.isPaused(record)).toBe(false);
        for (const name of left()) fs.rmSync(join(lab.paths.checkpoints, name), { recursive: true });
      },
    });
    expect(calls.length).toBeGreaterThan(8);
  });

  test('in a daemon that died is cleared by the next one, and the container goes on', async () => {
    const record = lab.containers.find(id);
    if (record === undefined) throw new Error('no container');
    const temporary = join(directory, 'saved.tar.x.tmp');
    fs.mkdirSync(join(lab.paths.checkpoints, `${id}.x`), { recursive: true });
    fs.writeFileSync(temporary, 'half');
    fs.writeFileSync(join(lab.paths.checkpoints, `${id}.x`, 'temporary'), temporary);
    fs.writeFileSync(join(lab.paths.checkpoints, `${id}.paused`), '');
    await lab.containers.pause(id);
    lab.close();
    lab = await openLab({ directory, host });
    expect(lab.containers.isPaused(record)).toBe(false);
    expect(left()).toEqual([]);
    expect(archives()).toEqual([]);
  });
});
