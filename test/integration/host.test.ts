import { spawn } from 'node:child_process';
import { build } from 'esbuild';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost } from '../../runtime/host/host.ts';
import { MNT, MS } from '../../runtime/host/syscall.ts';
import { expectNoLeaksSoon, takeSnapshot, type Snapshot } from '../support/leak-check.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: mounts need root');

const PROJECT = join(import.meta.dirname, '../..');
const config = { path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
const host = createHost(config);
let root = '';
let before: Snapshot;

beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'slipway-host-'));
  before = takeSnapshot({ directories: [root] });
});
afterEach(async () => {
  await expectNoLeaksSoon(before, { directories: [root] });
  fs.rmSync(root, { recursive: true });
});

describe.runIf(isRoot)('mount and umount', () => {
  it('stacks an overlay, and takes it away', async () => {
    const [lower, upper, work, merged] = ['lower', 'upper', 'work', 'merged'].map((name) => join(root, name));
    host.sys.mount('tmpfs', root, 'tmpfs', MS.NOSUID, 'size=1m');
    for (const path of [lower, upper, work, merged]) fs.mkdirSync(path ?? '');
    fs.writeFileSync(join(root, 'lower/file'), 'from below');
    const data = `lowerdir=${String(lower)},upperdir=${String(upper)},workdir=${String(work)}`;
    host.sys.mount('overlay', join(root, 'merged'), 'overlay', 0, data);
    expect(fs.readFileSync(join(root, 'merged/file'), 'utf8')).toBe('from below');
    await expect(host.sys.umount(root)).rejects.toMatchObject({ code: 'EBUSY', syscall: 'umount2' });
    await host.sys.umount(join(root, 'merged'));
    await host.sys.umount(root);
    expect(fs.readdirSync(root)).toEqual([]);
  });

  it('detaches what is in use', async () => {
    host.sys.mount('tmpfs', root, 'tmpfs', 0, '');
    const file = fs.openSync(join(root, 'file'), 'w');
    await expect(host.sys.umount(root)).rejects.toMatchObject({ code: 'EBUSY' });
    await host.sys.umount(root, MNT.DETACH);
    fs.closeSync(file);
  });

  it('says what is wrong with the options', () => {
    expect(() => {
      host.sys.mount('overlay', root, 'overlay', 0, 'lowerdir=/nowhere');
    }).toThrow(/^E(NOENT|INVAL): .*, mount '.*slipway-host-/);
  });

  it('does not wait in the way of other work', async () => {
    const targets = Array.from({ length: 20 }, (_, index) => join(root, String(index)));
    for (const target of targets) {
      fs.mkdirSync(target);
      host.sys.mount('tmpfs', target, 'tmpfs', 0, '');
    }
    await Promise.all(targets.map((target) => host.sys.umount(target)));
    expect(takeSnapshot({ directories: [root] }).mounts).toEqual([]);
  });
});

/** A daemon in miniature that is bundled as the real one is. */
const DAEMON = `
import { createHost } from '${PROJECT}/runtime/host/host.ts';
const host = createHost(${JSON.stringify(config)});
if (process.argv[2] === 'lock') {
  const lock = host.sys.lockFile(process.argv[3]);
  process.stdout.write(lock === undefined ? 'held' : 'mine');
  if (lock !== undefined) setInterval(() => undefined, 1000);
} else if (process.argv[2] === 'spawn') {
  const child = await host.spawnPiped(['sh', '-c', 'trap "" PIPE; echo ready >&3; read -r line <&4; echo late >&2; echo late >&3; sleep 0.2; echo survived > ' + process.argv[3]], { pipeCount: 2 });
  child.pipes[0].once('data', () => process.stdout.write(String(child.pid)));
  setInterval(() => undefined, 1000);
} else if (process.argv[2] === 'unref') {
  await host.spawnPiped(['sleep', '1000'], { pipeCount: 1 }).then(({ pid }) => process.stdout.write(String(pid)));
} else {
  host.sys.becomeSubreaper();
  const { stdout } = await host.exec(['sh', '-c', '(sleep 0.05; exit 7) >/dev/null 2>&1 & echo $!']);
  const pid = Number(String(stdout));
  while (!host.sys.reap(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  process.stdout.write(host.sys.kill(pid, 0) ? 'there' : 'gone');
}
`;

describe.runIf(isRoot)('a bundled process', () => {
  const start = async (...args: readonly string[]) => {
    await build({
      stdin: { contents: DAEMON, resolveDir: PROJECT, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(root, 'daemon.mjs'),
      logLevel: 'error',
      banner: {
        js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
      },
    });
    const native = `linux_${process.arch}`;
    fs.mkdirSync(join(root, native), { recursive: true });
    fs.copyFileSync(
      join(PROJECT, `node_modules/@koromix/koffi-linux-${process.arch}`, native, 'koffi.node'),
      join(root, native, 'koffi.node'),
    );
    const child = spawn(process.execPath, [join(root, 'daemon.mjs'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [data] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: String(data) };
  };

  it('finds the native part beside the bundle, and reaps orphans', async () => {
    expect((await start('reap')).said).toBe('gone');
  });

  it('loses its lock when it is killed', async () => {
    const path = join(root, 'lock');
    const first = await start('lock', path);
    const second = await start('lock', path);
    expect([first.said, second.said]).toEqual(['mine', 'held']);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const third = await start('lock', path);
    expect(third.said).toBe('mine');
    third.child.kill('SIGKILL');
    await once(third.child, 'exit');
  });

  it('leaves a piped program alive when it is killed, even one that writes to it afterwards', async () => {
    const path = join(root, 'survived');
    const { child, said } = await start('spawn', path);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The pipes have lost their other end: reading ends, and writing must be ignored as conmon ignores it.
    while (fs.existsSync(`/proc/${said}`) && !fs.existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(fs.existsSync(path)).toBe(true);
    while (fs.existsSync(`/proc/${said}`)) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('may end while a piped program runs on', async () => {
    const { child, said } = await start('unref');
    await once(child, 'exit');
    expect(host.sys.kill(Number(said), 9)).toBe(true);
    while (fs.existsSync(`/proc/${said}/cmdline`) && fs.readFileSync(`/proc/${said}/cmdline`, 'utf8') !== '') {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
});
