import type { TaskHandle } from '../../client/activity.ts';
import { isRpcError, messageOf } from '../../client/rpc-error.ts';
import type { LayerProgress } from '../../client/types.ts';
import type { ReportProgress } from '../../ui/ui.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { imageNameProblem, withoutRegistry } from './image-name.ts';
import { createPullMeter } from './pull-meter.ts';
import { t } from '../../l10n.ts';

/** Pulls an image by its name, which is asked for when nobody says it; with progress per layer in a cancellable notification and in Activity. */
export async function pullImage(context: CommandContext, wanted?: SubjectOf<'image'>): Promise<void> {
  const name =
    wanted?.name ??
    (await context.ui.ask({
      title: t('Pull Image'),
      prompt: t('Name of an image, with its registry when it is not Docker Hub'),
      placeholder: 'registry.example.com/team/app:1.2',
      check: imageNameProblem,
    }));
  if (name === undefined) return;
  await pullNamed(context, name.trim());
  context.ui.note(t('Pulled {0}', name.trim()));
}

/** Pulls one image and answers its id; used by Run Image too. */
export async function pullNamed(context: CommandContext, name: string): Promise<string> {
  const { session, ui, credentials } = context;
  return ui.progress({ title: t('Pulling {0}', name), cancellable: true }, async (report, signal) => {
    const task = session.activity.beginTask(t('Pull {0}', withoutRegistry(name)));
    try {
      const id = await session.client.pullImage(name, {
        credential: await credentials.of(name),
        signal: AbortSignal.any([signal, task.signal]),
        onProgress: progressTo(report, (change) => {
          task.update(change);
        }),
      });
      task.end('done', '');
      return id;
    } catch (error) {
      task.end(isRpcError(error, 'cancelled') ? 'cancelled' : 'failed', messageOf(error));
      throw error;
    } finally {
      await session.images.refresh();
    }
  });
}

type Update = TaskHandle['update'];

/** Shows the parts of a transfer in its notification and in Activity. */
export function progressTo(report: ReportProgress, update: Update): (progress: LayerProgress) => void {
  return createPullMeter(({ message, fraction, parts }) => {
    report({ message, fraction });
    update({ detail: message, fraction, parts });
  });
}
