import { CriError } from '../../base/cri-error.ts';
import type { ContainerContext } from '../container-context.ts';
import { checkpointPlace, type CheckpointPlace, type ConfigDump } from './layout.ts';
import { unpackInto } from './tar.ts';

/** Takes an archive apart in a fresh directory, which the caller removes. Throws not-found, invalid-argument. */
export async function openCheckpoint(
  { host }: ContainerContext,
  { archive, directory, signal }: { archive: string; directory: string; signal: AbortSignal | undefined },
): Promise<CheckpointPlace & { readonly dump: Partial<ConfigDump> }> {
  if (!(await host.files.exists(archive))) throw new CriError('not-found', `checkpoint ${archive} does not exist`);
  await host.files.makeDirectory(directory);
  await unpackInto(host, { archive, directory, signal });
  const place = checkpointPlace(directory);
  const text = await host.files.readTextIfPresent(place.config);
  if (text === undefined || !(await host.files.exists(place.images))) throw notOne(archive);
  try {
    return { ...place, dump: JSON.parse(text) as Partial<ConfigDump> };
  } catch (error) {
    if (error instanceof SyntaxError) throw notOne(archive);
    throw error;
  }
}

function notOne(archive: string): CriError {
  return new CriError('invalid-argument', `${archive} is no checkpoint of a container`, {
    hint: 'it is a tar with checkpoint/ and config.dump, as CheckpointContainer, CRI-O and podman write it',
  });
}
