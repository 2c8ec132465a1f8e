import type { NamespacePins, Syscall } from '../../runtime/host/syscall.ts';
import type { MemoryFiles } from './memory-files.ts';

export interface ScriptedMount {
  readonly source: string;
  readonly target: string;
  readonly fsType: string;
  readonly flags: number;
  readonly data: string;
}

/** System calls in memory. */
export interface ScriptedSyscall extends Syscall {
  /** What is mounted now, the oldest first. */
  readonly mounts: ScriptedMount[];
  /** Every request for namespaces. */
  readonly pinned: NamespacePins[];
  /** Signals sent to processes that were there. */
  readonly signals: { readonly pid: number; readonly signal: number }[];
  /** Makes up a process; SIGKILL and `endProcess` end it. */
  startProcess(): number;
  endProcess(pid: number): void;
  /** Called for each signal to a living process, before SIGKILL takes effect. */
  onSignal: (pid: number, signal: number) => void;
}

const SIGKILL = 9;

export function createScriptedSyscall(files: MemoryFiles): ScriptedSyscall {
  const mounts: ScriptedMount[] = [];
  const processes = new Set<number>();
  const locks = new Set<string>();
  let lastPid = 1000;
  const mount = (added: ScriptedMount): void => {
    mounts.push(added);
    files.setBusy(mounts.map(({ target }) => target));
  };
  const sys: ScriptedSyscall = {
    mounts,
    pinned: [],
    signals: [],
    onSignal: () => undefined,
    startProcess: () => {
      processes.add(++lastPid);
      return lastPid;
    },
    endProcess: (pid) => void processes.delete(pid),
    mount: (...[source, target, fsType, flags, data]) => {
      files.mustExist(target, 'mount');
      mount({ source, target, fsType, flags, data });
    },
    mountLongOverlay: ({ target, lower }) => {
      files.mustExist(target, 'mount');
      mount({ source: 'overlay', target, fsType: 'overlay', flags: 0, data: `lowerdir=${lower.join(':')}` });
    },
    lgetxattr: () => undefined,
    umount: async (target) => {
      const index = mounts.findLastIndex((mounted) => mounted.target === target);
      if (index >= 0) mounts.splice(index, 1);
      files.setBusy(mounts.map((mounted) => mounted.target));
    },
    lsetxattr: (path) => {
      files.mustExist(path, 'lsetxattr');
    },
    mountIdMapped: (source, target, userNamespace) => {
      files.mustExist(userNamespace, 'open');
      sys.mount(source, target, 'idmapped', 1, userNamespace);
    },
    settleNamespaces: (pins) => {
      sys.pinned.push(pins);
    },
    pinNamespaces: (pins) => {
      sys.pinned.push(pins);
      for (const path of [pins.net, pins.ipc, pins.uts?.path]) {
        if (path === undefined) continue;
        files.touch(path);
        mount({ source: 'nsfs', target: path, fsType: '', flags: 0, data: '' });
      }
    },
    netlink: async (request, where = {}) => {
      if (where.inside !== undefined) files.mustExist(where.inside, 'open');
      return Promise.resolve(answerNetlink(request));
    },
    inNetworkNamespace: (path, act) => {
      files.mustExist(path, 'open');
      return act();
    },
    kill: (pid, signal) => {
      if (!processes.has(Math.abs(pid))) return false;
      if (signal === 0) return true;
      sys.signals.push({ pid, signal });
      sys.onSignal(pid, signal);
      if (signal === SIGKILL) processes.delete(Math.abs(pid));
      return true;
    },
    lockFile: (path) => {
      if (locks.has(path)) return undefined;
      locks.add(path);
      return { release: () => void locks.delete(path) };
    },
    becomeSubreaper: () => undefined,
    raisePriority: () => undefined,
    reap: (pid) => !processes.has(pid),
    exitCodeOf: (pid) => (processes.has(pid) ? undefined : 0),
    pipe: noDescriptors,
    close: noDescriptors,
    socket: noDescriptors,
    connectPackets: noDescriptors,
    listenAt: noDescriptors,
    receiveDescriptor: noDescriptors,
    setTerminalSize: noDescriptors,
    openBelow: noDescriptors,
    socketPair: noDescriptors,
    spawn: noDescriptors,
  };
  return sys;
}

function noDescriptors(): never {
  throw new Error('a scripted host has no descriptors');
}

const NETLINK_HEADER_BYTES = 16;
const RTM_GETLINK = 18;
const RTM_NEWLINK = 16;
const NLMSG_ERROR = 2;

/** Every interface is there and up, and has number 7; everything else is done. */
function answerNetlink(request: Uint8Array): Uint8Array {
  const bytes = Buffer.from(request);
  const replies: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at)) {
    const isQuestion = bytes.readUInt16LE(at + 4) === RTM_GETLINK;
    const reply = Buffer.alloc(NETLINK_HEADER_BYTES + (isQuestion ? 16 : 4));
    reply.writeUInt32LE(reply.length, 0);
    reply.writeUInt16LE(isQuestion ? RTM_NEWLINK : NLMSG_ERROR, 4);
    reply.writeUInt32LE(bytes.readUInt32LE(at + 8), 8);
    if (isQuestion) reply.writeInt32LE(7, NETLINK_HEADER_BYTES + 4);
    if (isQuestion) reply.writeUInt32LE(1, NETLINK_HEADER_BYTES + 8);
    replies.push(reply);
  }
  return Buffer.concat(replies);
}
