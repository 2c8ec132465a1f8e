import { describe, expect, test } from 'vitest';
import type { SandboxId } from '../../../runtime/base/ids.ts';
import { applyCdi } from '../../../runtime/oci/cdi/apply-cdi.ts';
import { isCdiName, parseCdiSpec } from '../../../runtime/oci/cdi/cdi-spec.ts';
import { cdiNames, findCdiDevices } from '../../../runtime/oci/cdi/find-cdi-devices.ts';
import { buildSpec } from '../../../runtime/oci/build-spec.ts';
import type { Spec } from '../../../runtime/oci/spec-types.ts';
import type { ImageConfig } from '../../../runtime/base/image-record.ts';
import { machineFacts, podSandbox, shellConfig } from '../../support/container-config.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';

const DIRS = ['/etc/cdi', '/var/run/cdi'];

function fileOf(kind: string, devices: Readonly<Record<string, object>>, containerEdits: object = {}): string {
  const list = Object.entries(devices).map(([name, edits]) => ({ name, containerEdits: edits }));
  return JSON.stringify({ cdiVersion: '0.5.0', kind, devices: list, containerEdits });
}

const env = (value: string): { env: string[] } => ({ env: [value] });

describe('names', () => {
  test.each([
    ['vendor.com/gpu=0', true],
    ['nvidia.com/gpu=GPU-1:2.3_4', true],
    ['v/c=x', true],
    ['gpu', false],
    ['vendor.com/gpu', false],
    ['/gpu=0', false],
    ['vendor.com/gpu=', false],
    ['1vendor/gpu=0', false],
    ['vendor.com/g.pu=0', false],
    ['vendor-/gpu=0', false],
    ['vendor.com/gpu=../0', false],
  ])('%s: %s', (name, expected) => {
    expect(isCdiName(name)).toBe(expected);
  });

  test('come from the field and from annotations, each once', () => {
    const annotations = { 'cdi.k8s.io/a': 'v/c=1, v/c=2', 'cdi.k8s.io/b': 'v/c=3,v/c=1', other: 'v/c=9' };
    expect(cdiNames({ cdiDevices: ['v/c=1'], annotations })).toEqual(['v/c=1', 'v/c=2', 'v/c=3']);
  });
});

describe('devices in files', () => {
  const found = async (files: Record<string, string>, ...names: string[]): Promise<string[]> =>
    (await findCdiDevices(createMemoryFiles(files), names, DIRS)).flatMap((edits) => [...edits.env]);

  test('bring what their file shares once, before the first of them', async () => {
    const files = { '/etc/cdi/v.json': fileOf('v/c', { 1: env('A=1'), 2: env('B=2') }, env('S=s')) };
    expect(await found(files, 'v/c=2', 'v/c=1')).toEqual(['S=s', 'B=2', 'A=1']);
  });

  test('in a later directory win over those in an earlier one', async () => {
    const files = {
      '/etc/cdi/v.json': fileOf('v/c', { 1: env('A=etc') }),
      '/var/run/cdi/v.json': fileOf('v/c', { 1: env('A=run') }),
    };
    expect(await found(files, 'v/c=1')).toEqual(['A=run']);
  });

  test('that two files of one directory define are none', async () => {
    const files = { '/etc/cdi/a.json': fileOf('v/c', { 1: {} }), '/etc/cdi/b.json': fileOf('v/c', { 1: {} }) };
    await expect(found(files, 'v/c=1')).rejects.toThrow('several files define v/c=1');
  });

  test('that are fine are found beside a file that is not, and files of other names are not looked at', async () => {
    const files = {
      '/etc/cdi/a.json': '{',
      '/etc/cdi/b.json': fileOf('v/c', { 1: env('A=1') }),
      '/etc/cdi/c.txt': fileOf('v/c', { 1: {} }),
    };
    expect(await found(files, 'v/c=1')).toEqual(['A=1']);
    await expect(found(files, 'v/c=2')).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  test('nobody asks for are not read', async () => {
    expect(await findCdiDevices(createMemoryFiles({}), [], DIRS)).toEqual([]);
  });
});

describe('a file', () => {
  test.each([
    ['no object', '[]', 'not an object'],
    ['a kind that is none', fileOf('gpu', {}), 'kind'],
    ['a device name that is none', fileOf('v/c', { 'a/b': {} }), 'device name'],
    ['an edit that is not offered', fileOf('v/c', { 1: { netDevices: [] } }), 'netDevices, which is not offered'],
    ['a node without a path', fileOf('v/c', { 1: { deviceNodes: [{ hostPath: '/dev/x' }] } }), 'path of a device node'],
    ['permissions that are none', fileOf('v/c', { 1: { deviceNodes: [{ path: '/x', permissions: 'rx' }] } }), 'permissions'],
    ['a relative mount', fileOf('v/c', { 1: { mounts: [{ hostPath: 'x', containerPath: '/x' }] } }), 'hostPath of a mount'],
    ['a hook that is none', fileOf('v/c', { 1: { hooks: [{ hookName: 'x', path: '/x' }] } }), 'hook x'],
    ['a number that is none', fileOf('v/c', { 1: { additionalGids: [-1] } }), 'additionalGids'],
  ])('with %s is refused by name', async (_title, text, message) => {
    await expect(parseCdiSpec('/etc/cdi/v.json', text)).rejects.toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringMatching(`/etc/cdi/v.json: .*${message}`) as string,
      }) as Error,
    );
  });
});

describe('edits', () => {
  const plain = (): Spec => {
    const config = shellConfig('true', { envs: [{ key: 'A', value: 'own' }] });
    return buildSpec({
      config,
      sandbox: podSandbox('p' as SandboxId, { directory: '/lab', bootId: 'b' }),
      image: { env: [], entrypoint: [], cmd: [], workingDir: '' } as unknown as ImageConfig,
      machine: machineFacts(),
      user: { uid: 7, gid: 8, supplementalGroups: [8], home: '' },
      rootPath: 'rootfs',
      mounts: [
        { destination: '/a', type: 'bind', source: '/own', options: [] },
        { destination: '/a/b/c', type: 'bind', source: '/deep', options: [] },
      ],
      devices: { devices: [], rules: [{ allow: false, access: 'rwm' }] },
      cgroupsPath: '/x',
      seccompProfile: undefined,
      appArmorProfile: undefined,
      selinux: undefined,
      targetPid: undefined,
      hasOwnKernel: false,
    });
  };
  const apply = async (edits: object): Promise<Spec> => {
    const { devices } = await parseCdiSpec('v.json', fileOf('v/c', { 1: edits }));
    return applyCdi(plain(), [...devices.values()]);
  };

  test('none leave the spec as it is', async () => {
    const spec = plain();
    expect(await applyCdi(spec, [])).toBe(spec);
  });

  test('win over what the container has at the same place, and mounts keep their order', async () => {
    const spec = await apply({
      env: ['A=cdi'],
      mounts: [
        { hostPath: '/new', containerPath: '/a' },
        { hostPath: '/tmpfs', containerPath: '/a/b', type: 'tmpfs', options: ['ro'] },
      ],
    });
    expect(spec.process.env.filter((entry) => entry.startsWith('A='))).toEqual(['A=cdi']);
    expect(spec.mounts.map(({ destination, source, type, options }) => [destination, source, type, ...options])).toEqual([
      ['/a', '/new', 'bind', 'rbind'],
      ['/a/b', '/tmpfs', 'tmpfs', 'ro'],
      ['/a/b/c', '/deep', 'bind'],
    ]);
  });

  test('give nodes to the user of the container unless they say otherwise, and take numbers from the host', async () => {
    const { linux } = await apply({
      deviceNodes: [
        { path: '/dev/own', hostPath: '/dev/null' },
        { path: '/dev/said', type: 'b', major: 7, minor: 9, fileMode: 0o600, uid: 1, gid: 2, permissions: 'r' },
        { path: '/dev/fifo', type: 'p' },
      ],
    });
    expect(linux.devices).toMatchObject([
      { path: '/dev/own', type: 'c', major: 1, minor: 3, uid: 7, gid: 8 },
      { path: '/dev/said', type: 'b', major: 7, minor: 9, fileMode: 0o600, uid: 1, gid: 2 },
      { path: '/dev/fifo', type: 'p' },
    ]);
    expect(linux.resources.devices.slice(1)).toEqual([
      { allow: true, type: 'c', major: 1, minor: 3, access: 'rwm' },
      { allow: true, type: 'b', major: 7, minor: 9, access: 'r' },
    ]);
  });

  test('with a node that the host has not are refused', async () => {
    await expect(apply({ deviceNodes: [{ path: '/dev/no-such' }] })).rejects.toMatchObject({ code: 'failed-precondition' });
    await expect(apply({ deviceNodes: [{ path: '/etc' }] })).rejects.toThrow('not a device');
  });

  test('add groups, hooks and cache partitions', async () => {
    const spec = await apply({
      additionalGids: [0, 8, 44],
      hooks: [
        { hookName: 'prestart', path: '/a', args: ['a', 'b'], timeout: 3 },
        { hookName: 'prestart', path: '/b' },
      ],
      intelRdt: { closID: 'gold' },
    });
    expect(spec.process.user.additionalGids).toEqual([8, 44]);
    expect(spec.hooks).toEqual({ prestart: [{ path: '/a', args: ['a', 'b'], timeout: 3 }, { path: '/b' }] });
    expect(spec.linux.intelRdt).toEqual({ closID: 'gold' });
  });
});
