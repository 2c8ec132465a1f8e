import { errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import { addressHolders } from './address-space.ts';
import type { AttachmentNote } from './attachments.ts';
import { isObject, parseConfiguration, type NetworkConfiguration } from './configuration.ts';
import { attachmentOf, type NetworkParts } from './network-parts.ts';
import { deleteChain } from './plugin-chain.ts';
import type { RemoveNetworkRequest } from './pod-network.ts';

/** CNI DEL for one pod; see `PodNetwork.remove`. */
export async function detachPod(parts: NetworkParts, request: RemoveNetworkRequest): Promise<void> {
  const note = await parts.attachments.find(request.id);
  // No note: either ADD has not begun, or DEL has done its work; a record with a result is believed against it.
  if (note === undefined && request.cni === undefined) return;
  const known = {
    ...request,
    annotations: request.annotations ?? {},
    ...(typeof note === 'object' ? note : { confList: undefined }),
  };
  const ours = (await parts.defaultNetwork?.configuration())?.text === (request.cni?.confList ?? known.confList);
  // The interface of a pod on the built-in network goes with the namespace, which the caller lets go next. Plugins that are
  // told the namespace take the interface out first, and wait 30 ms for the kernel to do that.
  try {
    await detach(parts, ours ? { ...known, netns: '' } : known);
  } catch (error) {
    // A plugin that could not ADD often cannot DEL either, for the same reason. The pod must not be stuck for that: the note
    // stays, and `collectLeftovers` tries again at the next start.
    if (request.cni !== undefined || !isCriError(error)) throw error;
    parts.log.warn(`could not clear a network that was not made: ${error.message}`, { sandbox: request.id, hint: error.hint });
  }
}

/** See `PodNetwork.collectLeftovers`: after a crash between ADD and its record, or the loss of the records. */
export async function collectLeftovers(
  parts: NetworkParts,
  knownIds: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const { attachments, host, log } = parts;
  const builtIn = await parts.defaultNetwork?.configuration();
  const holders = builtIn === undefined ? [] : await addressHolders(host.files, builtIn);
  const leftovers = [...new Set([...(await attachments.ids()), ...holders])].filter((id) => !knownIds.has(id));
  const removed: string[] = [];
  for (const id of leftovers) {
    const note = await attachments.find(id);
    // Without a note a pod is known by its address alone, which is one of the built-in network.
    const rest = typeof note === 'object' ? note : { ...NOBODY, id, ...(builtIn && { confList: builtIn.text }) };
    try {
      await detach(parts, { ...rest, signal });
      removed.push(id);
    } catch (error) {
      signal?.throwIfAborted();
      log.warn(`could not free the network of a pod that is gone: ${messageOf(error)}`, { sandbox: id, error });
    }
  }
  return removed;
}

const NOBODY = { netns: '', metadata: { name: '', uid: '', namespace: '', attempt: 0 }, portMappings: [], annotations: {} };

/** What is known of an attachment that has to go. */
interface Detachment extends Omit<AttachmentNote, 'confList'> {
  readonly confList?: string | undefined;
  readonly cni?: RemoveNetworkRequest['cni'];
  readonly signal?: AbortSignal | undefined;
}

async function detach(parts: NetworkParts, detachment: Detachment): Promise<void> {
  const { id, cni, signal } = detachment;
  const network = await networkOf(parts, cni?.confList ?? detachment.confList);
  if (network !== undefined) {
    const attachment = attachmentOf(parts, { ...detachment, netns: livingNamespace(parts, detachment.netns) });
    const prevResult: unknown = cni === undefined ? undefined : JSON.parse(cni.result);
    const request = { network, attachment, prevResult: isObject(prevResult) ? prevResult : undefined, signal };
    if (!(await deleteChain(parts.plugins, request, parts.log))) return;
  }
  await parts.attachments.forget(id);
}

/**
 * The configuration of ADD, else the one in force. There may be neither: a note is complete before ADD begins, so where it
 * cannot be read and nothing is installed, no plugin has run.
 */
async function networkOf({ source }: NetworkParts, confList: string | undefined): Promise<NetworkConfiguration | undefined> {
  if (confList !== undefined) return parseConfiguration(confList, 'recorded for this pod');
  try {
    return await source.current();
  } catch (error) {
    if (isCriError(error, 'failed-precondition')) return undefined;
    throw error;
  }
}

/** Plugins fail on a path that is no namespace (its pin was unmounted), and are content with none at all. */
function livingNamespace({ host }: NetworkParts, netns: string): string {
  if (netns === '') return '';
  try {
    host.sys.inNetworkNamespace(netns, () => undefined);
    return netns;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'EINVAL') return '';
    throw error;
  }
}
