import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSyscall } from '../../../runtime/host/create-syscall.ts';

const sys = createSyscall();
let directory = '';

beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'slipway-syscall-'));
});
afterEach(() => {
  fs.rmSync(directory, { recursive: true });
});

describe('lockFile', () => {
  it('gives the lock to one, and to the next after release', () => {
    const path = join(directory, 'lock');
    const lock = sys.lockFile(path);
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
    expect(sys.lockFile(path)).toBeUndefined();
    lock?.release();
    const again = sys.lockFile(path);
    expect(again).toBeDefined();
    again?.release();
  });

  it('loses no descriptor when the lock is held', () => {
    const lock = sys.lockFile(join(directory, 'lock'));
    const before = fs.readdirSync('/proc/self/fd').length;
    for (let index = 0; index < 5; index++) sys.lockFile(join(directory, 'lock'));
    expect(fs.readdirSync('/proc/self/fd').length).toBe(before);
    lock?.release();
  });
});

describe('kill', () => {
  it('answers true for a process and false for none', () => {
    expect(sys.kill(process.pid, 0)).toBe(true);
    expect(sys.kill(2 ** 22 + 1, 0)).toBe(false);
  });

  it('sends a real-time signal by its number', async () => {
    const child = spawn('sleep', ['1000']);
    await once(child, 'spawn');
    expect(sys.kill(child.pid ?? 0, 40)).toBe(true);
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).not.toBe('SIGKILL');
  });
});

describe('umount', () => {
  it('is content with what is not mounted', async () => {
    await expect(sys.umount(directory)).resolves.toBeUndefined();
    await expect(sys.umount(join(directory, 'absent'))).resolves.toBeUndefined();
  });

  it('does not follow a symlink to another mount point', async () => {
    fs.symlinkSync('/proc', join(directory, 'link'));
    await sys.umount(join(directory, 'link'));
    expect(fs.existsSync('/proc/self')).toBe(true);
  });

  it('gives each of many calls at once its own errno', async () => {
    const path = join(directory, 'file');
    fs.writeFileSync(path, '');
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => sys.umount(index % 2 === 0 ? join(directory, 'absent') : join(path, 'x'))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ENOTDIR' });
  });
});

describe('mount', () => {
  it('throws with errno, call and target', () => {
    expect(() => {
      sys.mount('none', join(directory, 'absent'), 'tmpfs', 0, '');
    }).toThrow(/^E(NOENT|PERM): .*, mount '.*absent'$/);
  });
});

describe('reap', () => {
  it('answers true for a number that nobody has and false for a process that lives', () => {
    expect(sys.reap(2 ** 22 + 1)).toBe(true);
    expect(sys.reap(process.pid)).toBe(false);
  });
});

describe('inNetworkNamespace', () => {
  it('throws for a path that is no namespace, and leaves nothing open', () => {
    const before = fs.readdirSync('/proc/self/fd').length;
    expect(() => sys.inNetworkNamespace('/etc/passwd', () => 1)).toThrow(/setns|EPERM|EINVAL/);
    expect(() => sys.inNetworkNamespace('/nowhere', () => 1)).toThrow(/ENOENT/);
    expect(fs.readdirSync('/proc/self/fd').length).toBe(before);
  });
});
