import { CriError, errnoOf } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import type { TarEntry } from '../tar/tar-entry.ts';
import { hostileArchive } from '../tar/tar-error.ts';

/** The layer cannot be unpacked alone: `path` goes through something that only a lower layer has. It is unpacked again, in order. */
export class NeedsLowerLayer extends Error {
  override readonly name = 'NeedsLowerLayer';

  constructor(path: string) {
    super(`"${path}" needs a lower layer`);
  }
}

/** A user namespace has only some ids (failed-precondition). */
export function cannotOwn({ path, uid, gid }: TarEntry): CriError {
  return new CriError(
    'failed-precondition',
    `"${printable(path, 200)}" belongs to ${String(uid)}:${String(gid)}, which this user namespace does not have`,
    { hint: 'give the user more ids in /etc/subuid and /etc/subgid' },
  );
}

/** What the kernel takes for no name, no size or no link that can be is the archive's fault. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'is longer than this machine allows',
  EFBIG: 'is larger than this file system allows',
  EOVERFLOW: 'is larger than this file system allows',
  EMLINK: 'has more links than this file system allows',
  EINVAL: 'is nothing that this file system can hold',
};

/** The error to throw for a failed call on behalf of the entry `path`. */
export function refusedByKernel(error: unknown, path: string): unknown {
  const reason = REFUSALS[errnoOf(error) ?? ''];
  return reason === undefined ? error : hostileArchive(path, reason);
}
