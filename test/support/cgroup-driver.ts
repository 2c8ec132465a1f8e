import { existsSync } from 'node:fs';

/** The driver that a daemon chooses on this machine. */
export const CGROUP_DRIVER =
  existsSync('/sys/fs/cgroup/cgroup.controllers') && existsSync('/run/systemd/system') ? 'systemd' : 'cgroupfs';
