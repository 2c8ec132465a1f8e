import { describe, expect, test } from 'vitest';
import type { SandboxId } from '../../../runtime/base/ids.ts';
import type { SandboxRecord } from '../../../runtime/base/pod-sandbox.ts';
import type { SelinuxOption } from '../../../runtime/base/linux-config.ts';
import { selinuxLabels } from '../../../runtime/oci/selinux-labels.ts';
import { machineFacts, podSandbox, shellConfig } from '../../support/container-config.ts';

const selinux = machineFacts({ selinux: true });
const none: SelinuxOption = { user: '', role: '', type: '', level: '' };
const pod = (id = 'a'.repeat(64)): SandboxRecord => podSandbox(id as SandboxId, { directory: '/lab', bootId: 'b' });

describe('SELinux labels', () => {
  test.each([
    [
      'nothing but a level',
      { ...none, level: 's0:c1,c2' },
      'system_u:system_r:container_t:s0:c1,c2',
      'container_file_t:s0:c1,c2',
    ],
    ['everything', { user: 'u', role: 'r', type: 'spc_t', level: 's0' }, 'u:r:spc_t:s0', 'container_file_t:s0'],
  ])('with %s', (_title, selinuxOptions, process, file) => {
    expect(selinuxLabels(shellConfig('true', {}, { selinuxOptions }), pod(), selinux)).toEqual({
      process,
      file: `system_u:object_r:${file}`,
    });
  });

  test('without a level have one of the pod, with two different categories', () => {
    const labels = (id: string) =>
      selinuxLabels(shellConfig('true', {}, { selinuxOptions: { ...none, type: 'x_t' } }), pod(id), selinux)?.process ?? '';
    expect(labels('a'.repeat(64))).toBe(labels('a'.repeat(64)));
    expect(labels('a'.repeat(64))).not.toBe(labels('b'.repeat(64)));
    for (const id of ['0'.repeat(64), 'f'.repeat(64), '0003ff'.repeat(10), '000000ffffff']) {
      const [, first, second] = /:s0:c(\d+),c(\d+)$/.exec(labels(id)) ?? [];
      expect(Number(first)).toBeLessThan(Number(second));
      expect(Number(second)).toBeLessThan(1024);
    }
  });

  test("are the pod's when the container has none of its own", () => {
    const record = pod();
    const { linux } = record.config;
    const labelled = { ...linux.securityContext, selinuxOptions: { ...none, level: 's0:c7,c8' } };
    const sandbox = { ...record, config: { ...record.config, linux: { ...linux, securityContext: labelled } } };
    expect(selinuxLabels(shellConfig('true'), sandbox, selinux)?.process).toMatch(/:s0:c7,c8$/);
  });

  test('are none when nobody asks, when privileged, and where the kernel has no SELinux', () => {
    const selinuxOptions = { ...none, level: 's0' };
    expect(selinuxLabels(shellConfig('true'), pod(), selinux)).toBeUndefined();
    expect(selinuxLabels(shellConfig('true', {}, { selinuxOptions, privileged: true }), pod(), selinux)).toBeUndefined();
    expect(selinuxLabels(shellConfig('true', {}, { selinuxOptions }), pod(), machineFacts())).toBeUndefined();
  });
});
