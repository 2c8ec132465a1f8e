import type { SecurityProfile } from '../../base/linux-config.ts';
import { CriError, messageOf } from '../../base/cri-error.ts';
import type { SpecSeccomp, SpecSeccompRule } from '../spec-types.ts';
import { ownFilter } from './own-filter.ts';

/** Processor names of the profile format, per name of Node.js. */
const ARCHES: Readonly<Record<string, readonly [golang: string, main: string, ...others: string[]]>> = {
  x64: ['amd64', 'SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  arm64: ['arm64', 'SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
};

interface ProfileRule {
  readonly names: readonly string[];
  readonly action: string;
  readonly args?: SpecSeccompRule['args'] | null;
  readonly errnoRet?: number;
  readonly includes?: ProfileFilter;
  readonly excludes?: ProfileFilter;
}

interface ProfileFilter {
  readonly caps?: readonly string[];
  readonly arches?: readonly string[];
}

interface Profile {
  readonly defaultAction: string;
  readonly defaultErrnoRet?: number;
  readonly syscalls: readonly ProfileRule[];
}

export interface SeccompInput {
  readonly profile: SecurityProfile | undefined;
  readonly capabilities: readonly string[];
  readonly arch: string;
  /** Text of the distribution's profile. */
  readonly distribution: string | undefined;
  /** Text of the Localhost profile. */
  readonly localhost: string | undefined;
}

/** The filter of a container; undefined = unconfined. Throws invalid-argument for a bad Localhost profile. */
export function seccompFilter(input: SeccompInput): SpecSeccomp | undefined {
  const type = input.profile?.profileType ?? 'Unconfined';
  if (type !== 'Localhost' && (input.profile?.localhostRef ?? '') !== '') {
    throw new CriError('invalid-argument', `seccomp profile ${type} must not name a file, but localhost_ref is set`);
  }
  switch (type) {
    case 'Unconfined':
      return undefined;
    case 'RuntimeDefault':
      return defaultFilter(input);
    case 'Localhost':
      return localhostFilter(input);
  }
}

const parsedProfiles = new Map<string, Profile>();
const builtFilters = new Map<string, SpecSeccomp>();

function defaultFilter(input: SeccompInput): SpecSeccomp {
  const key = `${input.distribution === undefined} ${input.arch} ${input.capabilities.join()}`;
  const known = builtFilters.get(key);
  if (known !== undefined) return known;
  const built =
    input.distribution === undefined
      ? { ...ownFilter(input.capabilities), ...architectures(input.arch) }
      : distributionFilter(input.distribution, input);
  if (builtFilters.size > 64) builtFilters.clear();
  builtFilters.set(key, built);
  return built;
}

function distributionFilter(text: string, input: SeccompInput): SpecSeccomp {
  const profile = parsedProfiles.get(text) ?? (JSON.parse(text) as Profile);
  parsedProfiles.set(text, profile);
  const [arch = ''] = ARCHES[input.arch] ?? [];
  const syscalls = profile.syscalls.filter((rule) => applies(rule, arch, input.capabilities)).map(plainRule);
  const { defaultAction, defaultErrnoRet } = profile;
  return { defaultAction, ...architectures(input.arch), ...errno(defaultErrnoRet, 'defaultErrnoRet'), syscalls };
}

function applies({ includes, excludes }: ProfileRule, arch: string, capabilities: readonly string[]): boolean {
  if ((includes?.arches?.length ?? 0) > 0 && includes?.arches?.includes(arch) === false) return false;
  if (includes?.caps?.some((name) => !capabilities.includes(name)) === true) return false;
  if (excludes?.arches?.includes(arch) === true) return false;
  return excludes?.caps?.some((name) => capabilities.includes(name)) !== true;
}

function plainRule(rule: ProfileRule): SpecSeccompRule {
  const args = rule.args ?? [];
  return {
    names: [...rule.names],
    action: rule.action,
    ...errno(rule.errnoRet, 'errnoRet'),
    ...(args.length > 0 ? { args } : {}),
  };
}

function architectures(arch: string): { architectures?: string[] } {
  const [, ...names] = ARCHES[arch] ?? [];
  return names.length > 0 ? { architectures: names } : {};
}

function errno<Key extends string>(value: number | undefined, key: Key): Partial<Record<Key, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, number>);
}

function localhostFilter(input: SeccompInput): SpecSeccomp {
  const path = input.profile?.localhostRef ?? '';
  try {
    return JSON.parse(input.localhost ?? '') as SpecSeccomp;
  } catch (error) {
    throw new CriError('invalid-argument', `seccomp profile ${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
