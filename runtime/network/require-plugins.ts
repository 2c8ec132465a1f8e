import { isObject, type NetworkConfiguration } from './configuration.ts';
import type { Plugins } from './run-plugin.ts';

/**
 * Looks for the programs that every ADD on `network` runs, those of address management too; portmap serves only pods that publish
 * ports. Throws failed-precondition for the first that is not installed.
 */
export async function requirePlugins(plugins: Pick<Plugins, 'require'>, network: NetworkConfiguration): Promise<void> {
  const needed = network.plugins.flatMap(({ type, fields }) => {
    const ipam = isObject(fields['ipam']) ? fields['ipam']['type'] : undefined;
    return [type, ...(typeof ipam === 'string' && ipam !== '' ? [ipam] : [])];
  });
  for (const type of needed) if (type !== 'portmap') await plugins.require(type);
}
