import { beforeEach, describe, expect, test } from 'vitest';
import { CriError } from '../../../runtime/base/cri-error.ts';
import type { SecurityProfile } from '../../../runtime/base/linux-config.ts';
import { appArmorProfile } from '../../../runtime/oci/apparmor/apparmor-profile.ts';
import { machineFacts, shellConfig } from '../../support/container-config.ts';
import { createScriptedHost, type ScriptedHost } from '../../support/scripted-host.ts';

const LOADED = '/sys/kernel/security/apparmor/profiles';
/** As a kernel shows them. */
const RECORDED =
  'docker-default (enforce)\n/usr/bin/man (enforce)\nman_groff (complain)\nsnap.core.hook (kill)\nnamed (unconfined)\n';

let host: ScriptedHost;
let loaded: string[];

beforeEach(() => {
  host = createScriptedHost({ [LOADED]: RECORDED });
  loaded = [];
  host.program(['apparmor_parser'], (_argv, { stdin }) => {
    loaded.push(String(stdin));
    return {};
  });
});

function profileOf(profileType: SecurityProfile['profileType'], localhostRef = '', appArmor = true): Promise<string | undefined> {
  const config = shellConfig('true', {}, { apparmor: { profileType, localhostRef } });
  return appArmorProfile(host, config, machineFacts({ appArmor }));
}

describe('an AppArmor profile', () => {
  test.each(['docker-default', '/usr/bin/man', 'man_groff', 'named'])('%s that is loaded is used', async (name) => {
    expect(await profileOf('Localhost', name)).toBe(name);
  });

  test.each(['man', 'docker-default (enforce)', 'no-such'])('%s that is not loaded is refused', async (name) => {
    await expect(profileOf('Localhost', name)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: `apparmor profile ${name} is not loaded`,
    });
  });

  test('of the runtime is loaded once', async () => {
    expect(await profileOf('RuntimeDefault')).toBe('slipway-default');
    expect(loaded).toEqual([expect.stringContaining('profile slipway-default ') as string]);
    await host.files.write(LOADED, `${RECORDED}slipway-default (enforce)\n`);
    expect(await profileOf('RuntimeDefault')).toBe('slipway-default');
    expect(loaded).toHaveLength(1);
  });

  test('of the runtime cannot be had when the parser refuses it, or is not installed', async () => {
    host.program(['apparmor_parser'], { exitCode: 1, stderr: 'syntax error\n' });
    await expect(profileOf('RuntimeDefault')).rejects.toMatchObject({
      code: 'failed-precondition',
      message: 'apparmor profile RuntimeDefault cannot be loaded: syntax error',
    });
    host.program(['apparmor_parser'], () => {
      throw new CriError('failed-precondition', 'apparmor_parser is not installed');
    });
    await expect(profileOf('RuntimeDefault')).rejects.toMatchObject({
      code: 'failed-precondition',
      message: 'apparmor profile RuntimeDefault cannot be loaded: apparmor_parser is not installed',
    });
  });

  test('is none when nobody asks, with Unconfined, and when privileged', async () => {
    expect(await profileOf('Unconfined')).toBeUndefined();
    const machine = machineFacts({ appArmor: true });
    expect(await appArmorProfile(host, shellConfig('true'), machine)).toBeUndefined();
    const privileged = shellConfig(
      'true',
      {},
      { privileged: true, apparmor: { profileType: 'Localhost', localhostRef: 'no-such' } },
    );
    expect(await appArmorProfile(host, privileged, machine)).toBeUndefined();
    expect(loaded).toEqual([]);
  });

  test('by name is refused where the kernel has no AppArmor, and the default is nothing there', async () => {
    await expect(profileOf('Localhost', 'docker-default', false)).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(await profileOf('RuntimeDefault', '', false)).toBeUndefined();
  });
});
