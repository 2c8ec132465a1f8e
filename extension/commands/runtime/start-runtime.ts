import { RpcError, isRpcError } from '../../client/rpc-error.ts';
import type { Daemon } from '../../daemon/daemon.ts';
import { linkName, brokenLink } from '../../target/chain.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** Starts the bundled runtime and waits until it is ready; success when it already runs. */
export async function startRuntime(context: CommandContext): Promise<void> {
  const { session, ui } = context;
  const daemon = daemonOf(context);
  await session.health.refresh();
  const before = session.health.snapshot.value;
  if (before?.state === 'unsupported')
    throw new RpcError('failed-precondition', brokenLink(before.links)?.cause ?? t('this host has no Linux kernel'));
  if (before?.version === undefined) {
    await ui.progress({ title: t('Starting the Slipway runtime'), cancellable: true }, async (_report, signal) => {
      try {
        await daemon.start(signal);
      } catch (error) {
        if (isRpcError(error, 'permission-denied')) offerTerminal(context, daemon, error);
        else throw error;
      }
    });
  }
  await session.refresh();
  const after = session.health.snapshot.value;
  const broken = after === undefined ? undefined : brokenLink(after.links);
  if (after?.state === 'ready') ui.note(t('Slipway runtime is ready'));
  else if (after?.state === 'degraded') {
    const condition = after.conditions.find((each) => !each.ok);
    throw new RpcError(
      'unavailable',
      t('the runtime runs, but {0} is not met: {1}', condition?.type ?? 'a condition', condition?.message ?? ''),
    );
  } else if (broken !== undefined && broken.id !== 'process') {
    throw new RpcError('unavailable', `${linkName(broken.id)}: ${broken.cause}`);
  }
}

/** Ends the bundled runtime; containers keep running. */
export async function stopRuntime(context: CommandContext): Promise<void> {
  const daemon = daemonOf(context);
  await context.ui.progress({ title: t('Stopping the Slipway runtime'), cancellable: true }, (_report, signal) =>
    daemon.stop(signal),
  );
  context.session.forget();
  await context.session.refresh();
  context.ui.note(t('Slipway runtime stopped; containers keep running'));
}

/** Stops and starts the runtime: how a newer extension brings its newer runtime. */
export async function restartRuntime(context: CommandContext): Promise<void> {
  const daemon = daemonOf(context);
  await context.ui.progress({ title: t('Restarting the Slipway runtime'), cancellable: true }, async (_report, signal) => {
    await daemon.stop(signal);
    await daemon.start(signal);
  });
  await context.session.refresh();
}

/** Opens a terminal with the command that starts the runtime as root. */
export async function startInTerminal(context: CommandContext): Promise<void> {
  context.ui.openTerminal({ name: 'Start Slipway', text: daemonOf(context).commandLine });
}

function offerTerminal(context: CommandContext, daemon: Daemon, error: RpcError): void {
  context.ui.tell(`${error.message}. ${error.hint ?? ''}`, [
    {
      title: t('Open Terminal'),
      run: () => {
        context.ui.openTerminal({ name: 'Start Slipway', text: daemon.commandLine });
      },
    },
    { title: t('Copy Command'), run: () => context.ui.copy(daemon.commandLine) },
  ]);
}

function daemonOf(context: CommandContext): Daemon {
  const { daemon, target } = context.session;
  if (daemon === undefined)
    throw new RpcError('failed-precondition', t("the runtime of {0} is not Slipway's to start or stop", target.label));
  return daemon;
}
