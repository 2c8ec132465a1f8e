import { join } from 'node:path';

/** What pod/ puts into a sandbox's directory (Paths.sandbox) and container/ mounts into its containers. */
export interface SandboxFiles {
  readonly resolvConf: string;
  readonly hosts: string;
  readonly hostname: string;
  /** Mount point of the pod's shared /dev/shm (a tmpfs, mode 1777); absent from containers with the host's IPC namespace. */
  readonly shm: string;
}

/** The paths of those files below `directory`. */
export function sandboxFiles(directory: string): SandboxFiles {
  return {
    resolvConf: join(directory, 'resolv.conf'),
    hosts: join(directory, 'hosts'),
    hostname: join(directory, 'hostname'),
    shm: join(directory, 'shm'),
  };
}
