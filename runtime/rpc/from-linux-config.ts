import type * as cri from '../../proto/gen/cri.ts';
import type {
  IdMapping,
  LinuxContainerResources,
  NamespaceMode,
  NamespaceOption,
  SecurityProfile,
  SelinuxOption,
  UserNamespaceOption,
} from '../base/linux-config.ts';
import { bounded, enumName, invalidField, quoted } from './fields.ts';

/** Numbers of the enums are their places here. */
const NAMESPACE_MODES = ['POD', 'CONTAINER', 'NODE', 'TARGET'] as const satisfies readonly NamespaceMode[];
const PROFILE_TYPES = ['RuntimeDefault', 'Unconfined', 'Localhost'] as const satisfies readonly SecurityProfile['profileType'][];
const GROUP_POLICIES = ['Merge', 'Strict'] as const;
/** (uid_t) -1 means "no change" to the kernel. */
const MAX_ID = 2 ** 32 - 2;

/** Absent means the pod's namespaces. */
export function fromNamespaceOption(option: cri.NamespaceOption | undefined, field: string): NamespaceOption {
  if (option === undefined) return { network: 'POD', pid: 'POD', ipc: 'POD', targetId: '' };
  return {
    network: enumName(NAMESPACE_MODES, option.network, `${field}.network`),
    pid: enumName(NAMESPACE_MODES, option.pid, `${field}.pid`),
    ipc: enumName(NAMESPACE_MODES, option.ipc, `${field}.ipc`),
    targetId: option.targetId,
    ...(option.usernsOptions === undefined
      ? {}
      : { usernsOptions: fromUserNamespace(option.usernsOptions, `${field}.userns_options`) }),
  };
}

function fromUserNamespace(userns: cri.UserNamespace, field: string): UserNamespaceOption {
  return {
    mode: enumName(NAMESPACE_MODES, userns.mode, `${field}.mode`),
    uids: userns.uids.map(fromIdMapping),
    gids: userns.gids.map(fromIdMapping),
  };
}

export function fromIdMapping({ hostId, containerId, length }: cri.IDMapping): IdMapping {
  return { hostId, containerId, length };
}

export function fromResources(resources: cri.LinuxContainerResources): LinuxContainerResources {
  const { cpuPeriod, cpuQuota, cpuShares, memoryLimitInBytes, memorySwapLimitInBytes, oomScoreAdj, cpusetCpus, cpusetMems } =
    resources;
  return {
    cpuPeriod,
    cpuQuota,
    cpuShares,
    memoryLimitInBytes,
    memorySwapLimitInBytes,
    oomScoreAdj,
    cpusetCpus,
    cpusetMems,
    hugepageLimits: resources.hugepageLimits.map(({ pageSize, limit }) => ({ pageSize, limit })),
    unified: resources.unified,
  };
}

export function fromSelinux(option: cri.SELinuxOption | undefined): SelinuxOption | undefined {
  if (option === undefined) return undefined;
  const { user, role, type, level } = option;
  return user + role + type + level === '' ? undefined : { user, role, type, level };
}

/** A uid or gid that may be absent. */
export function fromId(value: cri.Int64Value | undefined, field: string): number | undefined {
  return value === undefined ? undefined : bounded(value.value, MAX_ID, field);
}

export function fromIds(values: readonly number[], field: string): readonly number[] {
  return values.map((value) => bounded(value, MAX_ID, field));
}

export function fromGroupsPolicy(policy: cri.SupplementalGroupsPolicy, field: string): 'Merge' | 'Strict' {
  return enumName(GROUP_POLICIES, policy, field);
}

/** The message, else the deprecated text (`runtime/default`, `unconfined`, `localhost/<name>`), else undefined. */
export function fromProfile(
  profile: cri.SecurityProfile | undefined,
  deprecated: string,
  field: string,
): SecurityProfile | undefined {
  if (profile === undefined) return fromProfileText(deprecated, field);
  const profileType = enumName(PROFILE_TYPES, profile.profileType, `${field}.profile_type`);
  const { localhostRef } = profile;
  if (profileType === 'Localhost' && localhostRef === '')
    throw invalidField(`${field}.localhost_ref`, 'is empty', 'name the profile');
  if (profileType !== 'Localhost' && localhostRef !== '') {
    throw invalidField(
      `${field}.localhost_ref`,
      `is ${quoted(localhostRef)} while profile_type is ${profileType}`,
      'use Localhost, or leave it empty',
    );
  }
  return { profileType, localhostRef };
}

function fromProfileText(text: string, field: string): SecurityProfile | undefined {
  switch (text) {
    case '':
      return undefined;
    case 'unconfined':
      return { profileType: 'Unconfined', localhostRef: '' };
    case 'runtime/default':
    case 'docker/default':
      return { profileType: 'RuntimeDefault', localhostRef: '' };
  }
  const prefix = 'localhost/';
  if (text.startsWith(prefix) && text.length > prefix.length)
    return { profileType: 'Localhost', localhostRef: text.slice(prefix.length) };
  throw invalidField(`${field} profile`, `is ${quoted(text)}`, 'use runtime/default, unconfined or localhost/<name>');
}

/** The number of a mode, for answers. */
export function toNamespaceMode(mode: NamespaceMode): cri.NamespaceMode {
  return NAMESPACE_MODES.indexOf(mode) as cri.NamespaceMode;
}
