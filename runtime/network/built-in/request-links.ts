import { CriError } from '../../base/cri-error.ts';
import type { Host } from '../../host/host.ts';
import { SyscallError } from '../../host/syscall-error.ts';
import { decodeReplies, encodeMessages, type NetlinkMessage, type NetlinkReply } from './netlink-message.ts';

export interface LinkRequest {
  /** The network namespace in which the messages take effect; default: the daemon's own. */
  readonly inside?: string;
  /** Whose descriptor stands at the end of the first message. */
  readonly namespaceAtEnd?: string;
  /** What is being done, for errors: "add interface veth0". */
  readonly doing: string;
}

const DESCRIPTOR_BYTES = 4;

/** Has the kernel do all messages, and answers the replies with content. Throws a SyscallError for the first that it refuses. */
export async function requestLinks(
  { sys }: Host,
  messages: readonly NetlinkMessage[],
  { inside, namespaceAtEnd, doing }: LinkRequest,
): Promise<NetlinkReply[]> {
  const [first, ...rest] = messages.map((message) => message);
  if (first === undefined) return [];
  const at = encodeMessages([first]).length - DESCRIPTOR_BYTES;
  const bytes = await sys.netlink(encodeMessages([first, ...rest]), {
    ...(inside === undefined ? {} : { inside }),
    ...(namespaceAtEnd === undefined ? {} : { namespaces: [{ path: namespaceAtEnd, at }] }),
  });
  const replies = decodeReplies(bytes);
  const failed = replies.find(({ errno = 0 }) => errno !== 0);
  if (failed?.errno !== undefined) throw new SyscallError('netlink', failed.errno, doing);
  if (replies.length === 0) throw new CriError('unavailable', `the kernel did not answer: ${doing}`);
  return replies.filter(({ errno }) => errno === undefined);
}
