import { RpcError, isRpcError } from '../../client/rpc-error.ts';
import type { CriJson } from '../../client/read-cri-config.ts';
import type { RuntimeClient } from '../../client/runtime-client.ts';
import type { Container } from '../../client/types.ts';
import { parsed } from '../../inspect/inspect-text.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Puts the next attempt of a container in its place: by the runtime's own call, else step by step. */
export async function restartContainer(
  { session, settings }: CommandContext,
  { container }: SubjectOf<'container'>,
): Promise<void> {
  const { client } = session;
  try {
    await client.restartContainer(container.id, { timeoutSeconds: settings.stopTimeoutSeconds });
  } catch (error) {
    if (!isRpcError(error, 'unimplemented')) throw error;
    await restartByParts(client, container, settings.stopTimeoutSeconds);
  }
}

/** The new one is made before the old one is stopped: what cannot be made leaves the old one as it was. */
async function restartByParts(client: RuntimeClient, container: Container, timeoutSeconds: number): Promise<void> {
  const [details, pod] = await Promise.all([client.containerStatus(container.id), client.podStatus(container.podId)]);
  const config = configIn(details.info);
  const podConfig = configIn(pod.info);
  if (config === undefined || podConfig === undefined) {
    throw new RpcError('unimplemented', t('this runtime does not tell how container {0} was made', container.name), {
      hint: t('make it anew from its configuration'),
    });
  }
  const attempt = container.attempt + 1;
  const fresh = await client.createContainerConfig(container.podId, {
    container: { ...config, metadata: { name: container.name, attempt } },
    pod: podConfig,
  });
  try {
    await client.stopContainer(container.id, { timeoutSeconds });
    await client.startContainer(fresh);
  } catch (error) {
    await client.removeContainer(fresh);
    throw error;
  }
  await client.removeContainer(container.id);
}

/** The established runtimes tell the configuration in the JSON of a verbose status. */
function configIn(info: Readonly<Record<string, string>>): CriJson | undefined {
  const all = parsed(info['info']);
  const config: unknown = typeof all === 'object' && all !== null && 'config' in all ? all.config : undefined;
  return typeof config === 'object' && config !== null ? (config as CriJson) : undefined;
}
