import { CriError } from '../../base/cri-error.ts';
import { requireContainer } from '../../state/transitions.ts';
import type { CommandIo } from '../../stream/server/offers.ts';
import type { ContainerContext } from '../container-context.ts';
import { requireRecord } from '../require-record.ts';
import { copyIn, copyOut } from './copy.ts';
import { startOnPipes, startOnTerminal, type StartedCommand, type StartRequest } from './start-detached.ts';

export interface ExecStreamRequest {
  readonly id: string;
  readonly argv: readonly string[];
  readonly tty: boolean;
  readonly io: CommandIo;
}

/** What a terminal has until its client has said more. */
const TERMINAL = { rows: 24, columns: 80 };

/**
 * Runs a command in a running container for a client and resolves with its exit code once all output is written. When the client goes
 * away its pipes are closed and its terminal hangs up: as with other runtimes, a command that does not care goes on. Throws
 * failed-precondition when the container does not run or the command cannot be started.
 */
export async function execStream(context: ContainerContext, request: ExecStreamRequest): Promise<number> {
  const { host } = context;
  const { io, argv } = request;
  const record = requireRecord(context, request.id);
  requireContainer('exec', record);
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime === undefined)
    throw new CriError('failed-precondition', `runtime handler ${record.runtimeHandler} is not configured any more`);
  // The end of a command of another kernel cannot be waited for here.
  if (runtime.hasOwnKernel)
    throw new CriError('unimplemented', `exec with streams is not implemented for runtime handler ${runtime.name}`, {
      hint: 'use ExecSync, which runs the command to its end',
    });
  const started = await start(context, { record, runtime, argv }, request);
  try {
    const outputs = [copyOut(host.clock, started.stdout, io.stdout), copyOut(host.clock, started.stderr, io.stderr)];
    copyIn(io.stdin, started.stdin);
    const exitCode = await started.ended;
    await Promise.all(outputs.map((output) => output.drained()));
    return exitCode;
  } finally {
    for (const stream of [started.stdin, started.stdout, started.stderr]) stream?.destroy();
  }
}

async function start(context: ContainerContext, command: StartRequest, request: ExecStreamRequest): Promise<StartedCommand> {
  const { io, tty } = request;
  if (!tty) {
    const { stdin, stdout, stderr } = io;
    const wanted = { stdin: stdin !== undefined, stdout: stdout !== undefined, stderr: stderr !== undefined };
    return startOnPipes(context, command, wanted);
  }
  const started = await startOnTerminal(context, command);
  started.resize(TERMINAL);
  io.onResize(started.resize);
  // Its output has to go somewhere, and a client that has gone has to be noticed.
  if (io.stdout === undefined) started.stdout?.resume();
  const hangUp = (): void => {
    started.stdin?.destroy();
  };
  if (io.gone.aborted) hangUp();
  else io.gone.addEventListener('abort', hangUp, { once: true });
  return started;
}
