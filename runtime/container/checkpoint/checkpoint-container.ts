import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { ContainerRecord } from '../../base/container.ts';
import { CriError } from '../../base/cri-error.ts';
import { bundleFiles } from '../../oci/conmon.ts';
import { dumpProcesses, requireCriu } from '../../oci/criu.ts';
import { requireContainer } from '../../state/transitions.ts';
import type { ContainerContext } from '../container-context.ts';
import { isPaused } from '../pause-container.ts';
import { requireRecord } from '../require-record.ts';
import { ARCHIVE, checkpointPlace, type CheckpointPlace, type ConfigDump } from './layout.ts';
import { PAUSED, TEMPORARY } from './recover-checkpoints.ts';
import { saveFiles } from './save-files.ts';
import { packDirectory } from './tar.ts';

export interface CheckpointRequest {
  readonly id: string;
  /** Absolute path of the archive. */
  readonly location: string;
  readonly signal: AbortSignal;
}

/**
 * Saves a running container, its memory and its files, into a tar of mode 0600 in the layout of CRI-O and podman; it goes on. The archive
 * appears whole or not at all. Throws not-found, failed-precondition (criu or the kernel cannot), unimplemented (another kernel inside).
 */
export async function checkpointContainer(context: ContainerContext, request: CheckpointRequest): Promise<void> {
  const { id } = requireRecord(context, request.id);
  const { location, signal } = request;
  await context.locks.run(
    id,
    async () => {
      const record = requireCheckpoint(context, id);
      await requireCriu(context.host, signal);
      await whilePaused(context, [record], () => writeCheckpoint(context, record, { location, signal }));
    },
    signal,
  );
}

/** The record of a container that can be saved. */
export function requireCheckpoint(context: ContainerContext, id: string): ContainerRecord {
  const record = requireRecord(context, id);
  requireContainer('checkpoint', record);
  if (context.runtimes.get(record.runtimeHandler)?.hasOwnKernel !== true) return record;
  throw new CriError('unimplemented', `container ${id.slice(0, 12)} has a kernel of its own (${record.runtimeHandler})`, {
    hint: 'criu saves processes of this kernel alone: run the pod with another handler',
  });
}

/** Freezes all of them before `act`, and lets those that ran before go on whatever happens. */
export async function whilePaused<T>(
  context: ContainerContext,
  records: readonly ContainerRecord[],
  act: () => Promise<T>,
): Promise<T> {
  const frozen: ContainerRecord[] = [];
  try {
    for (const record of records) {
      if (isPaused(context, record)) continue;
      frozen.push(record);
      // A daemon that dies from here on finds it, and lets the container go on.
      await context.host.files.makeDirectory(context.paths.checkpoints);
      await context.host.files.write(markOf(context, record), '');
      await freeze(context, 'pause', record);
    }
    return await act();
  } finally {
    for (const record of frozen) await letGoOn(context, record);
  }
}

/** Tried twice; what fails even then is left to the next start of the daemon, and must not hide why the act failed. */
async function letGoOn(context: ContainerContext, record: ContainerRecord): Promise<void> {
  for (const isLast of [false, true]) {
    try {
      if (isPaused(context, record)) await freeze(context, 'resume', record);
      await context.host.files.remove(markOf(context, record));
      return;
    } catch (error) {
      if (isLast) context.log.error('a container that was saved could not be resumed', { container: record.id, error });
    }
  }
}

function markOf({ paths }: ContainerContext, { id }: ContainerRecord): string {
  return join(paths.checkpoints, `${id}${PAUSED}`);
}

async function freeze(context: ContainerContext, verb: 'pause' | 'resume', record: ContainerRecord): Promise<void> {
  const logPath = bundleFiles(context.paths.bundle(record.id)).runtimeLog;
  await context.runtimes.get(record.runtimeHandler)?.freeze(verb, record.id, { logPath });
}

/** Of a paused container. */
export async function writeCheckpoint(
  context: ContainerContext,
  record: ContainerRecord,
  { location, signal }: Omit<CheckpointRequest, 'id'>,
): Promise<void> {
  const { host, paths, runtimes } = context;
  const runtime = runtimes.get(record.runtimeHandler);
  if (runtime === undefined)
    throw new CriError('failed-precondition', `runtime handler ${record.runtimeHandler} is not configured any more`);
  if (!(await host.files.exists(dirname(location))))
    throw new CriError('failed-precondition', `directory ${dirname(location)} does not exist`, { hint: 'make it first' });
  const suffix = randomBytes(6).toString('hex');
  const work = join(paths.checkpoints, `${record.id}.${suffix}`);
  const temporary = `${location}.${suffix}.tmp`;
  const place = checkpointPlace(work);
  try {
    await host.files.makeDirectory(place.images);
    const { runtimeLog, config } = bundleFiles(paths.bundle(record.id));
    await dumpProcesses(host, runtime, { id: record.id, images: place.images, work, logPath: runtimeLog, signal });
    await saveFiles(context, record, { place, signal });
    await writeFacts(context, { record, place, spec: await host.files.readText(config) });
    await host.files.write(join(work, TEMPORARY), temporary);
    // Private from its first byte: it holds the memory of processes.
    await host.files.write(temporary, '');
    await packDirectory(host, { from: work, to: temporary, members: await membersOf(context, work), signal });
    await host.files.rename(temporary, location);
  } finally {
    await host.files.remove(temporary);
    await host.files.remove(work);
  }
}

interface Facts {
  readonly record: ContainerRecord;
  readonly place: CheckpointPlace;
  readonly spec: string;
}

async function writeFacts({ host, images }: ContainerContext, { record, place, spec }: Facts): Promise<void> {
  const image = images.find(record.imageId);
  const dump: ConfigDump = {
    id: record.id,
    name: record.config.metadata.name,
    rootfsImage: record.imageId,
    rootfsImageRef: record.imageRef,
    rootfsImageName: image?.repoTags[0] ?? record.config.image.image,
    runtime: record.runtimeHandler,
    createdTime: new Date(record.createdAtNs / 1e6).toISOString(),
    checkpointedTime: new Date(host.clock.nowNs() / 1e6).toISOString(),
  };
  await host.files.write(place.config, JSON.stringify(dump));
  await host.files.write(place.spec, spec);
}

/** Only what the layout names: criu's working directory also has sockets and statistics. */
async function membersOf({ host }: ContainerContext, work: string): Promise<readonly string[]> {
  const images = (await host.files.list(join(work, ARCHIVE.images))).map((name) => `${ARCHIVE.images}/${name}`);
  const present = await Promise.all(
    Object.values(ARCHIVE).map(async (name) => ((await host.files.exists(join(work, name))) ? [name] : [])),
  );
  return [...present.flat(), ...images];
}
