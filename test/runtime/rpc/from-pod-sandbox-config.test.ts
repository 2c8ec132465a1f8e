import { describe, expect, test } from 'vitest';
import { PodSandboxConfig } from '../../../proto/gen/cri.ts';
import type { Input } from '../../../proto/wire.ts';
import { fromPodSandboxConfig } from '../../../runtime/rpc/from-pod-sandbox-config.ts';

const metadata = { name: 'web', uid: 'u1', namespace: 'default', attempt: 2 };
const decode = (config: Input<PodSandboxConfig>): PodSandboxConfig => PodSandboxConfig.decode(PodSandboxConfig.encode(config));
const map = (config: Input<PodSandboxConfig>): ReturnType<typeof fromPodSandboxConfig> =>
  fromPodSandboxConfig(decode({ metadata, ...config }));

describe('a pod configuration', () => {
  test('with nothing but its name has explicit defaults', () => {
    expect(map({})).toEqual({
      metadata,
      hostname: '',
      logDirectory: '',
      portMappings: [],
      labels: {},
      annotations: {},
      linux: {
        cgroupParent: '',
        sysctls: {},
        securityContext: {
          namespaceOptions: { network: 'POD', pid: 'POD', ipc: 'POD', targetId: '' },
          readonlyRootfs: false,
          supplementalGroups: [],
          supplementalGroupsPolicy: 'Merge',
          privileged: false,
        },
      },
    });
  });

  test('keeps everything that it says', () => {
    const config = map({
      hostname: 'h',
      logDirectory: '/var/log/pods/a',
      dnsConfig: { servers: ['10.0.0.1'], searches: ['a.b'], options: ['ndots:5'] },
      portMappings: [{ protocol: 1, containerPort: 53, hostPort: 5353, hostIp: '::1' }],
      labels: { a: 'b' },
      annotations: { c: 'd' },
      linux: {
        cgroupParent: '/kubepods/x',
        sysctls: { 'net.ipv4.ip_forward': '1' },
        overhead: { cpuShares: 2 },
        resources: { memoryLimitInBytes: 1024, hugepageLimits: [{ pageSize: '2MB', limit: 0 }], unified: { 'memory.high': '1' } },
        securityContext: {
          namespaceOptions: {
            network: 2,
            pid: 1,
            ipc: 2,
            usernsOptions: { mode: 0, uids: [{ hostId: 1, containerId: 0, length: 9 }] },
          },
          selinuxOptions: { type: 't' },
          runAsUser: { value: 0 },
          runAsGroup: { value: 7 },
          readonlyRootfs: true,
          supplementalGroups: [1, 2],
          supplementalGroupsPolicy: 1,
          privileged: true,
          seccomp: { profileType: 2, localhostRef: '/p.json' },
          apparmor: { profileType: 1 },
        },
      },
    });
    expect(config).toMatchObject({
      hostname: 'h',
      logDirectory: '/var/log/pods/a',
      dnsConfig: { servers: ['10.0.0.1'], searches: ['a.b'], options: ['ndots:5'] },
      portMappings: [{ protocol: 'UDP', containerPort: 53, hostPort: 5353, hostIp: '::1' }],
      labels: { a: 'b' },
      annotations: { c: 'd' },
      linux: {
        cgroupParent: '/kubepods/x',
        sysctls: { 'net.ipv4.ip_forward': '1' },
        overhead: { cpuShares: 2, cpuQuota: 0 },
        resources: { memoryLimitInBytes: 1024, hugepageLimits: [{ pageSize: '2MB', limit: 0 }], unified: { 'memory.high': '1' } },
        securityContext: {
          namespaceOptions: {
            network: 'NODE',
            pid: 'CONTAINER',
            ipc: 'NODE',
            usernsOptions: { mode: 'POD', uids: [{ hostId: 1, containerId: 0, length: 9 }], gids: [] },
          },
          selinuxOptions: { user: '', role: '', type: 't', level: '' },
          runAsUser: 0,
          runAsGroup: 7,
          readonlyRootfs: true,
          supplementalGroups: [1, 2],
          supplementalGroupsPolicy: 'Strict',
          privileged: true,
          seccomp: { profileType: 'Localhost', localhostRef: '/p.json' },
          apparmor: { profileType: 'Unconfined', localhostRef: '' },
        },
      },
    });
  });

  const security = (securityContext: object): Input<PodSandboxConfig> => ({ linux: { securityContext } });
  test.each<[problem: string, config: Input<PodSandboxConfig>, field: RegExp]>([
    ['no metadata', { metadata: undefined }, /config\.metadata is missing/],
    ['no name', { metadata: { ...metadata, name: '' } }, /config\.metadata\.name is empty/],
    ['no uid', { metadata: { ...metadata, uid: '' } }, /config\.metadata\.uid is empty/],
    ['no namespace', { metadata: { ...metadata, namespace: '' } }, /config\.metadata\.namespace is empty/],
    ['a NUL in the name', { metadata: { ...metadata, name: 'a\0b' } }, /config\.metadata\.name has a NUL/],
    ['a relative log directory', { logDirectory: 'logs' }, /config\.log_directory is "logs"/],
    ['a hostname that the kernel refuses', { hostname: 'h'.repeat(65) }, /config\.hostname/],
    ['an unknown protocol', { portMappings: [{ protocol: 9 as never }] }, /config\.port_mappings\[0\]\.protocol is 9/],
    [
      'a port that does not exist',
      { portMappings: [{}, { containerPort: 65_536 }] },
      /config\.port_mappings\[1\]\.container_port is 65536/,
    ],
    ['a negative host port', { portMappings: [{ hostPort: -1 }] }, /host_port is -1/],
    ['a host address that is none', { portMappings: [{ hostIp: 'localhost' }] }, /host_ip is "localhost"/],
    ['an unknown namespace mode', security({ namespaceOptions: { ipc: 7 } }), /namespace_options\.ipc is 7/],
    ['a negative user', security({ runAsUser: { value: -1 } }), /run_as_user is -1/],
    ['the user that means none', security({ runAsUser: { value: 2 ** 32 - 1 } }), /run_as_user is 4294967295/],
    ['a localhost profile without a name', security({ seccomp: { profileType: 2 } }), /seccomp\.localhost_ref is empty/],
    ['a name for a profile that takes none', security({ seccomp: { localhostRef: 'x' } }), /seccomp\.localhost_ref is "x"/],
    ['an unknown groups policy', security({ supplementalGroupsPolicy: 5 }), /supplemental_groups_policy is 5/],
  ])('with %s is refused, and the field named', (_problem, config, field) => {
    expect(() => map(config)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(field) as unknown }),
    );
  });

  test.each([
    ['', undefined],
    ['unconfined', { profileType: 'Unconfined', localhostRef: '' }],
    ['runtime/default', { profileType: 'RuntimeDefault', localhostRef: '' }],
    ['docker/default', { profileType: 'RuntimeDefault', localhostRef: '' }],
    ['localhost//a/b.json', { profileType: 'Localhost', localhostRef: '/a/b.json' }],
  ])('understands the deprecated seccomp text %j', (text, expected) => {
    expect(map(security({ seccompProfilePath: text })).linux.securityContext.seccomp).toEqual(expected);
  });

  test('prefers the seccomp message to the deprecated text', () => {
    const { seccomp } = map(security({ seccompProfilePath: 'unconfined', seccomp: { profileType: 0 } })).linux.securityContext;
    expect(seccomp).toEqual({ profileType: 'RuntimeDefault', localhostRef: '' });
  });
});
