import type { ContainerRecord } from '../base/container.ts';
import { CriError, isCriError } from '../base/cri-error.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { findByPrefix } from '../state/find-by-prefix.ts';
import { killCgroup } from './container-cgroup.ts';
import type { ContainerContext } from './container-context.ts';
import { finishContainer } from './finish-container.ts';
import { isPaused } from './pause-container.ts';
import { isAlive } from './proc.ts';

const SIGKILL = 9;
/** 128 + SIGKILL */
const KILLED_EXIT = 137;
const KILL_BOUND_MS = 10_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One stop at work; later callers join it, and may shorten it. */
export interface StopInFlight {
  /** Milliseconds of the monotonic clock. */
  deadlineMs: number;
  /** Wakes the wait up after a change of the deadline. */
  wake: AbortController;
  readonly done: Promise<void>;
}

export interface StopOptions {
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** A created container is left alone by a stop, but its waiting process has to go with its pod, and before a removal. */
  readonly alsoCreated?: boolean;
}

/**
 * Stop signal, at most the timeout of patience, then SIGKILL to the whole cgroup; returns when it is dead. Success when unknown or
 * ended. The work goes on when the caller goes away. Throws unavailable when not even SIGKILL ends it within 10 s.
 */
export async function stopContainer(context: ContainerContext, idOrPrefix: string, options: StopOptions): Promise<void> {
  const record = findByPrefix(context.containers, idOrPrefix);
  if (record === undefined) return;
  const has =
    record.state === 'running' || record.state === 'unknown' || (record.state === 'created' && options.alsoCreated === true);
  if (!has) return;
  if (record.restoreFrom !== undefined) return endUnstarted(context, record);
  const deadlineMs = context.host.clock.monotonicMs() + Math.max(0, options.timeoutSeconds) * 1000;
  const running = context.stops.get(record.id);
  if (running !== undefined && deadlineMs < running.deadlineMs) {
    running.deadlineMs = deadlineMs;
    running.wake.abort();
  }
  await unlessAborted((running ?? beginStop(context, record, deadlineMs)).done, options.signal);
}

/** Its processes are in a checkpoint still: there is nothing to kill. */
function endUnstarted(context: ContainerContext, record: ContainerRecord): Promise<void> {
  return context.locks.run(record.id, () => {
    const now = context.containers.get(record.id);
    if (now?.restoreFrom === undefined || now.state !== 'created') return Promise.resolve();
    const ended = {
      ...now,
      state: 'exited' as const,
      exitCode: KILLED_EXIT,
      reason: 'Error',
      finishedAtNs: context.host.clock.nowNs(),
    };
    context.containers.put(ended);
    context.changed(ended);
    return Promise.resolve();
  });
}

function beginStop(context: ContainerContext, record: ContainerRecord, deadlineMs: number): StopInFlight {
  const end = Promise.withResolvers<undefined>();
  // Its callers may all have gone when it fails.
  end.promise.catch((error: unknown) => {
    context.log.warn('a container could not be stopped', { container: record.id, error });
  });
  const stop: StopInFlight = { deadlineMs, wake: new AbortController(), done: end.promise };
  context.stops.set(record.id, stop);
  runStop(context, record, stop)
    .finally(() => {
      context.stops.delete(record.id);
    })
    .then(() => {
      end.resolve(undefined);
    }, end.reject);
  return stop;
}

async function runStop(context: ContainerContext, record: ContainerRecord, stop: StopInFlight): Promise<void> {
  const { clock, files } = context.host;
  const end = watchEnd(context, record);
  if (record.state === 'unknown') return killUntilEnded(context, record, end);
  if (stop.deadlineMs > clock.monotonicMs() && (await isAlive(files, record.init))) await askToEnd(context, record);
  for (;;) {
    const leftMs = stop.deadlineMs - clock.monotonicMs();
    if (leftMs <= 0) break;
    stop.wake = new AbortController();
    await Promise.race([end.ended, pause(context, Math.min(leftMs, MAX_TIMER_MS), stop.wake.signal)]);
    if (end.hasEnded()) {
      stop.wake.abort();
      return;
    }
  }
  await killUntilEnded(context, record, end);
}

/** What this kernel shows of a container with a kernel of its own would end without asking the processes inside. */
async function askToEnd(context: ContainerContext, record: ContainerRecord): Promise<void> {
  await letGoOn(context, record);
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime?.hasOwnKernel !== true) {
    context.host.sys.kill(record.init.pid, record.stopSignal);
    return;
  }
  try {
    await runtime.signal(record.id, record.stopSignal, bundleFiles(context.paths.bundle(record.id)).runtimeLog);
  } catch (error) {
    // It may have ended at this very moment; whatever is left is killed when its time is over.
    if (!isCriError(error, 'failed-precondition')) throw error;
    context.log.warn('a container could not be asked to end', { container: record.id, error });
  }
}

/** What is frozen does not hear that it is asked to end. */
async function letGoOn(context: ContainerContext, record: ContainerRecord): Promise<void> {
  if (!isPaused(context, record)) return;
  try {
    const logPath = bundleFiles(context.paths.bundle(record.id)).runtimeLog;
    await context.runtimes.get(record.runtimeHandler)?.freeze('resume', record.id, { logPath });
  } catch (error) {
    if (!isCriError(error, 'failed-precondition')) throw error;
    context.log.warn('a paused container could not be resumed to end', { container: record.id, error });
  }
}

interface End {
  readonly ended: Promise<void>;
  readonly hasEnded: () => boolean;
}

function watchEnd(context: ContainerContext, record: ContainerRecord): End {
  let isOver = false;
  const ended = context.exits.ended(record.id).then(() => {
    isOver = true;
  });
  return { ended, hasEnded: () => isOver };
}

/** Whatever forks while it is being killed is killed in the next round. */
async function killUntilEnded(context: ContainerContext, record: ContainerRecord, end: End): Promise<void> {
  const { clock, sys, files } = context.host;
  const deadline = clock.monotonicMs() + KILL_BOUND_MS;
  for (let waitMs = 5; clock.monotonicMs() < deadline; waitMs = Math.min(waitMs * 2, 200)) {
    if (await isAlive(files, record.init)) sys.kill(record.init.pid, SIGKILL);
    await killCgroup(context.host, context.machine, record);
    const wake = new AbortController();
    await Promise.race([end.ended, pause(context, waitMs, wake.signal)]);
    wake.abort();
    if (end.hasEnded() && record.state !== 'unknown') return;
    if (record.state === 'unknown' && !(await isAlive(files, record.init))) return finishContainer(context, record.id);
  }
  throw new CriError('unavailable', `container ${record.id} did not end within ${String(KILL_BOUND_MS / 1000)} s of SIGKILL`, {
    hint: 'one of its processes is stuck in the kernel, often on a dead network disk; try again later',
  });
}

async function pause(context: ContainerContext, ms: number, wake: AbortSignal): Promise<void> {
  try {
    await context.host.clock.sleep(ms, wake);
  } catch (error) {
    if (!wake.aborted) throw error;
  }
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
