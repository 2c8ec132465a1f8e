/** Flags of mount(2), as numbers to be or-ed. */
export const MS = {
  RDONLY: 1,
  NOSUID: 2,
  NODEV: 4,
  NOEXEC: 8,
  REMOUNT: 32,
  NOATIME: 1024,
  BIND: 4096,
  MOVE: 8192,
  REC: 16384,
  UNBINDABLE: 1 << 17,
  PRIVATE: 1 << 18,
  SLAVE: 1 << 19,
  SHARED: 1 << 20,
  RELATIME: 1 << 21,
} as const;

/** Flags of umount2(2). */
export const MNT = { FORCE: 1, DETACH: 2 } as const;

/** Which namespaces to make; each value is the file that the namespace is bind-mounted on (made when absent). */
export interface NamespacePins {
  readonly net?: string;
  readonly ipc?: string;
  readonly uts?: { readonly path: string; readonly hostname: string };
  /**
   * Written below /proc/sys inside the new namespaces: `net.ipv4.ip_forward` → '1'; a slash in a name stands for a dot
   * (`net.ipv4.conf.eth0/1.mtu`). A refusal is a SyscallError whose `syscall` is 'sysctl'.
   */
  readonly sysctls?: Readonly<Record<string, string>>;
}

/**
 * System calls without a helper process. Failures throw an Error with `code` (the errno's name), `errno`, `syscall` and the
 * path in its message. Methods that may block (umount of a dirty overlay) run on a pool thread and return a promise.
 */
export interface Syscall {
  mount(source: string, target: string, fsType: string, flags: number, data: string): void;
  /** Mounts an overlay whose options do not fit into the page that `mount` may hand over. */
  mountLongOverlay(overlay: LongOverlay): void;
  /** lgetxattr(2); undefined when there is no such attribute. */
  lgetxattr(path: BytePath, name: string): Uint8Array | undefined;
  /** umount2(2) on a pool thread; EINVAL (not a mount point) and ENOENT are success: the result is "not mounted". */
  umount(target: string, flags?: number): Promise<void>;
  /**
   * Mounts `source` read-only on `target` (both directories) with owners shifted as the user namespace pinned at `userNamespace`
   * shifts them: what the image owns by 0 belongs to the namespace's root. EINVAL: this file system cannot; ENOSYS: this kernel.
   */
  mountIdMapped(source: string, target: string, userNamespace: string): void;
  /** Makes namespaces and pins them; brings `lo` up in a new network namespace. All or nothing. */
  pinNamespaces(pins: NamespacePins): void;
  /** The part of `pinNamespaces` that happens inside them, for namespaces that are pinned already. */
  settleNamespaces(pins: NamespacePins): void;
  /** Runs a synchronous `act` on this thread inside the network namespace at `path`, and goes back whatever happens. */
  inNetworkNamespace<T>(path: string, act: () => T): T;
  /**
   * Sends rtnetlink(7) messages and answers all that the kernel replies; on a pool thread, because the kernel may be busy with other
   * interfaces. `inside`: the network namespace in which they take effect, default this process's own. The descriptor of each of
   * `namespaces` is written into the request as an int32 at byte `at`, because messages name namespaces so.
   */
  netlink(
    request: Uint8Array,
    where?: { readonly inside?: string; readonly namespaces?: readonly { readonly path: string; readonly at: number }[] },
  ): Promise<Uint8Array>;
  /** Never follows a link. */
  lsetxattr(path: string, name: string, value: Uint8Array): void;
  /** kill(2); false when there is no such process. */
  kill(pid: number, signal: number): boolean;
  /** flock(2) LOCK_EX | LOCK_NB on `path` (created, mode 0600); undefined when another process holds it. */
  lockFile(path: string): FileLock | undefined;
  /** prctl(PR_SET_CHILD_SUBREAPER): orphans of our children become ours, and are reaped with `reap`. */
  becomeSubreaper(): void;
  /** Runs this thread before those of ordinary priority; threads and processes that it starts have the ordinary one again. Throws EPERM. */
  raisePriority(): void;
  /** waitpid(pid, WNOHANG) for one orphan; true when it is gone. Never call it for a child that Node.js started. */
  reap(pid: number): boolean;
  /** The same for one whose end matters: its exit code (128 + n after signal n), undefined while it runs. Throws ECHILD when it is no child. */
  exitCodeOf(pid: number): number | undefined;
  /** pipe2(2), as large as the kernel allows. This descriptor and all that follow are CLOEXEC and the caller's to close. */
  pipe(): { readonly read: number; readonly write: number };
  close(fd: number): void;
  /**
   * openat2(2) below the directory `root` with RESOLVE_IN_ROOT and no magic links, on a pool thread: what is mounted there may be slow.
   * A CLOEXEC descriptor.
   */
  openBelow(root: number, path: string, flags: number): Promise<number>;
  /** A pair of connected unix sockets. */
  socketPair(): readonly [own: number, other: number];
  /**
   * Starts a program and answers its process id. It has ordinary signals, no descriptor but those that are named, and is a child of
   * this process that Node.js does not know: `exitCodeOf` reaps it. Throws a SyscallError when it cannot be started.
   */
  spawn(request: SpawnRequest): number;
  /** A TCP socket in the network namespace of this moment. */
  socket(family: 'ipv4' | 'ipv6'): number;
  /** Connects to a unix socket of type SOCK_SEQPACKET; the path may have any length. */
  connectPackets(path: string): number;
  /** Listens on a new unix socket; the path may have any length, and stays when the descriptor is closed. */
  listenAt(path: string): number;
  /** The descriptor that a program has sent to a socket of `listenAt`; undefined when none did. */
  receiveDescriptor(listening: number): number | undefined;
  setTerminalSize(fd: number, size: { readonly rows: number; readonly columns: number }): void;
}

export interface SpawnRequest {
  /** Path of the program. */
  readonly program: string;
  readonly argv: readonly string[];
  /** `NAME=value`, the whole of it. */
  readonly environment: readonly string[];
  readonly cwd: string | undefined;
  /** It leads a session and a group of its own; else it stays in this process's. */
  readonly ownSession: boolean;
  /** What it gets as descriptors 0, 1, 2 …; 'null': /dev/null. They stay the caller's. */
  readonly descriptors: readonly (number | 'null')[];
}

export interface FileLock {
  release(): void;
}

export interface LongOverlay {
  readonly target: string;
  /** The highest first, up to 500. */
  readonly lower: readonly string[];
  /** Of the file system, besides its lower directories; null: it has no value. */
  readonly options: readonly (readonly [key: string, value: string | null])[];
  /** RDONLY, NOSUID, NODEV and NOEXEC of `MS`. */
  readonly flags: number;
}

/** A path or a name of the kernel: text, or bytes where it need not be UTF-8. */
export type BytePath = string | Buffer;

/** What unpacking a layer needs; used synchronously in a worker thread. Paths are absolute and must be resolved by the caller. */
export interface LayerSyscall {
  lsetxattr(path: BytePath, name: BytePath, value: Uint8Array): void;
  lgetxattr(path: BytePath, name: BytePath): Uint8Array | undefined;
  /** Names as byte strings (`latin1`); none where the file system has no extended attributes. */
  llistxattr(path: BytePath): string[];
  mknod(path: BytePath, mode: number, major: number, minor: number): void;
  /** utimensat(2) with AT_SYMLINK_NOFOLLOW. Nanoseconds since the epoch. */
  lutimesNs(path: BytePath, atimeNs: bigint, mtimeNs: bigint): void;
  /** openat2(2) below `rootFd` with RESOLVE_IN_ROOT or RESOLVE_BENEATH and no magic links; returns a CLOEXEC descriptor. */
  openInRoot(
    rootFd: number,
    path: string,
    options: { flags: number; mode?: number; beneath?: boolean; noSymlinks?: boolean },
  ): number;
}
