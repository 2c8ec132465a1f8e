import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noResources } from '../support/container-config.ts';
import { whyNotHere } from '../support/container-lab.ts';
import { useContainerLab } from '../support/use-container-lab.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-ends: skipped, ${why}`);

const use = useContainerLab();
/** A process of the machine's PID namespace dies of its own signals, as the first one of a namespace does not. */
const onHostPids = { namespaceOptions: { network: 'NODE', pid: 'NODE', ipc: 'CONTAINER', targetId: '' } } as const;
const eightMegabytes = { ...noResources, memoryLimitInBytes: 8 << 20, memorySwapLimitInBytes: 8 << 20 };

describe.skipIf(why !== undefined)('the end of a container', { timeout: 30_000 }, () => {
  test.each([
    ['TERM', 143],
    ['SEGV', 139],
    ['KILL', 137],
  ])('by signal %s is exit code %i', async (signal, exitCode) => {
    const { id } = await use.run(`kill -${signal} $$; sleep 5`, {}, onHostPids);
    expect(await use.ended(id)).toMatchObject({ exitCode, reason: 'Error' });
  });

  test.each([
    ['its own', 37, '', 'RTMIN+3'],
    ["the image's", 0, 'SIGRTMIN+3', 'RTMIN+3'],
    ['none, which is SIGTERM', 0, '', 'TERM'],
  ])('comes by the stop signal: %s', async (_title, stopSignal, imageSignal, name) => {
    await use.reopen({ imageConfig: { stopSignal: imageSignal } });
    const number = name === 'TERM' ? 15 : 37;
    const script = `trap 'echo heard; exit 9' ${String(number)}; echo ready; while :; do sleep 0.05; done`;
    const record = await use.run(script, { stopSignal });
    await expect.poll(() => use.log(record)).toBe('ready');
    await use.lab.containers.stop(record.id, 20);
    expect(use.lab.containers.find(record.id)).toMatchObject({ state: 'exited', exitCode: 9 });
    expect(use.log(record)).toBe('ready\nheard');
  });

  test('is OOMKilled too when a child was killed for memory and the container fails for it', async () => {
    const { id } = await use.run('tail -c 100000000 /dev/zero; exit 7', { resources: eightMegabytes });
    expect(await use.ended(id)).toMatchObject({ exitCode: 7, reason: 'OOMKilled' });
    const fine = await use.run('tail -c 100000000 /dev/zero; exit 0', { resources: eightMegabytes });
    expect(await use.ended(fine.id)).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  test('is OOMKilled however soon after the start it comes', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 3; round++) {
      const { id } = await use.create('', { command: ['/bin/tail', '-c', '100000000', '/dev/zero'], resources: eightMegabytes });
      ids.push(id);
    }
    for (const id of ids) await use.lab.containers.start(id);
    for (const id of ids) expect(await use.ended(id)).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  test('is StartError with 128 when the runtime cannot start it, and nothing of it runs on', async () => {
    const broken = join(use.lab.directory, 'broken-runc');
    fs.writeFileSync(
      broken,
      '#!/bin/sh\ncase " $* " in *" start "*) echo "no luck" >&2; exit 1;; esac\nexec /usr/sbin/runc "$@"\n',
      {
        mode: 0o755,
      },
    );
    await use.reopen({ runc: broken });
    const { id, init } = await use.create('sleep 1000');
    await expect(use.lab.containers.start(id)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('no luck') as string,
    });
    expect(use.lab.containers.find(id)).toMatchObject({ state: 'exited', exitCode: 128, reason: 'StartError' });
    await expect.poll(() => fs.existsSync(`/proc/${String(init.pid)}`)).toBe(false);
    await expect(use.lab.containers.start(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  test('leaves its log to its reader, also after the removal, and the next attempt has a log of its own', async () => {
    const first = await use.run('echo one', { metadata: { name: 'again', attempt: 0 }, logPath: 'again/0.log' });
    await use.ended(first.id);
    const second = await use.run('echo two', { metadata: { name: 'again', attempt: 1 }, logPath: 'again/1.log' });
    await use.ended(second.id);
    expect(
      use.lab.containers
        .list()
        .map(({ config }) => config.metadata.attempt)
        .sort(),
    ).toEqual([0, 1]);
    await use.lab.containers.remove(first.id.slice(0, 12));
    expect(use.lab.containers.list().map(({ id }) => id)).toEqual([second.id]);
    expect([use.log(first), use.log(second)]).toEqual(['one', 'two']);
  });

  test('is the end of processes in groups that it made itself, and of those that left their session', async () => {
    use.makePrivileged();
    const inner =
      'cg=/sys/fs/cgroup/devices; [ -d $cg ] || cg=/sys/fs/cgroup; busybox mkdir -p $cg/own; echo $$ > $cg/own/cgroup.procs';
    const script = `sh -c '${inner}; exec sleep 71717' & setsid sleep 71718 & echo made; sleep 1000`;
    const envs = [{ key: 'PATH', value: '/bin' }];
    const record = await use.run(script, { envs }, { ...onHostPids, privileged: true });
    const running = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    await expect.poll(running).toMatch(/sleep 71717(.|\n)*sleep 71718|sleep 71718(.|\n)*sleep 71717/);
    await use.lab.containers.stop(record.id, 0);
    await expect.poll(running).not.toMatch(/sleep 7171[78]/);
  });
});
