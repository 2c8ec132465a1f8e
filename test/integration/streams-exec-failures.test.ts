import { readdirSync, readlinkSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerRecord } from '../../runtime/base/container.ts';
import { createHost } from '../../runtime/host/host.ts';
import type { CommandIo } from '../../runtime/stream/server/offers.ts';
import { shellConfig } from '../support/container-config.ts';
import { makeLabDirectory, openLab, removeLabDirectory, whyNotHere, type ContainerLab } from '../support/container-lab.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`exec failures: skipped, ${why}`);

describe.skipIf(why !== undefined)('exec with streams, failing at every call', () => {
  const host = createFailingHost(createHost({ path: '/usr/sbin:/usr/bin:/sbin:/bin' }));
  let directory: string;
  let lab: ContainerLab;
  let container: ContainerRecord;

  beforeAll(async () => {
    // As the daemon is: commands become its orphans.
    host.sys.becomeSubreaper();
    directory = makeLabDirectory();
    lab = await openLab({ directory, host });
    container = await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('sleep 1000') });
    await lab.containers.start(container.id);
  });
  afterAll(async () => {
    await lab.containers.remove(container.id);
    lab.close();
    removeLabDirectory(directory);
  });

  it.each([false, true])('leaves no descriptor and no file behind (terminal: %s)', async (tty) => {
    const before = descriptors();
    const act = async (): Promise<void> => {
      const stdin = new PassThrough();
      stdin.end('input\n');
      const sink = (): Writable => new Writable({ write: (_data, _encoding, done) => done() });
      const io: CommandIo = {
        stdin,
        stdout: sink(),
        stderr: tty ? undefined : sink(),
        onResize: () => undefined,
        gone: new AbortController().signal,
      };
      expect(await lab.containers.exec({ id: container.id, argv: ['/bin/sh', '-c', 'read line; echo $line'], tty, io })).toBe(0);
    };
    const check = async (): Promise<void> => {
      await expect.poll(() => descriptors()).toEqual(before);
      const files = (): string[] => readdirSync(lab.paths.bundle(container.id)).filter((name) => name.startsWith('exec-'));
      // What could not be removed goes with the bundle, or when the daemon comes up again.
      await expect.poll(() => files().length).toBeLessThanOrEqual(1);
      for (const name of files()) await host.files.remove(`${lab.paths.bundle(container.id)}/${name}`);
    };
    const calls = await sweep(act, { host, check, clear: () => undefined });
    expect(calls).toEqual(
      expect.arrayContaining(tty ? [expect.stringContaining('sys.listenAt')] : ['sys.pipe', 'sys.pipe', 'sys.pipe']),
    );
  });
});

/** Open pipes, terminals and sockets by path or kind; inodes differ from one to the next. */
function descriptors(): string[] {
  return readdirSync('/proc/self/fd')
    .flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`).replace(/\[\d+\]/, '')];
      } catch {
        // The directory's own descriptor.
        return [];
      }
    })
    .filter((target) => /^(pipe|socket|\/dev\/ptmx|\/dev\/pts)/.test(target))
    .toSorted();
}
