import type { ContainerConfig } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';

/** Refuses mounts that the low-level runtime or the kernel cannot make, rather than make others. Throws unimplemented. */
export async function requireMountFeatures(runtime: LowLevelRuntime, { mounts }: ContainerConfig): Promise<void> {
  const recursive = mounts.find((mount) => mount.recursiveReadOnly);
  const mapped = mounts.find(({ uidMappings, gidMappings }) => uidMappings.length + gidMappings.length > 0);
  if (recursive === undefined && mapped === undefined) return;
  const features = await runtime.features();
  if (recursive !== undefined && !features.recursiveReadOnlyMounts) {
    // A kubelet knows this failure by its first word.
    throw new CriError(
      'unimplemented',
      `RROUnsupported: mount ${recursive.containerPath} cannot be made read-only recursively by ${runtime.name}`,
      {
        hint: 'that needs Linux 5.12 and runc 1.1 or another runtime that lists the mount option rro in its features; or ask for readonly alone',
      },
    );
  }
  if (mapped !== undefined && !features.userNamespaces) {
    throw new CriError('unimplemented', `mount ${mapped.containerPath} cannot be id-mapped by ${runtime.name}`, {
      hint: 'that needs Linux 5.12 and runc 1.2 or another runtime that lists idmap in its features; or leave uidMappings and gidMappings out',
    });
  }
}
