import { describe, expect, test } from 'vitest';
import type { ContainerConfig } from '../../../runtime/base/container.ts';
import type { ImageConfig } from '../../../runtime/base/image-record.ts';
import { commandLine } from '../../../runtime/oci/build-spec.ts';
import { capabilitySets } from '../../../runtime/oci/capabilities.ts';
import { cgroupDirectory, cgroupsPath } from '../../../runtime/oci/cgroups-path.ts';
import { resolveUser } from '../../../runtime/oci/resolve-user.ts';
import { stopSignalOf } from '../../../runtime/oci/stop-signal.ts';

type Context = ContainerConfig['securityContext'];

function withContext(context: Partial<Context>): ContainerConfig {
  const defaults: Partial<Context> = {
    capabilities: { add: [], drop: [], addAmbient: [] },
    privileged: false,
    runAsUsername: '',
    supplementalGroups: [],
    supplementalGroupsPolicy: 'Merge',
  };
  return {
    metadata: { name: 'c', attempt: 0 },
    command: [],
    args: [],
    securityContext: { ...defaults, ...context },
  } as unknown as ContainerConfig;
}

describe('the command line', () => {
  const image = { entrypoint: ['/entry'], cmd: ['a', 'b'] } as unknown as ImageConfig;
  test.each([
    ['nothing asked: entrypoint and cmd of the image', [], [], ['/entry', 'a', 'b']],
    ['args replace cmd', [], ['x'], ['/entry', 'x']],
    ['command replaces entrypoint and cmd', ['/own'], [], ['/own']],
    ['both are taken as they are', ['/own'], ['x'], ['/own', 'x']],
  ])('%s', (_title, command, args, expected) => {
    expect(commandLine({ ...withContext({}), command, args }, image)).toEqual(expected);
  });
  test('nothing to run is refused', () => {
    expect(() => commandLine(withContext({}), { entrypoint: [], cmd: [] } as unknown as ImageConfig)).toThrow(/nothing to run/);
  });
});

describe('capabilities', () => {
  const own = ['CAP_CHOWN', 'CAP_KILL', 'CAP_NET_ADMIN', 'CAP_SYS_ADMIN'];
  const sets = (add: string[], drop: string[], addAmbient: string[] = [], privileged = false) =>
    capabilitySets(withContext({ capabilities: { add, drop, addAmbient }, privileged }), own);
  test.each([
    ['the defaults, as far as the daemon has them', [], [], ['CAP_CHOWN', 'CAP_KILL']],
    ['names go without CAP_', ['NET_ADMIN'], ['CHOWN'], ['CAP_KILL', 'CAP_NET_ADMIN']],
    ['ALL is what the daemon has, not what the kernel knows', ['ALL'], [], own],
    ['ALL is dropped first, then what is asked for is added', ['KILL'], ['ALL'], ['CAP_KILL']],
  ])('%s', (_title, add, drop, expected) => {
    expect(sets(add, drop).effective.sort()).toEqual(expected);
    expect(sets(add, drop).ambient).toEqual([]);
  });
  test('ambient ones are in all five sets', () => {
    const all = sets([], [], ['NET_ADMIN']);
    for (const set of Object.values(all) as string[][]) expect(set).toContain('CAP_NET_ADMIN');
  });
  test('those asked for by name are in all sets but the ambient one, the defaults are not inheritable', () => {
    expect(sets(['NET_ADMIN'], [])).toMatchObject({ inheritable: ['CAP_NET_ADMIN'], ambient: [] });
    expect(sets([], []).inheritable).toEqual([]);
    expect(sets([], [], [], true).inheritable).toEqual([]);
  });
  test('what is dropped is in no set, though it is also asked for', () => {
    for (const set of Object.values(sets(['NET_ADMIN'], ['NET_ADMIN'], ['NET_ADMIN'])) as string[][])
      expect(set).not.toContain('CAP_NET_ADMIN');
  });
  test('one that the daemon lacks is refused by name', () => {
    expect(() => sets(['SYS_RESOURCE'], [])).toThrow(/CAP_SYS_RESOURCE/);
  });
});

describe('the user', () => {
  const files = {
    passwd: 'root:x:0:0::/root:\nweb:x:101:102::/srv:\n102:x:7:7::/:\n',
    group: 'web:x:102:\nlogs:x:200:web,other\n',
  };
  test.each([
    ['root by default', {}, '', [0, 0, [0]]],
    ["the image's user by name, with its memberships", {}, 'web', [101, 102, [102, 200]]],
    ["the image's group", {}, 'web:200', [101, 200, [200]]],
    ['a number that the image does not know', { runAsUser: 77 }, 'web:200', [77, 0, [0]]],
    ['a number that the image knows has its group', { runAsUser: 101 }, '', [101, 102, [102, 200]]],
    ['a number that is the name of another', { runAsUser: 102 }, '', [102, 0, [0]]],
    ['a name', { runAsUsername: 'web', runAsGroup: 5 }, '', [101, 5, [5, 200]]],
    [
      'only the given groups when strict',
      { runAsUser: 101, supplementalGroups: [9], supplementalGroupsPolicy: 'Strict' as const },
      '',
      [101, 102, [9, 102]],
    ],
  ])('%s', (_title, context, image, expected) => {
    const user = resolveUser(withContext(context), image, files);
    expect([user.uid, user.gid, user.supplementalGroups]).toEqual(expected);
  });
  test.each([
    ['a number and a name', { runAsUser: 101, runAsUsername: 'web' }, ''],
    ['a group alone', { runAsGroup: 5 }, ''],
    ['an unknown name', { runAsUsername: 'nobody' }, ''],
    ['a numeric name that is not in passwd', { runAsUsername: '77' }, ''],
    ['an unknown group of the image', {}, 'web:none'],
  ])('%s is refused', (_title, context, image) => {
    expect(() => resolveUser(withContext(context), image, files)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }) as Error,
    );
  });
});

test.each([
  [0, '', 15],
  [0, 'SIGINT', 2],
  [0, '9', 9],
  [0, 'SIGRTMIN+3', 37],
  [0, 'RTMAXMINUS2', 62],
  [15, 'SIGINT', 15],
  [64, '', 64],
])('stop signal %i of the container with %j of the image is %i', (configured, image, expected) => {
  expect(stopSignalOf(configured, image)).toBe(expected);
});

test.each([
  ['cgroupfs', '', '/slipway/id', '/slipway/id'],
  ['cgroupfs', '/kubepods/pod1', '/kubepods/pod1/id', '/kubepods/pod1/id'],
  [
    'systemd',
    '/kubepods.slice/kubepods-pod1.slice',
    'kubepods-pod1.slice:slipway:id',
    '/kubepods.slice/kubepods-pod1.slice/slipway-id.scope',
  ],
] as const)('cgroup of a container: %s below %j', (driver, parent, path, directory) => {
  expect(cgroupsPath(driver, parent, 'id')).toBe(path);
  expect(cgroupDirectory(path)).toBe(directory);
});
