import { describe, expect, test } from 'vitest';
import { ContainerConfig, Signal } from '../../../proto/gen/cri.ts';
import type { Input } from '../../../proto/wire.ts';
import { fromContainerConfig } from '../../../runtime/rpc/from-container-config.ts';

const base: Input<ContainerConfig> = { metadata: { name: 'c' }, image: { image: 'busybox' } };
const map = (config: Input<ContainerConfig>): ReturnType<typeof fromContainerConfig> =>
  fromContainerConfig(ContainerConfig.decode(ContainerConfig.encode({ ...base, ...config })));
const mount = { containerPath: '/data', hostPath: '/srv' };

describe('a container configuration', () => {
  test('with nothing but name and image has explicit defaults', () => {
    expect(map({})).toEqual({
      metadata: { name: 'c', attempt: 0 },
      image: { image: 'busybox', annotations: {}, userSpecifiedImage: '', runtimeHandler: '', imageRef: '' },
      command: [],
      args: [],
      workingDir: '',
      envs: [],
      mounts: [],
      devices: [],
      cdiDevices: [],
      labels: {},
      annotations: {},
      logPath: '',
      stdin: false,
      stdinOnce: false,
      tty: false,
      stopSignal: 0,
      securityContext: {
        capabilities: { add: [], drop: [], addAmbient: [] },
        privileged: false,
        namespaceOptions: { network: 'POD', pid: 'POD', ipc: 'POD', targetId: '' },
        runAsUsername: '',
        readonlyRootfs: false,
        supplementalGroups: [],
        supplementalGroupsPolicy: 'Merge',
        noNewPrivs: false,
        maskedPaths: [],
        readonlyPaths: [],
      },
    });
  });

  test('keeps everything that it says', () => {
    const config = map({
      command: ['sh'],
      args: ['-c', 'x'],
      workingDir: '/w',
      tty: true,
      stdin: true,
      stdinOnce: true,
      logPath: 'c/0.log',
      envs: [{ key: 'A', value: Buffer.from('ä=b') }],
      mounts: [
        {
          ...mount,
          readonly: true,
          recursiveReadOnly: true,
          selinuxRelabel: true,
          propagation: 1,
          mountOptions: ['noexec'],
          uidMappings: [{ hostId: 1, containerId: 0, length: 5 }],
        },
        { containerPath: '/i', image: { image: 'vol' }, imageSubPath: 'sub' },
      ],
      devices: [{ containerPath: '/dev/a', hostPath: '/dev/b', permissions: 'rw' }],
      CDIDevices: [{ name: 'v/c=d' }],
      stopSignal: Signal.SIGNAL_SIGUSR1,
      linux: {
        resources: { cpuQuota: 5, oomScoreAdj: -997 },
        securityContext: {
          capabilities: { addCapabilities: ['NET_ADMIN'], dropCapabilities: ['ALL'], addAmbientCapabilities: ['KILL'] },
          runAsUser: { value: 5 },
          runAsUsername: 'u',
          noNewPrivs: true,
          maskedPaths: ['/m'],
          readonlyPaths: ['/r'],
          apparmorProfile: 'localhost/p',
        },
      },
    });
    expect(config).toMatchObject({
      command: ['sh'],
      args: ['-c', 'x'],
      workingDir: '/w',
      tty: true,
      stdin: true,
      stdinOnce: true,
      logPath: 'c/0.log',
      envs: [{ key: 'A', value: 'ä=b' }],
      mounts: [
        {
          containerPath: '/data',
          hostPath: '/srv',
          readonly: true,
          recursiveReadOnly: true,
          selinuxRelabel: true,
          propagation: 'HOST_TO_CONTAINER',
          mountOptions: ['noexec'],
          uidMappings: [{ hostId: 1, containerId: 0, length: 5 }],
        },
        { containerPath: '/i', hostPath: '', image: { image: 'vol' }, imageSubPath: 'sub', propagation: 'PRIVATE' },
      ],
      devices: [{ containerPath: '/dev/a', hostPath: '/dev/b', permissions: 'rw' }],
      cdiDevices: ['v/c=d'],
      stopSignal: 10,
      resources: { cpuQuota: 5, oomScoreAdj: -997 },
      securityContext: {
        capabilities: { add: ['NET_ADMIN'], drop: ['ALL'], addAmbient: ['KILL'] },
        runAsUser: 5,
        runAsUsername: 'u',
        noNewPrivs: true,
        maskedPaths: ['/m'],
        readonlyPaths: ['/r'],
        apparmor: { profileType: 'Localhost', localhostRef: 'p' },
      },
    });
  });

  test.each<[problem: string, config: Input<ContainerConfig>, field: RegExp]>([
    ['no metadata', { metadata: undefined }, /config\.metadata is missing/],
    ['no name', { metadata: { name: '' } }, /config\.metadata\.name is empty/],
    ['no image', { image: undefined }, /config\.image is missing/],
    ['an empty image', { image: { image: '' } }, /config\.image\.image is empty/],
    ['a NUL in an argument', { args: ['ok', 'a\0'] }, /config\.args\[1\] has a NUL/],
    ['a relative working directory', { workingDir: 'w' }, /config\.working_dir is "w"/],
    ['a variable without a name', { envs: [{ key: '' }] }, /config\.envs\[0\]\.key is ""/],
    ['a variable with = in its name', { envs: [{ key: 'a=b' }] }, /config\.envs\[0\]\.key is "a=b"/],
    [
      'a variable that is not UTF-8',
      { envs: [{ key: 'A', value: Buffer.of(0xff) }] },
      /config\.envs\[0\]\.value of "A" is not UTF-8/,
    ],
    ['a variable with a NUL', { envs: [{ key: 'A', value: Buffer.of(0) }] }, /config\.envs\[0\]\.value has a NUL/],
    ['a mount from nowhere', { mounts: [{ containerPath: '/a' }] }, /config\.mounts\[0\] of "\/a" has neither/],
    ['a mount of both', { mounts: [{ ...mount, image: { image: 'i' } }] }, /config\.mounts\[0\] has both/],
    ['a mount to nowhere', { mounts: [{ hostPath: '/a' }] }, /config\.mounts\[0\]\.container_path is empty/],
    ['a relative host path', { mounts: [{ containerPath: '/a', hostPath: 'a' }] }, /config\.mounts\[0\]\.host_path is "a"/],
    ['an unknown propagation', { mounts: [{ ...mount, propagation: 3 as never }] }, /config\.mounts\[0\]\.propagation is 3/],
    [
      'a device with wrong letters',
      { devices: [{ containerPath: '/d', hostPath: '/d', permissions: 'rx' }] },
      /permissions is "rx"/,
    ],
    ['a log path that leads out', { logPath: 'a/../../b' }, /config\.log_path is "a\/\.\.\/\.\.\/b"/],
    ['an absolute log path', { logPath: '/b' }, /config\.log_path/],
    ['an unknown signal', { stopSignal: 99 as never }, /config\.stop_signal is 99/],
    ['an unknown apparmor text', { linux: { securityContext: { apparmorProfile: 'what' } } }, /apparmor profile is "what"/],
  ])('with %s is refused, and the field named', (_problem, config, field) => {
    expect(() => map(config)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(field) as unknown }),
    );
  });

  test('a log path may go up and down inside the log directory', () => {
    expect(map({ logPath: 'a/../b/0.log' }).logPath).toBe('a/../b/0.log');
  });
});
