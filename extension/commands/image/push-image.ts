import { isRpcError, messageOf } from '../../client/rpc-error.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { imageNameProblem, withoutRegistry } from './image-name.ts';
import { progressTo } from './pull-image.ts';
import { t } from '../../l10n.ts';

/** Asks where to, and pushes with progress per blob in a cancellable notification and in Activity. */
export async function pushImage(
  { session, ui, credentials }: CommandContext,
  { image, name }: SubjectOf<'image'>,
): Promise<void> {
  const answer = await ui.ask({
    title: t('Push {0}', name),
    prompt: t('Name in the registry; what it has already is not sent again'),
    value: image.tags.includes(name) ? name : '',
    placeholder: 'registry.example.com/team/app:1.2',
    check: (text) => (text.includes('@') ? 'Give a tag; the digest follows from the content' : imageNameProblem(text)),
  });
  if (answer === undefined) return;
  const destination = answer.trim();
  const pushed = await ui.progress({ title: t('Pushing {0}', destination), cancellable: true }, async (report, signal) => {
    const task = session.activity.beginTask(t('Push {0}', withoutRegistry(destination)));
    try {
      const digest = await session.client.pushImage(image.id, destination, {
        credential: await credentials.of(destination),
        signal: AbortSignal.any([signal, task.signal]),
        onProgress: progressTo(report, (change) => {
          task.update(change);
        }),
      });
      task.end('done', '');
      return digest;
    } catch (error) {
      task.end(isRpcError(error, 'cancelled') ? 'cancelled' : 'failed', messageOf(error));
      throw error;
    }
  });
  ui.tell(t('Pushed {0}', pushed), [{ title: t('Copy'), run: () => ui.copy(pushed) }]);
}
