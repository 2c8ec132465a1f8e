import { Worker } from 'node:worker_threads';
import { CriError, hostError } from '../../base/cri-error.ts';
import { Semaphore } from '../../base/semaphore.ts';
import type { RemoveJob, UnpackFailure, UnpackJob, UnpackResult } from './unpack-job.ts';

export interface UnpackPool {
  /** Never rejects for a damaged layer's sake only: throws data-loss, resource-exhausted, permission-denied. */
  run(job: Omit<UnpackJob, 'id'>, signal?: AbortSignal): Promise<Success>;
  /** Removes a file or a tree; success when it is absent. One at a time, beside what is unpacked. */
  remove(path: string): Promise<void>;
  close(): Promise<void>;
}

type Success = Exclude<UnpackResult, { kind: 'failed' }>;
type WorkerJob = Omit<UnpackJob, 'id'> | Omit<RemoveJob, 'id'>;

interface Idle {
  readonly worker: Worker;
  readonly timer: NodeJS.Timeout;
}

/** Three semi-spaces of 2 MiB: what a layer leaves behind is short-lived, and larger ones are not quicker. */
const YOUNG_MB = 6;

/** At most `size` workers, started on demand and ended after `idleMs` without work. `entry` is the worker's file, `onIdle` hears when the last worker has ended. */
export function createUnpackPool(options: {
  readonly entry: URL;
  readonly size: number;
  readonly idleMs: number;
  readonly onIdle: () => void;
}): UnpackPool {
  const places = new Semaphore(options.size);
  const removal = new Semaphore(1);
  const idle: Idle[] = [];
  let lastId = 0;

  let alive = 0;
  const begin = (): Worker => {
    const worker = new Worker(options.entry, {
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    alive++;
    worker.once('exit', () => {
      if (--alive === 0) options.onIdle();
    });
    return worker;
  };
  const start = (): Worker => {
    const free = idle.pop();
    if (free === undefined) return begin();
    clearTimeout(free.timer);
    free.worker.ref();
    return free.worker;
  };
  const rest = (worker: Worker): void => {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((item) => item.worker === worker),
        1,
      );
      void worker.terminate();
    }, options.idleMs);
    timer.unref();
    worker.unref();
    idle.push({ worker, timer });
  };

  const work = async (job: WorkerJob): Promise<Success> => {
    const worker = start();
    try {
      const result = await ask(worker, { ...job, id: ++lastId });
      rest(worker);
      if (result.kind === 'failed') throw failure(result.error);
      return result;
    } catch (error) {
      if (!idle.some((item) => item.worker === worker)) await worker.terminate();
      throw error;
    }
  };

  return {
    run: (job, signal) => places.run(() => work(job), signal),
    remove: async (path) => {
      await removal.run(() => work({ remove: path }));
    },
    close: async () => {
      for (const { worker, timer } of idle.splice(0)) {
        clearTimeout(timer);
        await worker.terminate();
      }
    },
  };
}

function ask(worker: Worker, job: UnpackJob | RemoveJob): Promise<UnpackResult> {
  return new Promise((resolve, reject) => {
    const onMessage = (result: UnpackResult): void => {
      settle(() => {
        resolve(result);
      });
    };
    const onError = (error: unknown): void => {
      settle(() => {
        reject(error);
      });
    };
    const onExit = (): void => {
      settle(() => {
        reject(new Error('the unpack worker ended'));
      });
    };
    const settle = (act: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}

function failure(error: UnpackFailure): unknown {
  if (error.criCode !== undefined)
    return new CriError(error.criCode, error.message, error.hint === undefined ? {} : { hint: error.hint });
  return hostError(
    Object.assign(new Error(error.message), error.errno === undefined ? {} : { code: error.errno }),
    'unpack a layer',
  );
}
