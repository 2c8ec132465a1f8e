import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createKeptFiles } from '../../../runtime/host/kept-files.ts';
import { systemFiles } from '../../../runtime/host/files.ts';

describe('a file that is read again and again', () => {
  it('is opened once, and says each time what is so now', () => {
    const { read } = createKeptFiles();
    const first = read('/proc/self/io');
    const open = descriptors();
    const later = read('/proc/self/io');
    expect(descriptors()).toBe(open);
    expect(numberIn(later, 'syscr')).toBeGreaterThan(numberIn(first, 'syscr'));
  });

  it('is absent as soon as its process is gone', async () => {
    const child = spawn('sleep', ['1000']);
    const path = `/proc/${String(child.pid)}/stat`;
    expect(systemFiles.readOftenNow(path)).toContain('(sleep)');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(systemFiles.readOftenNow(path)).toBeUndefined();
  });

  it('takes no more descriptors than are allowed, and is read all the same', () => {
    const { read } = createKeptFiles(2);
    const before = descriptors();
    const files = ['/proc/self/stat', '/proc/self/io', '/proc/self/limits', '/proc/self/stat'];
    expect(files.map((path) => read(path).length > 0)).toEqual([true, true, true, true]);
    expect(descriptors() - before).toBe(2);
  });
});

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

function numberIn(text: string, name: string): number {
  return Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]);
}
