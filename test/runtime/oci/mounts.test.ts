import { describe, expect, test } from 'vitest';
import type { ContainerConfig, Mount } from '../../../runtime/base/container.ts';
import { requireMountFeatures } from '../../../runtime/container/require-mount-features.ts';
import type { LowLevelRuntime } from '../../../runtime/oci/low-level-runtime.ts';
import { containerMounts } from '../../../runtime/oci/mounts.ts';
import type { SpecMount } from '../../../runtime/oci/spec-types.ts';
import { hostMount, shellConfig } from '../../support/container-config.ts';

const sandboxFiles = { resolvConf: '/pod/resolv.conf', hosts: '/pod/hosts', hostname: '/pod/hostname', shm: '/pod/shm' };
const ids = [{ hostId: 100_000, containerId: 0, length: 65_536 }];
const image = { ...shellConfig('true').image, image: 'data' };

function mountsOf(mounts: readonly Mount[], config: Partial<ContainerConfig> = {}): Promise<SpecMount[]> {
  return containerMounts({
    config: shellConfig('true', { mounts, ...config }),
    isNetworkForeign: false,
    hasPodIpc: true,
    sandboxFiles,
    present: new Set([sandboxFiles.resolvConf, sandboxFiles.shm]),
    imageVolumes: new Map([['/image', '/bundle/volumes/0/sub']]),
  });
}

const places = (mounts: readonly SpecMount[]): string[] => mounts.map(({ destination }) => destination);

describe('the mounts of a container', () => {
  test('come in an order in which none hides another', async () => {
    const mounts = [hostMount('/tmp', { containerPath: '/etc/deep/er' }), hostMount('/tmp', { containerPath: '/etc' })];
    const order = places(await mountsOf(mounts));
    expect(order.indexOf('/etc')).toBeLessThan(order.indexOf('/etc/resolv.conf'));
    expect(order.indexOf('/etc')).toBeLessThan(order.indexOf('/etc/deep/er'));
    expect(order.indexOf('/dev')).toBeLessThan(order.indexOf('/dev/shm'));
  });

  test("have the caller's own at a place of the runtime's, once", async () => {
    const found = (await mountsOf([hostMount('/tmp', { containerPath: '/dev/shm/' })])).filter(({ destination }) =>
      destination.startsWith('/dev/shm'),
    );
    expect(found.map(({ source }) => source)).toEqual(['/tmp']);
  });

  test('map ids as they are asked to', async () => {
    const mapped = (await mountsOf([hostMount('/tmp', { uidMappings: ids, gidMappings: ids })])).find(
      ({ source }) => source === '/tmp',
    );
    const expected = [{ containerID: 0, hostID: 100_000, size: 65_536 }];
    expect(mapped).toMatchObject({ uidMappings: expected, gidMappings: expected });
  });

  test.each([
    ['a plain one', {}, ['rbind', 'rprivate', 'rw']],
    ['with options', { readonly: true, mountOptions: ['noexec', 'nosuid'] }, ['rbind', 'rprivate', 'ro', 'noexec', 'nosuid']],
    ['recursively read-only', { readonly: true, recursiveReadOnly: true }, ['rbind', 'rprivate', 'rro', 'ro']],
    ['an image, which is read-only always', { image, hostPath: '', containerPath: '/image' }, ['rbind', 'rprivate', 'ro']],
  ])('%s: %j', async (_title, fields, options) => {
    const found = (await mountsOf([hostMount('/tmp', fields)])).find(
      ({ source }) => source === '/tmp' || source.startsWith('/bundle'),
    );
    expect(found?.options).toEqual(options);
  });
});

describe('a mount that the runtime cannot make', () => {
  const runtime = (recursiveReadOnlyMounts: boolean, userNamespaces: boolean): LowLevelRuntime =>
    ({
      name: 'runc',
      features: () => Promise.resolve({ recursiveReadOnlyMounts, userNamespaces, noUserNamespaces: '' }),
    }) as Partial<LowLevelRuntime> as LowLevelRuntime;
  test.each([
    ['recursively read-only', { readonly: true, recursiveReadOnly: true }, [false, true], 'RROUnsupported: mount /data'],
    ['id-mapped', { uidMappings: ids, gidMappings: ids }, [true, false], 'mount /data cannot be id-mapped by runc'],
  ] as const)('%s is refused by name', async (_title, fields, [recursive, mapped], message) => {
    const config = shellConfig('true', { mounts: [hostMount('/tmp', fields)] });
    await expect(requireMountFeatures(runtime(recursive, mapped), config)).rejects.toMatchObject({
      code: 'unimplemented',
      message: expect.stringContaining(message) as string,
    });
    await requireMountFeatures(runtime(true, true), config);
  });
});
