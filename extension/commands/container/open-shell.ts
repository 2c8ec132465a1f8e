import { RpcError } from '../../client/rpc-error.ts';
import type { Container } from '../../client/types.ts';
import { startDebugContainer } from '../../terminal/debug-container.ts';
import { findShell } from '../../terminal/find-shell.ts';
import type { StreamTerminalOptions } from '../../terminal/stream-terminal.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { chooseImage } from '../image/choose-image.ts';
import { pullNamed } from '../image/pull-image.ts';
import { t } from '../../l10n.ts';

/** A terminal with the best shell that the container has; where it has none, one of a debug container beside it. */
export async function openShell(context: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const shell = await shellOf(context, container);
  if (shell === undefined) return;
  context.ui.openStream({ name: container.name, icon: 'terminal', ...shell });
}

/** What to run for a shell in it; undefined when the person does not want a debug container. */
export async function shellOf(context: CommandContext, container: Container): Promise<StreamTerminalOptions | undefined> {
  const { client } = context.session;
  const found = await context.ui.progress({ title: t('Looking for a shell in {0}', container.name), cancellable: false }, () =>
    findShell(client, container.id),
  );
  if (found !== undefined) return shellTerminal(context, container.id, found);
  return debugShellOf(context, container, t('{0} Has No Shell', container.name));
}

/** A shell in a new container beside this one, of an image to choose; undefined when the person chooses none. */
export async function debugShellOf(
  context: CommandContext,
  container: Container,
  title: string,
): Promise<StreamTerminalOptions | undefined> {
  const image = await chooseImage(context, {
    title,
    placeholder: t('Choose an image with a shell: a debug container of it sees the processes and the network of this one'),
  });
  if (image === undefined) return undefined;
  if ((await context.session.client.imageStatus(image)) === undefined) await pullNamed(context, image);
  return debugShell(context, container, image);
}

async function debugShell(context: CommandContext, container: Container, image: string): Promise<StreamTerminalOptions> {
  const { client, pods } = context.session;
  const pod = pods.snapshot.value?.pods.find(({ id }) => id === container.podId);
  if (pod === undefined) throw new RpcError('not-found', t('the pod of container {0} is not there any more', container.name));
  const id = await context.ui.progress(
    { title: t('Starting a debug container beside {0}', container.name), cancellable: false },
    () => startDebugContainer(client, { pod, container, image }),
  );
  await pods.refresh();
  return {
    ...shellTerminal(context, id, 'sh'),
    greeting: t(
      'A debug container of {0}, with the processes of {1}; its files are in /proc/1/root. It goes with this terminal.',
      image,
      container.name,
    ),
    onClosed: () => {
      // The tree says what becomes of it; a container that is gone already is as good.
      void client.removeContainer(id, { background: true }).then(
        () => pods.refresh(),
        () => pods.refresh(),
      );
    },
  };
}

function shellTerminal({ session }: CommandContext, containerId: string, shell: string): StreamTerminalOptions {
  return {
    start: (signal) => session.client.exec(containerId, { argv: [shell], tty: true, stdin: true }, { signal }),
    tty: true,
    stdin: true,
    what: 'The shell',
    closesWhenDone: true,
  };
}
