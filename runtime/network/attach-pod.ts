import { CriError, isCriError } from '../base/cri-error.ts';
import { exhaustion } from './address-space.ts';
import type { AttachmentNote } from './attachments.ts';
import type { JsonObject } from './configuration.ts';
import { attachmentOf, IF_NAME, type NetworkParts } from './network-parts.ts';
import { addChain, type ChainRequest } from './plugin-chain.ts';
import { addressesOf } from './plugin-result.ts';
import type { AddNetworkRequest, PodNetworkResult } from './pod-network.ts';
import { requirePlugins } from './require-plugins.ts';

/** CNI ADD for one pod, after a note of it; see `PodNetwork.add`. */
export async function attachPod(parts: NetworkParts, request: AddNetworkRequest): Promise<PodNetworkResult> {
  const { id, netns, metadata, portMappings, annotations = {}, signal } = request;
  const network = await parts.source.current();
  // Before the note: where a plugin is missing, DEL would fail as well, and the note would stay.
  await requirePlugins(parts.plugins, network);
  const note: AttachmentNote = { id, netns, metadata, portMappings, annotations, confList: network.text };
  const add = async (): Promise<JsonObject> => {
    await parts.attachments.note(note);
    return addOrExplain(parts, { network, attachment: attachmentOf(parts, note), signal });
  };
  const result = await (parts.defaultNetwork?.around(network, add) ?? add());
  const ips = addressesOf(result, IF_NAME);
  if (ips.length > 0) return { ips, cni: { confList: network.text, result: JSON.stringify(result) } };
  throw new CriError('failed-precondition', `network ${network.name} gave pod ${metadata.name} no address`, {
    hint: `give ${network.source} an address management plugin (ipam)`,
  });
}

async function addOrExplain({ host, plugins }: NetworkParts, request: ChainRequest): Promise<JsonObject> {
  try {
    return await addChain(plugins, request);
  } catch (error) {
    if (!isCriError(error, 'unavailable')) throw error;
    throw (await exhaustion(host.files, request.network, error)) ?? error;
  }
}
