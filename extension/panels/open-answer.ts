import { RpcError } from '../client/rpc-error.ts';
import type { CommandContext } from '../commands/command.ts';
import { t } from '../l10n.ts';
import { shortId } from '../tree/words.ts';
import type { Answer } from './panel-answers.ts';

/** The answer to `openFile`: a file of an image, by the image's id, in an editor. */
export function openFileAnswer(context: () => CommandContext): Answer {
  return async ({ about }) => {
    const { image, path } = (typeof about === 'object' && about !== null ? about : {}) as Readonly<Record<string, unknown>>;
    if (typeof image !== 'string' || image === '' || typeof path !== 'string' || !path.startsWith('/'))
      throw new RpcError('invalid-argument', t('This panel cannot ask for {0}.', 'openFile'));
    await context().documents.openFile({ image: shortId(image), path });
  };
}

/** The answer to `open`: the panel of a container, a pod or an image that the page names. */
export function openAnswer(context: () => CommandContext): Answer {
  return async ({ about }) => {
    const { panel, id, name } = (typeof about === 'object' && about !== null ? about : {}) as Readonly<Record<string, unknown>>;
    if ((panel !== 'container' && panel !== 'pod' && panel !== 'image') || typeof id !== 'string' || typeof name !== 'string')
      throw new RpcError('invalid-argument', t('This panel cannot ask for {0}.', 'open'));
    await context().documents.openPanel(panel, { id, name });
  };
}
