import { join } from 'node:path';
import { errnoOf } from '../../base/cri-error.ts';
import { bundleFiles } from '../../oci/conmon.ts';
import type { ContainerContext } from '../container-context.ts';
import { isPaused } from '../pause-container.ts';

/** Ends of names in the directory of checkpoints: containers that are paused for one, and archives that are being written. */
export const PAUSED = '.paused';
/** In a working directory: where the archive is being written, beside its place. */
export const TEMPORARY = 'temporary';

/** What a daemon that died in the middle of a checkpoint has left: containers that stand still, parts of archives. */
export async function recoverCheckpoints(context: ContainerContext): Promise<void> {
  const { host, log, paths } = context;
  for (const name of await namesIn(context)) {
    try {
      if (name.endsWith(PAUSED)) await letGoOn(context, name.slice(0, -PAUSED.length));
      const temporary = await host.files.readTextIfPresent(join(paths.checkpoints, name, TEMPORARY));
      if (temporary !== undefined) await host.files.remove(temporary);
      await host.files.remove(join(paths.checkpoints, name));
    } catch (error) {
      log.error('what is left of a checkpoint could not be cleared', { name, error });
    }
  }
}

async function letGoOn(context: ContainerContext, id: string): Promise<void> {
  const record = context.containers.list().find((each) => each.id === id);
  if (record === undefined || !isPaused(context, record)) return;
  const logPath = bundleFiles(context.paths.bundle(record.id)).runtimeLog;
  await context.runtimes.get(record.runtimeHandler)?.freeze('resume', record.id, { logPath });
}

async function namesIn({ host, paths }: ContainerContext): Promise<string[]> {
  try {
    return await host.files.list(paths.checkpoints);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
