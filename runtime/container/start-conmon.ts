import type { ContainerMetadata, ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { Clock } from '../host/clock.ts';
import { createWithConmon } from '../oci/conmon.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import { allOf } from './all-of.ts';
import type { ContainerContext } from './container-context.ts';
import { processStat } from './proc.ts';

/** Generous: twenty pods at once on a slow machine are no hang. */
const BOUND_MS = 60_000;

export interface StartConmonRequest {
  readonly record: ContainerRecord;
  readonly runtime: LowLevelRuntime;
  /** Directory of criu's images. */
  readonly restore?: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Has conmon create the container of a bundle, or restore it. Throws what the runtime says, and deadline-exceeded when it hangs. */
export async function startConmon(
  context: ContainerContext,
  { record, runtime, restore, signal }: StartConmonRequest,
): Promise<Pick<ContainerRecord, 'init' | 'conmon'>> {
  const { host, paths } = context;
  const { metadata, tty, stdin, stdinOnce } = record.config;
  const runtimeProgram = await runtime.locate();
  const { pid, conmonPid } = await withinBound(host.clock, { metadata, signal }, (bounded) =>
    createWithConmon(host, context.conmon, {
      id: record.id,
      name: metadata.name,
      bundle: paths.bundle(record.id),
      exits: paths.exits,
      logPath: record.logPath,
      tty,
      stdin,
      stdinOnce,
      systemdCgroup: context.cgroupDriver === 'systemd',
      runtime,
      runtimeProgram,
      restore,
      signal: bounded,
    }),
  );
  const [initStat, conmonStat] = await allOf([processStat(host.files, pid), processStat(host.files, conmonPid)]);
  return {
    init: { pid, startTime: initStat?.startTime ?? 0 },
    conmon: { pid: conmonPid, startTime: conmonStat?.startTime ?? 0 },
  };
}

interface Bound {
  readonly metadata: ContainerMetadata;
  readonly signal: AbortSignal | undefined;
}

/** A low-level runtime that hangs must not hold the pod's lock for ever. */
async function withinBound<T>(clock: Clock, { metadata, signal }: Bound, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = new AbortController();
  const timer = clock.sleep(BOUND_MS, over.signal).then(
    () => {
      late.abort(
        new CriError('deadline-exceeded', `container ${metadata.name} was not created within ${String(BOUND_MS / 1000)} s`, {
          hint: 'conmon or the low-level runtime hangs: see the log of the machine, and try again',
        }),
      );
    },
    () => undefined,
  );
  try {
    return await act(signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]));
  } finally {
    over.abort();
    await timer;
  }
}
