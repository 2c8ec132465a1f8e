import { join } from 'node:path';
import { errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Host } from '../host/host.ts';
import { attachPod } from './attach-pod.ts';
import { BRIDGE_PLUGIN, createBridgePlugin } from './built-in/bridge-plugin.ts';
import { createAttachments } from './attachments.ts';
import { createConfigurationSource } from './configuration-source.ts';
import { isObject, parseConfiguration } from './configuration.ts';
import { createDefaultNetwork } from './default-network.ts';
import { collectLeftovers, detachPod } from './detach-pod.ts';
import { attachmentOf, type NetworkParts } from './network-parts.ts';
import { checkChain } from './plugin-chain.ts';
import type { PodNetwork, RemoveNetworkRequest } from './pod-network.ts';
import { createPodCidrs } from './pod-cidrs.ts';
import { requirePlugins } from './require-plugins.ts';
import { createPlugins } from './run-plugin.ts';

export interface PodNetworkOptions {
  readonly host: Host;
  readonly log: Logger;
  /** Directory of CNI configurations: /etc/cni/net.d. */
  readonly confDir: string;
  /** Directories of CNI plugins, the first that has one wins. */
  readonly binDirs: readonly string[];
  /** Our own notes, and the built-in network's addresses; survives a reboot. */
  readonly cacheDir: string;
  /** What is used while `confDir` has no configuration, on the subnet that a cluster says, if it does; absent: pods then cannot run until one is installed. */
  readonly builtIn?: { readonly bridge: string; readonly subnet?: string | undefined } | undefined;
}

/** Pods on CNI networks (CNI specification 1.0, the runtime's part). */
export function createPodNetwork(options: PodNetworkOptions): PodNetwork {
  const { host, log, confDir, binDirs, cacheDir, builtIn } = options;
  const podCidrs = createPodCidrs(host.files, cacheDir, log);
  const subnet = (): string | undefined => (podCidrs.current().length > 0 ? podCidrs.current().join(',') : builtIn?.subnet);
  const defaultNetwork = builtIn && createDefaultNetwork({ host, log, directory: cacheDir, bridge: builtIn.bridge, subnet });
  const parts: NetworkParts = {
    host,
    log,
    source: createConfigurationSource({ files: host.files, confDir, builtIn: defaultNetwork }),
    plugins: createPlugins({ host, binDirs, builtIn: new Map([[BRIDGE_PLUGIN, createBridgePlugin(host)]]) }),
    attachments: createAttachments(host.files, join(cacheDir, 'attachments')),
    defaultNetwork,
    podCidrs: () => podCidrs.current(),
  };
  return {
    readiness: () => readiness(parts),
    setPodCidr: (podCidr) => podCidrs.set(podCidr),
    add: (request) => attachPod(parts, request),
    check: (request) => check(parts, request),
    remove: (request) => detachPod(parts, request),
    collectLeftovers: (knownIds, signal) => collectLeftovers(parts, knownIds, signal),
    // Nothing is held open between calls: pods keep their network while the daemon is away.
    close: () => Promise.resolve(),
  };
}

async function readiness({ source, plugins }: NetworkParts): Promise<{ ready: boolean; message: string }> {
  try {
    await requirePlugins(plugins, await source.current());
    return { ready: true, message: '' };
  } catch (error) {
    if (isCriError(error) && error.hint !== undefined) return { ready: false, message: `${error.message}; ${error.hint}` };
    if (isCriError(error) || errnoOf(error) !== undefined) return { ready: false, message: messageOf(error) };
    throw error;
  }
}

async function check(parts: NetworkParts, request: RemoveNetworkRequest): Promise<void> {
  const { cni, signal } = request;
  if (cni === undefined) return;
  const network = parseConfiguration(cni.confList, 'recorded for this pod');
  const result: unknown = JSON.parse(cni.result);
  const attachment = attachmentOf(parts, { ...request, annotations: request.annotations ?? {} });
  await checkChain(parts.plugins, { network, attachment, prevResult: isObject(result) ? result : {}, signal });
}
