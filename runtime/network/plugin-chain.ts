import type { Logger } from '../base/logger.ts';
import type { JsonObject, NetworkConfiguration, PluginConfiguration } from './configuration.ts';
import type { Attachment, Plugins } from './run-plugin.ts';

export interface ChainRequest {
  readonly network: NetworkConfiguration;
  readonly attachment: Attachment;
  readonly signal?: AbortSignal | undefined;
}

/** ADD of every plugin in order, each given the result of the one before; answers the last result. */
export async function addChain(plugins: Plugins, request: ChainRequest): Promise<JsonObject> {
  let result: JsonObject | undefined;
  for (const plugin of involved(request)) {
    result = await plugins.run({ ...request, command: 'ADD', plugin, prevResult: result });
  }
  return result ?? {};
}

/**
 * DEL of every plugin in reverse order, each given the result of ADD when it is known. A plugin that is no longer installed is
 * skipped with a warning: a pod that cannot be removed helps nobody. Answers whether every plugin ran.
 */
export async function deleteChain(
  plugins: Plugins,
  request: ChainRequest & { readonly prevResult: JsonObject | undefined },
  log: Logger,
): Promise<boolean> {
  let complete = true;
  for (const plugin of involved(request).reverse()) {
    if ((await plugins.find(plugin.type)) === undefined) {
      complete = false;
      log.warn(`network plugin ${plugin.type} is not installed any more; what it made may be left`, {
        network: request.network.name,
        sandbox: request.attachment.containerId,
      });
      continue;
    }
    await plugins.run({ ...request, command: 'DEL', plugin });
  }
  return complete;
}

/** CHECK of every plugin in order. Throws the error of the first that finds the network not as its ADD left it. */
export async function checkChain(plugins: Plugins, request: ChainRequest & { readonly prevResult: JsonObject }): Promise<void> {
  if (request.network.disableCheck || !hasCheck(request.network.cniVersion)) return;
  for (const plugin of involved(request)) await plugins.run({ ...request, command: 'CHECK', plugin });
}

/**
 * Without a host port portmap has nothing to do, and takes 14 ms of ADD and 50 of DEL to find that out; the bandwidth plugin crashes
 * on CHECK (as of 1.1) where it has shaped nothing.
 */
function involved({ network, attachment }: ChainRequest): PluginConfiguration[] {
  return network.plugins.filter(({ type, fields }) => {
    if (type === 'portmap') return attachment.capabilityArgs['portMappings'] !== undefined;
    if (type !== 'bandwidth' || attachment.capabilityArgs['bandwidth'] !== undefined) return true;
    return ['ingressRate', 'egressRate'].some((rate) => fields[rate] !== undefined);
  });
}

/** CHECK came with version 0.4.0 of the protocol. */
function hasCheck(cniVersion: string): boolean {
  const [major = 0, minor = 0] = cniVersion.split('.').map(Number);
  return major > 0 || minor >= 4;
}
