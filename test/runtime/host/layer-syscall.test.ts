import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLayerSyscall } from '../../../runtime/host/create-layer-syscall.ts';

const sys = createLayerSyscall();
let directory = '';
let root = -1;

beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'slipway-layer-syscall-'));
  root = fs.openSync(directory, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
});
afterEach(() => {
  fs.closeSync(root);
  fs.rmSync(directory, { recursive: true });
});

describe('openInRoot', () => {
  const read = { flags: fs.constants.O_RDONLY };

  it('opens a file and closes it on exec', () => {
    fs.writeFileSync(join(directory, 'file'), 'content');
    const fd = sys.openInRoot(root, 'file', read);
    expect(fs.readFileSync(fd, 'utf8')).toBe('content');
    expect(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')).toMatch(/^flags:\s+0?2\d{6}$/m);
    fs.closeSync(fd);
  });

  it('takes an absolute symlink from the root, not from the machine', () => {
    fs.mkdirSync(join(directory, 'etc'));
    fs.writeFileSync(join(directory, 'etc/passwd'), 'mine');
    fs.symlinkSync('/etc/passwd', join(directory, 'link'));
    const fd = sys.openInRoot(root, 'link', read);
    expect(fs.readFileSync(fd, 'utf8')).toBe('mine');
    fs.closeSync(fd);
  });

  it('does not leave the root by dots', () => {
    expect(() => sys.openInRoot(root, '../../../../../../etc/passwd', read)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(() => sys.openInRoot(root, '..', { ...read, beneath: true })).toThrow(expect.objectContaining({ code: 'EXDEV' }));
  });

  it('refuses every symlink when asked to', () => {
    fs.symlinkSync('.', join(directory, 'link'));
    expect(() => sys.openInRoot(root, 'link/file', { ...read, noSymlinks: true })).toThrow(
      expect.objectContaining({ code: 'ELOOP' }),
    );
  });

  it('makes a file with the given mode', () => {
    const { O_CREAT, O_EXCL, O_WRONLY } = fs.constants;
    fs.closeSync(sys.openInRoot(root, 'new', { flags: O_CREAT | O_EXCL | O_WRONLY, mode: 0o640 }));
    expect(fs.statSync(join(directory, 'new')).mode & 0o777).toBe(0o640);
  });

  it('names errno, call and path when it fails', () => {
    const error = thrownBy(() => sys.openInRoot(root, 'absent', read));
    expect(error).toMatchObject({ code: 'ENOENT', errno: 2, syscall: 'openat2', name: 'SyscallError' });
    expect(error.message).toBe("ENOENT: no such file or directory, openat2 'absent'");
  });

  it('rejects a null byte instead of opening a shorter name', () => {
    expect(() => sys.openInRoot(root, 'file\0.txt', read)).toThrow(TypeError);
  });
});

describe('lutimesNs', () => {
  it('sets the times of a symlink itself, to the nanosecond', () => {
    const path = join(directory, 'link');
    fs.symlinkSync('/etc/passwd', path);
    sys.lutimesNs(path, 1_000_000_001n, 1_700_000_000_123_456_789n);
    const { atimeNs, mtimeNs } = fs.lstatSync(path, { bigint: true });
    expect([atimeNs, mtimeNs]).toEqual([1_000_000_001n, 1_700_000_000_123_456_789n]);
  });

  it('sets times before 1970', () => {
    const path = join(directory, 'old');
    fs.writeFileSync(path, '');
    sys.lutimesNs(path, -1n, -1_500_000_000n);
    expect(fs.statSync(path, { bigint: true }).mtimeNs).toBe(-1_500_000_000n);
  });
});

describe('xattrs', () => {
  it('keeps bytes that are not text, of any length', () => {
    const path = join(directory, 'file');
    fs.writeFileSync(path, '');
    const value = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
    sys.lsetxattr(path, 'user.bytes', value);
    expect(sys.lgetxattr(path, 'user.bytes')).toEqual(value);
    sys.lsetxattr(path, 'user.empty', new Uint8Array());
    expect(sys.lgetxattr(path, 'user.empty')).toEqual(new Uint8Array());
  });

  it('answers undefined for an attribute that is not there, and throws for a file that is not there', () => {
    expect(sys.lgetxattr(directory, 'user.absent')).toBeUndefined();
    expect(() => sys.lgetxattr(join(directory, 'absent'), 'user.x')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(() => {
      sys.lsetxattr(join(directory, 'absent'), 'user.x', new Uint8Array(1));
    }).toThrow(/ENOENT.*lsetxattr user\.x/);
  });
});

describe('mknod', () => {
  it('makes a fifo', () => {
    const path = join(directory, 'fifo');
    sys.mknod(path, fs.constants.S_IFIFO | 0o600, 0, 0);
    expect(fs.lstatSync(path).isFIFO()).toBe(true);
  });

  it.runIf(process.getuid?.() === 0)('makes a device with large numbers', () => {
    const path = join(directory, 'device');
    sys.mknod(path, fs.constants.S_IFCHR | 0o600, 4095, 1_048_575);
    const { rdev } = fs.lstatSync(path, { bigint: true });
    expect([(rdev >> 8n) & 0xfffn, (rdev & 0xffn) | ((rdev >> 12n) & 0xfff00n)]).toEqual([4095n, 1_048_575n]);
  });
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
