import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerConfig } from '../base/container.ts';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { Host } from '../host/host.ts';

/** Directories of the system, which its own services could not use any more. */
const NEVER =
  /^\/(?:(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:\/(?:lib|log|run|tmp|bin|local))?)?$/;

/**
 * Gives the SELinux label to all files of the mounts that ask for it; links are labelled themselves. File systems without labels are left
 * alone. Throws invalid-argument for directories of the system.
 */
export async function relabelMounts(
  sys: Pick<Host['sys'], 'lsetxattr'>,
  { mounts }: ContainerConfig,
  { label, signal }: { readonly label: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  for (const { selinuxRelabel, hostPath, containerPath } of mounts) {
    if (!selinuxRelabel || hostPath === '') continue;
    const source = await fs.realpath(hostPath);
    if (NEVER.test(source)) {
      throw new CriError(
        'invalid-argument',
        `mount ${containerPath}: ${source} belongs to the system and must not be relabelled`,
        {
          hint: 'mount a directory of your own, or ask for no relabelling',
        },
      );
    }
    const value = Buffer.from(`${label}\0`);
    await walk(source, signal, (path) => setLabel(sys, path, value));
  }
}

/** False where labels are not supported. */
function setLabel(sys: Pick<Host['sys'], 'lsetxattr'>, path: string, value: Uint8Array): boolean {
  try {
    sys.lsetxattr(path, 'security.selinux', value);
    return true;
  } catch (error) {
    const code = errnoOf(error);
    // Gone meanwhile: nothing is left to label.
    if (code === 'ENOENT') return true;
    if (code === 'EOPNOTSUPP' || code === 'ENOTSUP') return false;
    throw error;
  }
}

async function walk(path: string, signal: AbortSignal | undefined, visit: (path: string) => boolean): Promise<void> {
  signal?.throwIfAborted();
  if (!visit(path) || !(await fs.lstat(path)).isDirectory()) return;
  for (const entry of await fs.readdir(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) await walk(below, signal, visit);
    else visit(below);
  }
}
