import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { relabelMounts } from '../../runtime/container/relabel-mounts.ts';
import { createLayerSyscall } from '../../runtime/host/create-layer-syscall.ts';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { DEFAULT_PROFILE_TEXT } from '../../runtime/oci/apparmor/default-profile.ts';
import { hostMount, shellConfig } from '../support/container-config.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('container-labels: skipped, needs root');

const LABEL = 'system_u:object_r:container_file_t:s0:c1,c2';
let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'slipway-labels-'));
});
afterEach(() => {
  fs.rmSync(directory, { recursive: true });
});

const labelOf = (path: string): string | undefined => {
  const value = createLayerSyscall().lgetxattr(path, 'security.selinux');
  return value === undefined ? undefined : Buffer.from(value).toString().replace('\0', '');
};

/** SELinux itself is not needed: without it the kernel keeps such labels like any attribute. */
describe.skipIf(!isRoot)('a mount that is to be relabelled', () => {
  const sys = createSyscall();
  const relabel = (hostPath: string, selinuxRelabel = true): Promise<void> =>
    relabelMounts(sys, shellConfig('true', { mounts: [hostMount(hostPath, { selinuxRelabel })] }), {
      label: LABEL,
      signal: undefined,
    });

  test('has the label on every file and link in it, and on nothing outside', async () => {
    const outside = join(directory, 'outside');
    const inside = join(directory, 'inside');
    fs.mkdirSync(join(inside, 'deep/er'), { recursive: true });
    for (const path of [outside, join(inside, 'deep/er/file')]) fs.writeFileSync(path, '');
    fs.symlinkSync(outside, join(inside, 'link'));
    fs.symlinkSync(inside, join(directory, 'way'));
    await relabel(inside, false);
    expect(labelOf(inside)).not.toBe(LABEL);
    await relabel(join(directory, 'way'));
    for (const name of ['', 'deep', 'deep/er', 'deep/er/file', 'link']) expect(labelOf(join(inside, name))).toBe(LABEL);
    expect(labelOf(outside)).not.toBe(LABEL);
  });

  test('is left alone where the file system has no labels, and refused where the system would suffer', async () => {
    await relabel('/proc/self/fd');
    for (const path of ['/', '/etc', '/var/lib', '/usr/bin'])
      await expect(relabel(path)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

test("AppArmor's own parser takes the default profile", ({ skip }) => {
  const parser = ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'].find((path) => fs.existsSync(path));
  if (parser === undefined) return skip('apparmor_parser is not installed');
  const { status, stderr } = spawnSync(parser, ['--skip-kernel-load', '--skip-cache'], {
    input: DEFAULT_PROFILE_TEXT,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
});
