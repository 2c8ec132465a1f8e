import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { errnoOf } from '../base/cri-error.ts';
import type { ContainerContext } from './container-context.ts';
import { killCommand } from './kill-command.ts';

/**
 * Ends the commands that an earlier daemon has run in a container and whose callers went with it, as it does itself when a caller goes
 * away; their files go as well.
 */
export async function endOrphanCommands(context: ContainerContext, record: ContainerRecord): Promise<void> {
  const { host, log, paths } = context;
  const bundle = paths.bundle(record.id);
  for (const name of (await listIfPresent(context, bundle)).filter((file) => /^exec-[0-9a-f]+\.(pid|log|sock)$/.test(file))) {
    const path = join(bundle, name);
    if (name.endsWith('.pid')) {
      const killed = await killCommand(context, { record, pidFile: path });
      log.info('ended a command whose caller went with an earlier daemon', { container: record.id, pids: [...killed] });
    }
    await host.files.remove(path);
  }
}

async function listIfPresent({ host }: ContainerContext, directory: string): Promise<string[]> {
  try {
    return await host.files.list(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
