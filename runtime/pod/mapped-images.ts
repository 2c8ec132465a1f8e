import { join } from 'node:path';
import { errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import type { Paths } from '../base/paths.ts';
import type { Host } from '../host/host.ts';
import { MNT } from '../host/syscall.ts';
import { pinOwnedNamespaces } from '../network/user-namespace.ts';

/**
 * Tries, once, to mount the image store with shifted owners, as the root file systems of pods with a user namespace need it. The
 * answer is why that fails; undefined when it does not.
 */
export function createMappedImagesProbe(host: Host, paths: Pick<Paths, 'images' | 'run'>): () => Promise<string | undefined> {
  let answer: Promise<string | undefined> | undefined;
  return () => (answer ??= probe(host, paths));
}

async function probe(host: Host, { images, run }: Pick<Paths, 'images' | 'run'>): Promise<string | undefined> {
  const directory = join(run, 'userns-probe');
  const [pin, target] = [join(directory, 'userns'), join(directory, 'images')];
  const anyone = { containerId: 0, hostId: 100_000, length: 65_536 };
  try {
    await host.files.makeDirectory(target);
    await host.files.write(pin, '');
    await pinOwnedNamespaces(host, { user: pin }, { uid: anyone, gid: anyone });
    host.sys.mountIdMapped(images, target, pin);
    return undefined;
  } catch (error) {
    if (isCriError(error)) return error.message;
    if (errnoOf(error) === undefined) throw error;
    return `the file system of ${images} cannot be mounted with other owners (${messageOf(error)})`;
  } finally {
    for (const path of [target, pin]) await host.sys.umount(path, MNT.DETACH);
    await host.files.remove(directory);
  }
}
