import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerConfig } from '../base/container.ts';
import { CriError, messageOf } from '../base/cri-error.ts';
import type { SpecDevice, SpecResources } from './spec-types.ts';

export interface DeviceRules {
  readonly devices: SpecDevice[];
  readonly rules: SpecResources['devices'];
}

/** Device nodes and cgroup rules: those asked for, or every one of the host's when privileged. Throws invalid-argument when one is absent. */
export async function containerDevices(config: ContainerConfig): Promise<DeviceRules> {
  if (config.securityContext.privileged) {
    return { devices: await devicesBelow('/dev', '/dev'), rules: [{ allow: true, access: 'rwm' }] };
  }
  const devices: SpecDevice[] = [];
  const rules: SpecResources['devices'] = [{ allow: false, access: 'rwm' }];
  for (const { hostPath, containerPath, permissions } of config.devices) {
    if (!/^[rwm]{1,3}$/.test(permissions))
      throw new CriError('invalid-argument', `device ${hostPath}: permissions ${JSON.stringify(permissions)} are not of r, w, m`);
    for (const device of await devicesAt(hostPath, containerPath === '' ? hostPath : containerPath)) {
      devices.push(device);
      const { type, major = 0, minor = 0 } = device;
      rules.push({ allow: true, type, major, minor, access: permissions });
    }
  }
  return { devices, rules };
}

async function devicesAt(hostPath: string, path: string): Promise<SpecDevice[]> {
  try {
    const stat = await fs.stat(hostPath);
    if (stat.isDirectory()) return await devicesBelow(hostPath, path);
    if (stat.isBlockDevice() || stat.isCharacterDevice()) return [device(path, stat)];
  } catch (error) {
    throw new CriError('invalid-argument', `device ${hostPath} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  throw new CriError('invalid-argument', `device ${hostPath} is not a device`);
}

/** Leaves out what every container gets anew (pts, shm, mqueue) and links. */
async function devicesBelow(directory: string, path: string): Promise<SpecDevice[]> {
  const found: SpecDevice[] = [];
  for (const entry of await fs.readdir(directory, { withFileTypes: true })) {
    const from = join(directory, entry.name);
    const to = join(path, entry.name);
    if (entry.isDirectory() && !['pts', 'shm', 'mqueue', 'fd', '.lxc'].includes(entry.name))
      found.push(...(await devicesBelow(from, to)));
    else if ((entry.isBlockDevice() || entry.isCharacterDevice()) && entry.name !== 'console')
      found.push(device(to, await fs.stat(from)));
  }
  return found;
}

function device(
  path: string,
  stat: { rdev: number; mode: number; uid: number; gid: number; isBlockDevice(): boolean },
): SpecDevice {
  return {
    path,
    type: stat.isBlockDevice() ? 'b' : 'c',
    ...deviceNumbers(stat.rdev),
    fileMode: stat.mode & 0o777,
    uid: stat.uid,
    gid: stat.gid,
  };
}

/** The kernel's 64-bit form: 12 bits of major between the low 8 and the upper bits of minor, the rest of major above. */
export function deviceNumbers(rdev: number): { readonly major: number; readonly minor: number } {
  return {
    major: ((rdev >>> 8) & 0xfff) | (Math.floor(rdev / 2 ** 32) & ~0xfff),
    minor: (rdev & 0xff) | ((rdev >>> 12) & ~0xff),
  };
}
