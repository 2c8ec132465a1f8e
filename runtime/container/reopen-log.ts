import { dirname, join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { CriError, errnoOf, hostError } from '../base/cri-error.ts';
import { withRollback } from '../base/undo.ts';
import type { FileLook } from '../host/files.ts';
import type { Host } from '../host/host.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
import { requireRecord } from './require-record.ts';

const REOPEN_LOG = '2 0 0\n';
/** conmon takes a millisecond or two; one that does not answer for so long is stuck. */
const PATIENCE_MS = 10_000;
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
  const { logPath, conmon } = record;
  const present = await host.files.look(logPath);
  if (present !== undefined && (await hasOpen(host, conmon.pid, present))) return;
  if (present?.isFile === false) throw new CriError('failed-precondition', `log path ${logPath} is no file`);
  // conmon writes a file of this name and renames it. It ends itself when it cannot, so that the file is made for it first.
  const next = `${logPath}.tmp`;
  const made = await withRollback({ log }, async (undo) => {
    undo.add(`remove ${next}`, () => host.files.remove(next));
    const file = await makeFile(host, next);
    await order(host, bundleFiles(paths.bundle(record.id)).control, record);
    return file;
  });
  // From here on the file is conmon's, which ends itself when it is not there to be renamed.
  for (const end = host.clock.monotonicMs() + PATIENCE_MS; ;) {
    const isGone = !(await host.files.exists(`/proc/${String(conmon.pid)}/exe`));
    if ((await host.files.look(logPath))?.identity === made.identity) return;
    if (isGone) {
      await host.files.remove(next);
      throw conmonIsGone(record);
    }
    if (host.clock.monotonicMs() > end)
      throw new CriError('deadline-exceeded', `conmon has not reopened log ${logPath} within ${String(PATIENCE_MS / 1000)} s`);
    await host.clock.sleep(LOOK_AGAIN_MS);
  }
}

async function makeFile({ files }: Host, path: string): Promise<FileLook> {
  try {
    await files.write(path, '', 0o640);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw new CriError('failed-precondition', `log directory ${dirname(path)} does not exist`, {
      cause: error,
      hint: 'make it again, then reopen the log; until then what the container writes goes to the old file',
    });
  }
  const made = await files.look(path);
  if (made === undefined) throw new CriError('unavailable', `${path} was removed by somebody else`, { hint: 'try again' });
  return made;
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

/** Whether the process has the file open, under whatever name. */
async function hasOpen({ files }: Host, pid: number, { identity }: FileLook): Promise<boolean> {
  const directory = `/proc/${String(pid)}/fd`;
  if (pid === 0 || !(await files.exists(directory))) return false;
  const open = await Promise.all((await files.list(directory)).map((fd) => files.look(join(directory, fd))));
  return open.some((file) => file?.identity === identity);
}
