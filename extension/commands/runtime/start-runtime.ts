import { RpcError, isRpcError } from '../../client/rpc-error.ts';
import type { Daemon } from '../../daemon/daemon.ts';
import { LINK_NAMES, brokenLink } from '../../target/chain.ts';
import type { CommandContext } from '../command.ts';

/** Starts the bundled runtime and waits until it is ready; success when it already runs. */
export async function startRuntime(context: CommandContext): Promise<void> {
  const { session, ui } = context;
  const daemon = daemonOf(context);
  await session.health.refresh();
  const before = session.health.snapshot.value;
  if (before?.state === 'unsupported')
    throw new RpcError('failed-precondition', brokenLink(before.links)?.cause ?? 'this host has no Linux kernel');
  if (before?.version === undefined) {
    await ui.progress({ title: 'Starting the Slipway runtime', cancellable: true }, async (_report, signal) => {
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
  if (after?.state === 'ready') ui.note('Slipway runtime is ready');
  else if (after?.state === 'degraded') {
    const condition = after.conditions.find((each) => !each.ok);
    throw new RpcError(
      'unavailable',
      `the runtime runs, but ${condition?.type ?? 'a condition'} is not met: ${condition?.message ?? ''}`,
    );
  } else if (broken !== undefined && broken.id !== 'process') {
    throw new RpcError('unavailable', `${LINK_NAMES[broken.id]}: ${broken.cause}`);
  }
}

/** Ends the bundled runtime; containers keep running. */
export async function stopRuntime(context: CommandContext): Promise<void> {
  const daemon = daemonOf(context);
  await context.ui.progress({ title: 'Stopping the Slipway runtime', cancellable: true }, (_report, signal) =>
    daemon.stop(signal),
  );
  context.session.forget();
  await context.session.refresh();
  context.ui.note('Slipway runtime stopped; containers keep running');
}

/** Stops and starts the runtime: how a newer extension brings its newer runtime. */
export async function restartRuntime(context: CommandContext): Promise<void> {
  const daemon = daemonOf(context);
  await context.ui.progress({ title: 'Restarting the Slipway runtime', cancellable: true }, async (_report, signal) => {
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
      title: 'Open Terminal',
      run: () => {
        context.ui.openTerminal({ name: 'Start Slipway', text: daemon.commandLine });
      },
    },
    { title: 'Copy Command', run: () => context.ui.copy(daemon.commandLine) },
  ]);
}

function daemonOf(context: CommandContext): Daemon {
  const { daemon, target } = context.session;
  if (daemon === undefined)
    throw new RpcError('failed-precondition', `the runtime of ${target.label} is not Slipway's to start or stop`);
  return daemon;
}
