import type { ContainerConfig } from '../../base/container.ts';
import { CriError, isCriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import type { Host } from '../../host/host.ts';
import type { Machine } from '../machine.ts';
import { DEFAULT_PROFILE, DEFAULT_PROFILE_TEXT } from './default-profile.ts';

/** One line per profile that the kernel has: `name (mode)`. */
const LOADED = '/sys/kernel/security/apparmor/profiles';

/**
 * Name of the profile that confines a container; undefined = none. RuntimeDefault loads ours into the kernel when it is not there yet, and
 * is nothing where the kernel has no AppArmor. Throws failed-precondition for a profile that is not loaded, or cannot be.
 */
export async function appArmorProfile(
  host: Pick<Host, 'exec' | 'files'>,
  { securityContext }: ContainerConfig,
  machine: Machine,
): Promise<string | undefined> {
  const { apparmor, privileged } = securityContext;
  if (privileged || apparmor === undefined || apparmor.profileType === 'Unconfined') return undefined;
  if (apparmor.profileType === 'RuntimeDefault') return machine.appArmor ? loadDefault(host) : undefined;
  const name = apparmor.localhostRef;
  if (!machine.appArmor)
    throw new CriError('failed-precondition', `apparmor profile ${name} cannot be applied: this kernel has no AppArmor`);
  if ((await isLoaded(host, name)) === false) {
    throw new CriError('failed-precondition', `apparmor profile ${name} is not loaded`, {
      hint: 'load it with apparmor_parser first',
    });
  }
  return name;
}

async function loadDefault(host: Pick<Host, 'exec' | 'files'>): Promise<string> {
  if ((await isLoaded(host, DEFAULT_PROFILE)) === true) return DEFAULT_PROFILE;
  const { exitCode, stderr } = await runParser(host);
  if (exitCode === 0) return DEFAULT_PROFILE;
  throw notLoadable(stderr.toString('utf8').trim());
}

async function runParser(host: Pick<Host, 'exec'>): ReturnType<Host['exec']> {
  try {
    return await host.exec(['apparmor_parser', '--replace', '--skip-cache'], { stdin: DEFAULT_PROFILE_TEXT });
  } catch (error) {
    throw isCriError(error, 'failed-precondition') ? notLoadable(error.message, error) : error;
  }
}

function notLoadable(why: string, cause?: unknown): CriError {
  return new CriError('failed-precondition', `apparmor profile RuntimeDefault cannot be loaded: ${printable(why, 400)}`, {
    hint: 'install the package apparmor; or name a loaded profile as Localhost, or ask for Unconfined',
    cause,
  });
}

/** undefined when the kernel does not show its list here. */
async function isLoaded({ files }: Pick<Host, 'files'>, name: string): Promise<boolean | undefined> {
  const text = await files.readTextIfPresent(LOADED);
  return text?.split('\n').some((line) => line.replace(/ \([a-z]+\)$/, '') === name);
}
