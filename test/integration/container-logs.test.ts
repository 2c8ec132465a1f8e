import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerConfig, ContainerRecord } from '../../runtime/base/container.ts';
import { createHost } from '../../runtime/host/host.ts';
import { shellConfig } from '../support/container-config.ts';
import { makeLabDirectory, openLab, removeLabDirectory, whyNotHere, type ContainerLab } from '../support/container-lab.ts';
import { readCriLog } from '../support/daemon-lab.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-logs: skipped, ${why}`);

const host = createFailingHost(createHost({ path: '/usr/sbin:/usr/bin:/sbin:/bin' }));
let lab: ContainerLab;
let logs: string;
let log: string;

async function started(script: string, overrides: Partial<ContainerConfig> = {}): Promise<ContainerRecord> {
  const record = await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig(script, overrides) });
  await lab.containers.start(record.id);
  return record;
}

async function ended(id: string): Promise<void> {
  await expect.poll(() => lab.containers.find(id)?.state, { timeout: 30_000, interval: 5 }).toBe('exited');
}

const inode = (path: string): number | undefined => fs.statSync(path, { throwIfNoEntry: false })?.ino;
const texts = (path: string): string[] => readCriLog(path).map(({ text }) => text);

describe.skipIf(why !== undefined)('the log of a container', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    lab = await openLab({ directory: makeLabDirectory(), host });
    logs = join(lab.directory, 'logs');
    log = join(logs, 'main.log');
  });

  afterEach(async () => {
    host.count();
    for (const record of lab.store.containers.list()) await lab.containers.remove(record.id);
    lab.close();
    if (fs.readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${logs} `)) execFileSync('umount', [logs]);
    removeLabDirectory(lab.directory);
  });

  test('is rotated while the container writes as fast as it can, and not a line is lost, split or out of order', async () => {
    const last = 1_000_000;
    const { id } = await started(`busybox seq 1 ${String(last)}`);
    const files: string[] = [];
    while (lab.containers.find(id)?.state === 'running' && files.length < 200) {
      const rotated = `${log}.${String(files.length).padStart(3, '0')}`;
      fs.renameSync(log, rotated);
      try {
        await lab.containers.reopenLog(id);
      } catch (error) {
        // It has ended in between: then the old file is its last.
        expect(error).toMatchObject({ code: 'failed-precondition' });
        expect(inode(log)).toBeUndefined();
        files.push(rotated);
        break;
      }
      files.push(rotated);
    }
    await ended(id);
    if (inode(log) !== undefined) files.push(log);
    expect(files.length).toBeGreaterThan(5);
    expect(fs.readdirSync(logs).toSorted()).toEqual(files.map((file) => file.slice(logs.length + 1)).toSorted());
    let next = 1;
    let begun = '';
    for (const file of files) {
      const text = fs.readFileSync(file, 'latin1');
      expect(text === '' || text.endsWith('\n')).toBe(true);
      for (const line of text.split('\n').slice(0, -1)) {
        const [, tag, content] = /^\S{20,35} stdout ([PF]) (\d*)$/.exec(line) ?? [];
        begun += content ?? `(${line})`;
        if (tag !== 'F') continue;
        if (begun !== String(next)) expect(begun).toBe(String(next));
        next++;
        begun = '';
      }
    }
    expect(begun).toBe('');
    expect(next - 1).toBe(last);
  });

  test('that was not renamed is left as it is', async () => {
    const { id } = await started('echo one; exec sleep 100');
    await expect.poll(() => texts(log)).toEqual(['one']);
    const before = inode(log);
    await lab.containers.reopenLog(id);
    expect(inode(log)).toBe(before);
    expect(texts(log)).toEqual(['one']);
  });

  test('goes on in the new file, and nothing more comes to the old one, with a terminal too', async () => {
    const { id } = await started('echo one; while ! [ -e /tmp/go ]; do sleep 0.01; done; echo two >&2; exec sleep 100', {
      tty: true,
    });
    await expect.poll(() => readCriLog(log).map(({ stream, text }) => `${stream} ${text.trim()}`)).toEqual(['stdout one']);
    fs.renameSync(log, `${log}.1`);
    await lab.containers.reopenLog(id);
    await lab.containers.execSync({ id, argv: ['/bin/busybox', 'touch', '/tmp/go'], timeoutSeconds: 10 });
    await expect.poll(() => readCriLog(log).map(({ stream, text }) => `${stream} ${text.trim()}`)).toEqual(['stdout two']);
    expect(texts(`${log}.1`)).toHaveLength(1);
  });

  test.each([
    ['of a container that has ended', async (id: string) => lab.containers.stop(id, 0)],
    ['whose directory is gone', async () => fs.rmSync(logs, { recursive: true })],
    [
      'whose path is a directory now',
      async () => {
        fs.mkdirSync(log);
        fs.rmdirSync(log);
        fs.mkdirSync(join(log, 'x'), { recursive: true });
      },
    ],
    [
      'whose conmon is gone',
      async (id: string) => {
        const { conmon } = lab.containers.find(id) as ContainerRecord;
        process.kill(conmon.pid, 'SIGKILL');
        await expect.poll(() => fs.existsSync(`/proc/${String(conmon.pid)}/exe`)).toBe(false);
      },
    ],
  ])('%s is not reopened: failed-precondition, and no new file', async (_what, prepare) => {
    const { id } = await started('echo one; exec sleep 100');
    await expect.poll(() => texts(log)).toEqual(['one']);
    fs.renameSync(log, `${log}.1`);
    await prepare(id);
    const before = fs.existsSync(logs) ? fs.readdirSync(logs) : undefined;
    await expect(lab.containers.reopenLog(id)).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(fs.existsSync(logs) ? fs.readdirSync(logs) : undefined).toEqual(before);
  });

  test('on a full disk stops growing without stopping the container, and grows again when there is room', async () => {
    fs.mkdirSync(logs);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,nr_inodes=4', 'slipway-test', logs]);
    const script = 'busybox seq 1 20000; while ! [ -e /tmp/go ]; do sleep 0.01; done; echo after; exec sleep 100';
    const { id } = await started(script);
    await expect.poll(() => inode(log) !== undefined && fs.statfsSync(logs).bavail).toBe(0);
    expect(lab.containers.find(id)?.state).toBe('running');
    fs.renameSync(log, `${log}.1`);
    // No inode is left for a new file.
    fs.writeFileSync(join(logs, 'filler'), '');
    fs.writeFileSync(join(logs, 'filler2'), '');
    await expect(lab.containers.reopenLog(id)).rejects.toMatchObject({
      code: 'resource-exhausted',
      hint: expect.stringContaining('free space') as string,
    });
    expect(fs.readdirSync(logs).toSorted()).toEqual(['filler', 'filler2', 'main.log.1']);
    expect(lab.containers.find(id)?.state).toBe('running');
    fs.rmSync(join(logs, 'filler'));
    execFileSync('mount', ['-o', 'remount,size=10m,nr_inodes=100', logs]);
    await lab.containers.reopenLog(id);
    await lab.containers.execSync({ id, argv: ['/bin/busybox', 'touch', '/tmp/go'], timeoutSeconds: 10 });
    await expect.poll(() => texts(log).at(-1)).toBe('after');
  });

  test('is never half reopened: whichever host call fails, it is the old one or the new one, and the next call succeeds', async () => {
    const { id } = await started('exec sleep 100');
    const rotate = async (): Promise<void> => {
      if (inode(log) !== undefined) fs.renameSync(log, `${log}.1`);
      await lab.containers.reopenLog(id);
    };
    host.count();
    await rotate();
    const calledBefore = [...host.calls];
    const calls = await sweep(rotate, {
      host,
      clear: () => undefined,
      check: ({ call, error, mode, index }) => {
        const asked = calledBefore.slice(0, index).some((name) => name.startsWith('files.writePipe'));
        // Nobody can take back what conmon was told already.
        if (error === undefined || asked || (call.startsWith('files.writePipe') && mode === 'after')) return;
        expect(fs.readdirSync(logs)).toEqual(['main.log.1']);
      },
    });
    expect(calls.length).toBeGreaterThanOrEqual(4);
    expect(lab.containers.find(id)?.state).toBe('running');
  });
});
