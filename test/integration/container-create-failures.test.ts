import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHost } from '../../runtime/host/host.ts';
import { hostMount, shellConfig } from '../support/container-config.ts';
import {
  cgroupsInLab,
  makeLabDirectory,
  openLab,
  removeLabDirectory,
  whyNotHere,
  type ContainerLab,
  type LabOptions,
} from '../support/container-lab.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';
import { expectNoLeaksSoon, takeSnapshot, type LeakScope, type Snapshot } from '../support/leak-check.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-create-failures: skipped, ${why}`);

const host = createFailingHost(createHost({ path: '/usr/sbin:/usr/bin:/sbin:/bin' }));
let lab: ContainerLab;
let directory: string;
let scope: LeakScope;
let before: Snapshot;

async function open(options: Partial<LabOptions> = {}): Promise<void> {
  lab = await openLab({ directory, host, ...options });
}

async function removeAll(): Promise<void> {
  for (const record of lab.store.containers.list()) await lab.containers.remove(record.id);
}

/** All that a container has on this machine. */
async function expectNothingLeft(): Promise<void> {
  expect(lab.store.containers.list()).toEqual([]);
  expect(fs.readdirSync(lab.paths.exits)).toEqual([]);
  for (const path of [
    join(lab.paths.run, 'containers'),
    join(lab.paths.root, 'containers'),
    join(lab.paths.runtimeState, 'runc'),
  ]) {
    expect(fs.existsSync(path) ? fs.readdirSync(path) : []).toEqual([]);
  }
  expect(cgroupsInLab(directory)).toEqual([]);
  await expectNoLeaksSoon(before, scope, 3000);
}

describe.skipIf(why !== undefined)('a create that fails', { timeout: 120_000 }, () => {
  beforeEach(() => {
    directory = makeLabDirectory();
    scope = { directories: [join(directory, 'run')] };
    before = takeSnapshot(scope);
  });

  afterEach(async () => {
    host.count();
    await removeAll();
    await expectNothingLeft();
    lab.close();
    removeLabDirectory(directory);
  });

  test.each(['before', 'after'] as const)(
    'leaves nothing, whichever host call fails %s it is made, and the same request then succeeds',
    async (mode) => {
      await open({ images: { data: [join(directory, 'layer')] } });
      const image = { ...shellConfig('true').image, image: 'data' };
      const config = shellConfig('sleep 1000', { mounts: [hostMount('', { image, imageSubPath: 'etc' })] });
      const calls = await sweep(() => lab.containers.create({ sandbox: lab.sandbox, config }), {
        host,
        modes: [mode],
        clear: removeAll,
        check: expectNothingLeft,
      });
      expect(calls.length).toBeGreaterThan(15);
    },
  );

  test('leaves at most a record that remove clears when everything fails from some call on, and the name is free', async () => {
    await open();
    const config = shellConfig('sleep 1000');
    await sweep(() => lab.containers.create({ sandbox: lab.sandbox, config }), {
      host,
      modes: ['onwards'],
      clear: removeAll,
      check: async () => {
        for (const { state, id } of lab.store.containers.list()) {
          expect(state).toBe('unknown');
          expect(lab.containers.find(id)).toBeDefined();
        }
        const again = await lab.containers.create({ sandbox: lab.sandbox, config });
        await lab.containers.remove(again.id);
        await removeAll();
        await expectNothingLeft();
      },
    });
  });

  test('in a restart leaves the container before or the one after, never both or a third, and its pod is free', async () => {
    await open();
    let old = '';
    const begin = async (): Promise<void> => {
      ({ id: old } = await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('sleep 1000') }));
      await lab.containers.start(old);
    };
    await begin();
    await sweep(() => lab.containers.restart({ id: old, timeoutSeconds: 0, keep: false }), {
      host,
      modes: ['before'],
      clear: async () => {
        await removeAll();
        await begin();
      },
      check: async () => {
        // The old one may be left when only its removal failed: it is stopped then, and the new one runs.
        const left = lab.store.containers.list();
        expect(left.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(1);
        expect(left.filter(({ id, state }) => id !== old && state !== 'running')).toEqual([]);
        await removeAll();
        await expectNothingLeft();
        await begin();
      },
    });
  });

  const hung = [
    ['conmon', '/usr/bin/conmon', '*'],
    ['runc', '/usr/sbin/runc', '*" create "*'],
  ] as const;

  test.each(hung)(
    'ends at the word of its caller when %s hangs, and the pod is free for the next one',
    async (name, program, verb) => {
      await open({ [name]: makeHanging(program, verb) });
      const config = shellConfig('sleep 1000');
      for (const afterMs of [1, 20, 40, 80, 300]) {
        const act = lab.containers.create({ sandbox: lab.sandbox, config, signal: AbortSignal.timeout(afterMs) });
        await expect(act).rejects.toMatchObject({ name: 'TimeoutError' });
        // It unwinds in the background; the same request waits for that.
        fs.rmSync(join(directory, 'hang'));
        const { id } = await lab.containers.create({ sandbox: lab.sandbox, config });
        await lab.containers.remove(id);
        await expectNothingLeft();
        fs.writeFileSync(join(directory, 'hang'), '');
      }
    },
  );

  test('leaves nothing when its caller goes away at any moment', async () => {
    await open();
    const config = shellConfig('sleep 1000');
    for (let afterMs = 1; afterMs < 60; afterMs += 2) {
      const act = lab.containers.create({ sandbox: lab.sandbox, config, signal: AbortSignal.timeout(afterMs) });
      await act.catch(() => undefined);
      await expect.poll(() => lab.store.containers.list().some(({ state }) => state === 'creating')).toBe(false);
      await removeAll();
      await expectNothingLeft();
    }
  });

  test.each(hung)('ends by itself when %s hangs and nobody minds', async (name, program, verb) => {
    const clock = {
      ...host.clock,
      sleep: (ms: number, signal?: AbortSignal) => host.clock.sleep(ms === 60_000 ? 300 : ms, signal),
    };
    await open({ [name]: makeHanging(program, verb), host: { ...host, clock } });
    const act = lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('sleep 1000') });
    await expect(act).rejects.toMatchObject({ code: 'deadline-exceeded', hint: expect.stringContaining('hangs') as string });
    await expectNothingLeft();
  });

  test.each(['conmon', 'runc'])('says how to install %s when it is missing', async (name) => {
    await open({ [name]: `/no/such/place/${name}` });
    await expect(lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('true') })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: `/no/such/place/${name} is not installed`,
      hint: expect.stringContaining(`apt-get install ${name}`) as string,
    });
  });

  test('takes the records back when one cannot be written', async () => {
    for (const failing of [1, 2]) {
      let puts = 0;
      await open({
        wrapStore: (store) => ({
          ...store,
          containers: {
            ...store.containers,
            put: (record) => {
              if (++puts === failing) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
              store.containers.put(record);
            },
          },
        }),
      });
      await expect(lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('true') })).rejects.toThrow('no space');
      await expectNothingLeft();
      await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('true') });
      await removeAll();
      if (failing === 1) lab.close();
    }
  });
});

/** The real program, but for one verb it hangs while the file `hang` is there. */
function makeHanging(program: string, verb: string): string {
  const path = join(directory, 'hanging');
  fs.writeFileSync(
    path,
    `#!/bin/sh\ncase " $* " in ${verb}) [ -e ${directory}/hang ] && sleep 1000;; esac\nexec ${program} "$@"\n`,
    { mode: 0o755 },
  );
  fs.writeFileSync(join(directory, 'hang'), '');
  return path;
}
