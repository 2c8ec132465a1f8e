import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { ExecOptions, ExecResult } from '../host/exec.ts';
import { runtimeError } from '../oci/low-level-runtime.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
import { copyOut } from './exec/copy.ts';
import { startOnPipes, type StartRequest } from './exec/start-detached.ts';
import { killCommand } from './kill-command.ts';
import { requireRecord } from './require-record.ts';

export interface ExecSyncRequest {
  readonly id: string;
  readonly argv: readonly string[];
  /** 0 = no bound. */
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** How long the runtime may take to notice that its process is dead. */
const RUNTIME_GRACE_MS = 200;
/** How long output is read after the end of the command at most, while some child of it writes. */
const DRAIN_MS = 2000;

/**
 * Runs a command in a running container and returns its output, at most 16 MiB of each kind. At the deadline, and when the caller
 * goes away, its whole tree is killed. Without a deadline it returns soon after the end of the command, though a child of it that
 * goes on may hold its output. Throws deadline-exceeded, failed-precondition when it does not run or cannot be started.
 */
export async function execSync(context: ContainerContext, request: ExecSyncRequest): Promise<ExecResult> {
  const record = requireRecord(context, request.id);
  requireContainer('exec', record);
  if (request.argv.length === 0) throw new CriError('invalid-argument', 'the command is empty');
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime === undefined)
    throw new CriError('failed-precondition', `runtime handler ${record.runtimeHandler} is not configured any more`);
  const pidFile = join(context.paths.bundle(record.id), `exec-${randomBytes(8).toString('hex')}.pid`);
  const command = { record, runtime, argv: request.argv, pidFile };
  // The low-level runtime waits for whoever holds the output, unless it has left before. A kernel of its own cannot be left.
  const run = request.timeoutSeconds > 0 || runtime.hasOwnKernel ? runAttached : runLeft;
  try {
    return await runBounded(context, { ...request, record, pidFile }, (signal) =>
      run(context, { ...command, signal, ...(request.timeoutSeconds > 0 ? {} : { drainMs: DRAIN_MS }) }),
    );
  } finally {
    // Nobody has to wait for that; what is left goes with the bundle.
    removeLater(context, pidFile);
  }
}

type Command = StartRequest & Required<Pick<StartRequest, 'pidFile' | 'signal'>> & Pick<ExecOptions, 'drainMs'>;

/** The low-level runtime copies the output, until nobody holds it any more. */
async function runAttached(
  context: ContainerContext,
  { record, runtime, argv, pidFile, ...options }: Command,
): Promise<ExecResult> {
  const { host } = context;
  const logPath = pidFile.replace(/pid$/, 'log');
  try {
    const result = await host.exec(runtime.execArgv({ id: record.id, argv, pidFile, logPath }), {
      ...options,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      // What it has started in the container is ended on its own account, and leads a session.
      ownSession: false,
    });
    if (result.exitCode === 0 || (await host.files.exists(pidFile))) return result;
    throw await runtimeError(host, { doing: `${runtime.name} exec`, logPath, stderr: result.stderr.toString('utf8') });
  } finally {
    removeLater(context, logPath);
  }
}

/** The low-level runtime leaves once the command runs; the end of the command is the end of it all. */
async function runLeft(context: ContainerContext, command: Command): Promise<ExecResult> {
  const { clock } = context.host;
  const started = await startOnPipes(context, command, { stdin: false, stdout: true, stderr: true });
  const over = new AbortController();
  try {
    const [stdout, stderr] = [keepFirst(), keepFirst()];
    const outputs = [copyOut(clock, started.stdout, stdout.sink), copyOut(clock, started.stderr, stderr.sink)];
    const exitCode = await Promise.race([started.ended, goneCaller(command.signal, over.signal)]);
    const drained = Promise.all(outputs.map((output) => output.drained()));
    // One that goes on may go on writing, too.
    await Promise.race([drained, clock.sleep(DRAIN_MS, over.signal).catch(() => undefined)]);
    return { exitCode, stdout: stdout.bytes(), stderr: stderr.bytes() };
  } finally {
    over.abort();
    for (const stream of [started.stdout, started.stderr]) stream?.destroy();
  }
}

function keepFirst(): { readonly sink: Writable; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let size = 0;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (size < MAX_OUTPUT_BYTES) chunks.push(chunk.subarray(0, MAX_OUTPUT_BYTES - size));
      size += chunk.length;
      done();
    },
  });
  return { sink, bytes: () => Buffer.concat(chunks) };
}

function removeLater({ host, log }: ContainerContext, path: string): void {
  host.files.remove(path).catch((error: unknown) => {
    log.warn('a file of an ended command could not be removed', { path, error });
  });
}

interface BoundedRequest extends ExecSyncRequest {
  readonly record: ContainerRecord;
  readonly pidFile: string;
}

async function runBounded(
  context: ContainerContext,
  request: BoundedRequest,
  run: (signal: AbortSignal) => Promise<ExecResult>,
): Promise<ExecResult> {
  const { clock } = context.host;
  const program = new AbortController();
  const over = new AbortController();
  const running = run(program.signal);
  running.catch(() => undefined);
  const waits = [running];
  if (request.timeoutSeconds > 0) waits.push(deadline(context, request, over.signal));
  if (request.signal !== undefined) waits.push(goneCaller(request.signal, over.signal));
  try {
    return await Promise.race(waits);
  } catch (error) {
    const killed = await killCommand(context, request);
    await Promise.race([
      running.then(
        () => undefined,
        () => undefined,
      ),
      clock.sleep(RUNTIME_GRACE_MS),
    ]);
    program.abort(error);
    // Without the runtime between them, the dead may be the daemon's own to bury.
    const bury = (): void => {
      for (const pid of killed) context.host.sys.reap(pid);
    };
    running.then(bury, bury);
    throw error;
  } finally {
    over.abort();
  }
}

async function deadline(
  context: ContainerContext,
  { timeoutSeconds, record }: BoundedRequest,
  over: AbortSignal,
): Promise<never> {
  try {
    await context.host.clock.sleep(Math.min(timeoutSeconds * 1000, 2 ** 31 - 1), over);
  } catch (error) {
    if (!over.aborted) throw error;
  }
  throw new CriError(
    'deadline-exceeded',
    `command in container ${record.id.slice(0, 12)} did not end within ${String(timeoutSeconds)} s`,
  );
}

function goneCaller(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true, signal: over });
  });
}
