import { walkLayer } from '../../image/inspect/list-layer-files.ts';
import type { ContainerContext } from '../container-context.ts';
import { writableFiles } from '../container-stats.ts';
import type { ContainerRecord } from '../../base/container.ts';
import type { CheckpointPlace } from './layout.ts';
import { packDirectory } from './tar.ts';

/** Writes what a container has done to the files of its image; it is paused meanwhile, so that they fit its memory. */
export async function saveFiles(
  { host, paths }: ContainerContext,
  record: ContainerRecord,
  { place, signal }: { readonly place: CheckpointPlace; readonly signal: AbortSignal },
): Promise<void> {
  const upper = writableFiles(paths, record.id);
  const kept: string[] = [];
  const deleted: string[] = [];
  const opaque: string[] = [];
  for await (const { path, kind, isOpaque } of walkLayer(upper)) {
    signal.throwIfAborted();
    if (kind === 'whiteout') deleted.push(path);
    else kept.push(path);
    if (isOpaque) opaque.push(path);
  }
  await packDirectory(host, { from: upper, to: place.files, members: kept, signal });
  await host.files.write(place.deleted, namesAsJson(deleted));
  await host.files.write(place.opaque, namesAsJson(opaque));
}

/** Names that are not UTF-8 cannot be told in JSON, and are left out by the other tools, too. */
function namesAsJson(byteStrings: readonly string[]): string {
  return JSON.stringify(byteStrings.map((path) => Buffer.from(path, 'latin1').toString('utf8')));
}
