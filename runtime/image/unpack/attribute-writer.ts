import { errnoOf } from '../../base/cri-error.ts';
import type { TarEntry } from '../tar/tar-entry.ts';
import { hostileArchive } from '../tar/tar-error.ts';
import { cannotOwn } from './layer-error.ts';
import { fsPath, isSteering, type LayerFs, type LayerXattrs } from './layer-fs.ts';

export interface AttributeWriterOptions {
  readonly fs: LayerFs;
  /** Called when the first device, xattr or fractional time comes. */
  readonly sys: () => LayerXattrs;
  /** Inside a user namespace: `user.overlay.*` steers overlayfs, and there are no devices. */
  readonly userXattr: boolean;
  readonly umask: number;
  /** What files belong to without a chown. */
  readonly uid: number;
  readonly gid: number;
}

type Path = string | Buffer;

const PERMISSIONS = 0o7777;
/** What is made in the directory from then on inherits it. */
const INHERITED = 'system.posix_acl_default';

/** Gives what was made from an entry its owner, mode, extended attributes and time, with as few calls as the result allows. */
export class AttributeWriter {
  private readonly options: AttributeWriterOptions;

  constructor(options: AttributeWriterOptions) {
    this.options = options;
  }

  setOfFile({ fd, path }: { readonly fd: number; readonly path: Path }, entry: TarEntry): void {
    const { fs } = this.options;
    if (this.isForeign(entry))
      owning(entry, () => {
        fs.fchownSync(fd, entry.uid, entry.gid);
      });
    if (this.needsMode(entry)) fs.fchmodSync(fd, entry.mode & PERMISSIONS);
    this.xattrs(path, entry);
    if (isPlainTime(entry)) fs.futimesSync(fd, entry.mtimeSeconds, entry.mtimeSeconds);
    else this.preciseTime(path, entry);
  }

  /** All but what making children changes, or what would change the children. */
  setOfDirectory(path: Path, entry: TarEntry): void {
    this.owner(path, entry);
    this.options.fs.chmodSync(path, entry.mode & PERMISSIONS);
    this.xattrs(path, entry);
  }

  /** For links, devices and fifos. */
  set(path: Path, entry: TarEntry): void {
    this.owner(path, entry);
    if (entry.type !== 'symlink' && this.needsMode(entry)) this.options.fs.chmodSync(path, entry.mode & PERMISSIONS);
    this.xattrs(path, entry);
    this.setTime(path, entry);
  }

  /** The rest, when all its children are there. */
  finishDirectory(path: Path, entry: TarEntry): void {
    const inherited = entry.xattrs.get(INHERITED);
    if (inherited !== undefined) this.xattr(path, entry, [INHERITED, inherited]);
    this.setTime(path, entry);
  }

  private setTime(path: Path, entry: TarEntry): void {
    if (isPlainTime(entry)) this.options.fs.lutimesSync(path, entry.mtimeSeconds, entry.mtimeSeconds);
    else this.preciseTime(path, entry);
  }

  private owner(path: Path, entry: TarEntry): void {
    if (this.isForeign(entry))
      owning(entry, () => {
        this.options.fs.lchownSync(path, entry.uid, entry.gid);
      });
  }

  private isForeign(entry: TarEntry): boolean {
    return entry.uid !== this.options.uid || entry.gid !== this.options.gid;
  }

  /** A chown clears the set-id bits, and the umask has taken its own. */
  private needsMode(entry: TarEntry): boolean {
    return (entry.mode & (this.options.umask | 0o7000)) !== 0;
  }

  private xattrs(path: Path, entry: TarEntry): void {
    for (const [name, value] of entry.xattrs) if (!isSteering(name) && name !== INHERITED) this.xattr(path, entry, [name, value]);
  }

  private xattr(path: Path, entry: TarEntry, [name, value]: readonly [name: string, value: Uint8Array]): void {
    try {
      this.options.sys().lsetxattr(path, fsPath(name), value);
    } catch (error) {
      if (isPassedOver(error, name, entry)) return;
      if (errnoOf(error) === 'ENOSPC') throw error;
      throw hostileArchive(entry.path, `has an extended attribute that cannot be set: ${name}, ${errnoOf(error) ?? ''}`);
    }
  }

  private preciseTime(path: Path, entry: TarEntry): void {
    const ns = BigInt(entry.mtimeSeconds) * 1_000_000_000n + BigInt(entry.mtimeNanoseconds);
    this.options.sys().lutimesNs(path, ns, ns);
  }
}

function owning(entry: TarEntry, chown: () => void): void {
  try {
    chown();
  } catch (error) {
    if (errnoOf(error) === 'EINVAL') throw cannotOwn(entry);
    throw error;
  }
}

/** node:fs takes seconds as a double: exact for whole seconds, and not before 1970. */
const isPlainTime = (entry: TarEntry): boolean => entry.mtimeNanoseconds === 0 && entry.mtimeSeconds >= 0;

/** A file system without this kind of xattr, or a user namespace that may not set it: the file itself is good. */
function isPassedOver(error: unknown, name: string, entry: TarEntry): boolean {
  const errno = errnoOf(error);
  if (errno === 'ENOTSUP' || errno === 'EOPNOTSUPP') return true;
  if (errno !== 'EPERM') return false;
  // Only files and directories may have attributes of users.
  if (name.startsWith('user.')) return entry.type !== 'file' && entry.type !== 'directory';
  return name.startsWith('trusted.') || name.startsWith('security.');
}
