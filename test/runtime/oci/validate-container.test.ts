import { describe, expect, test } from 'vitest';
import type { ContainerConfig } from '../../../runtime/base/container.ts';
import type { SandboxId } from '../../../runtime/base/ids.ts';
import { systemFiles } from '../../../runtime/host/files.ts';
import { readMachine } from '../../../runtime/oci/machine.ts';
import { rlimits } from '../../../runtime/oci/rlimits.ts';
import { validateContainer } from '../../../runtime/oci/validate-container.ts';
import { machineFacts, podSandbox, shellConfig } from '../../support/container-config.ts';

const sandbox = podSandbox('pod' as SandboxId, { directory: '/lab', bootId: 'this-boot' });
const mapping = { hostId: 1000, containerId: 0, length: 1 };
const options = { network: 'POD', pid: 'CONTAINER', ipc: 'POD', targetId: '' } as const;
const withUserns = (
  mode: 'POD' | 'CONTAINER' | 'NODE' | 'TARGET',
  uids: (typeof mapping)[] = [],
): Partial<ContainerConfig['securityContext']> => ({
  namespaceOptions: { ...options, usernsOptions: { mode, uids, gids: uids } },
});
const mount = {
  containerPath: '/data',
  hostPath: '/tmp',
  imageSubPath: '',
  readonly: false,
  recursiveReadOnly: false,
  selinuxRelabel: true,
  propagation: 'PRIVATE',
  uidMappings: [],
  gidMappings: [],
  mountOptions: [],
} as const;

type Case = readonly [
  title: string,
  code: string | undefined,
  context: Partial<ContainerConfig['securityContext']>,
  config?: Partial<ContainerConfig>,
];

const cases: readonly Case[] = [
  ['a plain container passes', undefined, {}],
  ['privileged in a pod that is not', 'invalid-argument', { privileged: true }],
  ['a network of its own', 'invalid-argument', { namespaceOptions: { ...options, network: 'CONTAINER' } }],
  ["another container's network", 'invalid-argument', { namespaceOptions: { ...options, network: 'TARGET' } }],
  ["another container's IPC", 'invalid-argument', { namespaceOptions: { ...options, ipc: 'TARGET' } }],
  ['IPC of its own', undefined, { namespaceOptions: { ...options, ipc: 'CONTAINER' } }],
  ["a user namespace of the pod's that it has not", 'invalid-argument', withUserns('POD', [mapping])],
  ["the machine's user namespace", undefined, withUserns('NODE')],
  ["the machine's user namespace with mappings", 'invalid-argument', withUserns('NODE', [mapping])],
  ['a user namespace per container', 'invalid-argument', withUserns('CONTAINER')],
  ['a user namespace of another container', 'invalid-argument', withUserns('TARGET')],
  ['a mount at a relative path', 'invalid-argument', {}, { mounts: [{ ...mount, containerPath: 'data' }] }],
  ['a mount option that is not known', 'invalid-argument', {}, { mounts: [{ ...mount, mountOptions: ['dev'] }] }],
  ['mount options that are', undefined, {}, { mounts: [{ ...mount, mountOptions: ['nodev', 'noexec', 'nosuid'] }] }],
  ['a sub path without an image', 'invalid-argument', {}, { mounts: [{ ...mount, imageSubPath: 'x' }] }],
  ['users mapped without groups', 'invalid-argument', {}, { mounts: [{ ...mount, uidMappings: [mapping] }] }],
  ['users and groups mapped', undefined, {}, { mounts: [{ ...mount, uidMappings: [mapping], gidMappings: [mapping] }] }],
  [
    'an AppArmor profile named beside another type',
    'invalid-argument',
    { apparmor: { profileType: 'Unconfined', localhostRef: 'x' } },
  ],
];

describe('what cannot be given is said, not ignored', () => {
  for (const [title, code, context, config] of cases) {
    test(`${title}: ${code ?? 'passes'}`, () => {
      const act = (): void => {
        validateContainer(shellConfig('true', config, context), sandbox);
      };
      if (code === undefined) act();
      else expect(act).toThrow(expect.objectContaining({ code }) as Error);
    });
  }
});

test.each([
  [new Map([['open files', 4096]]), '[{"type":"RLIMIT_NOFILE","hard":4096,"soft":4096}]'],
  [new Map([['open files', 2 ** 30]]), '[{"type":"RLIMIT_NOFILE","hard":1048576,"soft":1048576}]'],
  [new Map([['stack size', Infinity]]), '[{"type":"RLIMIT_STACK","hard":18446744073709551615,"soft":8388608}]'],
  [new Map([['stack size', 4096]]), '[{"type":"RLIMIT_STACK","hard":4096,"soft":4096}]'],
  [new Map([['file size', Infinity]]), '[{"type":"RLIMIT_FSIZE","hard":18446744073709551615,"soft":18446744073709551615}]'],
  [new Map([['a limit that is not known', 1]]), '[]'],
])('limits of a daemon with %j', (hardLimits, expected) => {
  expect(JSON.stringify(rlimits(machineFacts({ hardLimits })))).toBe(expected);
});

test('all limits of this kernel are known', async () => {
  const { hardLimits } = await readMachine(systemFiles, process.arch);
  expect(hardLimits.size).toBeGreaterThanOrEqual(16);
  expect(rlimits(machineFacts({ hardLimits }))).toHaveLength(hardLimits.size);
});
