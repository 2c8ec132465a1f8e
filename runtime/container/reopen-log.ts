import { dirname, join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { CriError, errnoOf, hostError } from '../base/cri-error.ts';
import { withRollback } from '../base/undo.ts';
import type { Host } from '../host/host.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
import { requireRecord } from './require-record.ts';

const REOPEN_LOG = '2 0 0\n';
/** conmon takes a millisecond or two; one that does not answer for so long is stuck. */
const PATIENCE_MS = 10_000;
const EARLIER_ORDER_MS = 500;
const LOOK_AGAIN_MS = 2;

/**
 * Has a running container write its log into a new file at its path, and waits until that file is there: no line is lost or split.
 * Nothing happens when the log was not renamed before. After an error no new file is left.
 * Throws not-found, failed-precondition, resource-exhausted, deadline-exceeded.
 */
export async function reopenLog(context: ContainerContext, idOrPrefix: string, signal?: AbortSignal): Promise<void> {
  const { id } = requireRecord(context, idOrPrefix);
  await context.locks.run(
    id,
    async () => {
      const record = requireRecord(context, id);
      requireContainer('reopen-log', record);
      if (record.logPath === '')
        throw new CriError('failed-precondition', `container ${id.slice(0, 12)} has no log`, {
          hint: 'a log is kept when the pod has a log_directory and the container a log_path',
        });
      try {
        await reopen(context, record);
      } catch (error) {
        throw hostError(error, `reopen log ${record.logPath}`);
      }
    },
    signal,
  );
}

/** Once ordered it is not given up, whatever becomes of the caller: it would happen nevertheless. */
async function reopen(context: ContainerContext, record: ContainerRecord): Promise<void> {
  const { host, log, paths } = context;
  // conmon writes a file of this name and renames it. It ends itself when it cannot, so that the file is made for it first.
  const next = `${record.logPath}.tmp`;
  // An earlier call gave up waiting: a second order would replace the file of the first.
  const isOrdered = (await host.files.look(next)) !== undefined;
  if (await isInUse(host, record)) return;
  if (isOrdered && (await waitForLog(host, record, EARLIER_ORDER_MS))) return;
  if ((await host.files.look(record.logPath))?.isFile === false)
    throw new CriError('failed-precondition', `log path ${record.logPath} is no file`);
  await withRollback({ log }, async (undo) => {
    undo.add(`remove ${next}`, () => host.files.remove(next));
    await makeFile(host, next);
    await order(host, bundleFiles(paths.bundle(record.id)).control, record);
  });
  // From here on the file is conmon's, which ends itself when it is not there to be renamed.
  if (await waitForLog(host, record, PATIENCE_MS)) return;
  throw new CriError(
    'deadline-exceeded',
    `conmon has not reopened log ${record.logPath} within ${String(PATIENCE_MS / 1000)} s`,
    { hint: 'the container or its conmon may be stopped; try again when it goes on' },
  );
}

async function waitForLog(host: Host, record: ContainerRecord, patienceMs: number): Promise<boolean> {
  for (const end = host.clock.monotonicMs() + patienceMs; host.clock.monotonicMs() < end;) {
    const isGone = !(await host.files.exists(`/proc/${String(record.conmon.pid)}/exe`));
    if (await isInUse(host, record)) return true;
    if (isGone) {
      const next = `${record.logPath}.tmp`;
      // It may have obeyed right before its end.
      const isDone = (await host.files.look(next)) === undefined && (await host.files.look(record.logPath)) !== undefined;
      if (isDone) return true;
      await host.files.remove(next);
      throw conmonIsGone(record);
    }
    await host.clock.sleep(LOOK_AGAIN_MS);
  }
  return false;
}

async function makeFile({ files }: Host, path: string): Promise<void> {
  try {
    await files.write(path, '', 0o640);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw new CriError('failed-precondition', `log directory ${dirname(path)} does not exist`, {
      cause: error,
      hint: 'make it again, then reopen the log; until then what the container writes goes to the old file',
    });
  }
}

async function order({ files }: Host, control: string, record: ContainerRecord): Promise<void> {
  try {
    await files.writePipe(control, REOPEN_LOG);
  } catch (error) {
    if (errnoOf(error) !== 'ENXIO' && errnoOf(error) !== 'ENOENT') throw error;
    throw conmonIsGone(record, error);
  }
}

/** Also right after the container's end, before its record says so. */
function conmonIsGone({ id }: ContainerRecord, cause?: unknown): CriError {
  return new CriError('failed-precondition', `conmon of container ${id.slice(0, 12)} has ended; reopen-log needs it`, { cause });
}

/** Whether the file at the log path is the one that conmon writes. */
async function isInUse({ files }: Host, { logPath, conmon }: ContainerRecord): Promise<boolean> {
  const present = await files.look(logPath);
  const directory = `/proc/${String(conmon.pid)}/fd`;
  if (present === undefined || conmon.pid === 0 || !(await files.exists(directory))) return false;
  const open = await Promise.all((await files.list(directory)).map((fd) => files.look(join(directory, fd))));
  return open.some((file) => file?.identity === present.identity);
}
