import type { Files } from '../host/files.ts';
import type { CgroupDriver } from './cgroups-path.ts';
import type { Machine } from './machine.ts';

export interface DriverWish {
  readonly machine: Pick<Machine, 'cgroupV2'>;
  /** '' = as fits this machine. */
  readonly wished: '' | CgroupDriver;
}

/** systemd owns the tree where it runs with cgroup v2; on v1 and hybrid we make directories, as runc does by default. */
export async function chooseCgroupDriver(files: Pick<Files, 'exists'>, { machine, wished }: DriverWish): Promise<CgroupDriver> {
  if (wished !== '') return wished;
  return machine.cgroupV2 && (await files.exists('/run/systemd/system')) ? 'systemd' : 'cgroupfs';
}
