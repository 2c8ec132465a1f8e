import * as fs from 'node:fs';
import { MS, type Syscall } from './syscall.ts';
import { check, cString, type Libc } from './syscall-libc.ts';

const AT_FDCWD = -100;
const AT_EMPTY_PATH = 0x1000;
/** Numbers that every architecture shares. */
const SYS = { OPEN_TREE: 428, MOVE_MOUNT: 429, MOUNT_SETATTR: 442 } as const;
const OPEN_TREE_CLONE_CLOEXEC = 1 | 0o2000000;
const MOUNT_ATTR_RDONLY_IDMAP = 0x1n | 0x100000n;
const MOVE_MOUNT_F_EMPTY_PATH = 4;
/** struct mount_attr: attr_set, attr_clr, propagation, userns_fd. */
const ATTR_BYTES = 32;

/** Id-mapped mounts: mount_setattr(2), Linux 5.12. */
export function bindIdMappedMount(libc: Libc): Syscall['mountIdMapped'] {
  const openTree = libc.bind<[number: number, at: number, path: string, flags: number]>(
    'long syscall(long number, long at, const char *path, unsigned long flags)',
  );
  const setAttr = libc.bind<[number: number, fd: number, path: string, flags: number, attr: BigUint64Array, size: number]>(
    'long syscall(long number, long fd, const char *path, unsigned long flags, void *attr, size_t size)',
  );
  const moveMount = libc.bind<[number: number, from: number, empty: string, to: number, target: string, flags: number]>(
    'long syscall(long number, long from, const char *empty, long to, const char *target, unsigned long flags)',
  );
  return (source, target, userNamespace) => {
    const namespace = fs.openSync(userNamespace, 'r');
    try {
      const tree = check(libc, openTree(SYS.OPEN_TREE, AT_FDCWD, cString(source), OPEN_TREE_CLONE_CLOEXEC), [
        'open_tree',
        source,
      ]);
      try {
        // Private: as a peer of the mount that it is a copy of, its end would end what is mounted there meanwhile.
        const attr = new BigUint64Array([MOUNT_ATTR_RDONLY_IDMAP, 0n, BigInt(MS.PRIVATE), BigInt(namespace)]);
        check(libc, setAttr(SYS.MOUNT_SETATTR, tree, '', AT_EMPTY_PATH, attr, ATTR_BYTES), ['mount_setattr', source]);
        const moved = moveMount(SYS.MOVE_MOUNT, tree, '', AT_FDCWD, cString(target), MOVE_MOUNT_F_EMPTY_PATH);
        check(libc, moved, ['move_mount', target]);
      } finally {
        fs.closeSync(tree);
      }
    } finally {
      fs.closeSync(namespace);
    }
  };
}
