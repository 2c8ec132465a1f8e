import { CriError } from '../base/cri-error.ts';
import type { Files } from '../host/files.ts';
import type { CgroupDriver } from './cgroups-path.ts';
import type { Machine } from './machine.ts';

export interface DriverWish {
  readonly machine: Pick<Machine, 'cgroupV2'>;
  /** '' = as fits this machine. */
  readonly wished: '' | CgroupDriver;
}

/**
 * systemd owns the tree where it runs with cgroup v2; on v1 and hybrid we make directories, as runc does by default. Throws
 * failed-precondition when systemd is wished for where it does not run.
 */
export async function chooseCgroupDriver(files: Pick<Files, 'exists'>, { machine, wished }: DriverWish): Promise<CgroupDriver> {
  if (wished === 'cgroupfs') return wished;
  const hasSystemd = await files.exists('/run/systemd/system');
  if (wished === '') return machine.cgroupV2 && hasSystemd ? 'systemd' : 'cgroupfs';
  if (hasSystemd) return wished;
  throw new CriError('failed-precondition', 'cgroupDriver is systemd, but systemd does not run on this machine', {
    hint: 'leave cgroupDriver out, or use cgroupfs',
  });
}
