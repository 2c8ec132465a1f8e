import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { ExecResult } from '../host/exec.ts';
import { runtimeError } from '../oci/low-level-runtime.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
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

/**
 * Runs a command in a running container and returns its output, at most 16 MiB of each kind. At the deadline, and when the caller
 * goes away, its whole tree is killed. Throws deadline-exceeded, failed-precondition when it does not run or cannot be started.
 */
export async function execSync(context: ContainerContext, request: ExecSyncRequest): Promise<ExecResult> {
  const record = requireRecord(context, request.id);
  requireContainer('exec', record);
  if (request.argv.length === 0) throw new CriError('invalid-argument', 'the command is empty');
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime === undefined)
    throw new CriError('failed-precondition', `runtime handler ${record.runtimeHandler} is not configured any more`);
  const base = join(context.paths.bundle(record.id), `exec-${randomBytes(8).toString('hex')}`);
  const pidFile = `${base}.pid`;
  const logPath = `${base}.log`;
  try {
    const result = await runBounded(context, { ...request, record, pidFile }, (signal) =>
      context.host.exec(runtime.execArgv({ id: record.id, argv: request.argv, pidFile, logPath }), {
        signal,
        maxOutputBytes: MAX_OUTPUT_BYTES,
        // What it has started in the container is ended on its own account, and leads a session.
        ownSession: false,
      }),
    );
    if (result.exitCode === 0 || (await context.host.files.exists(pidFile))) return result;
    throw await runtimeError(context.host, { doing: `${runtime.name} exec`, logPath, stderr: result.stderr.toString('utf8') });
  } finally {
    // Nobody has to wait for that; what is left goes with the bundle.
    for (const path of [pidFile, logPath]) removeLater(context, path);
  }
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
