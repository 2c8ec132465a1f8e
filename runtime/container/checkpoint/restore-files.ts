import { join } from 'node:path';
import { CriError } from '../../base/cri-error.ts';
import { createLayerSyscall } from '../../host/create-layer-syscall.ts';
import { opaqueXattr } from '../../image/opaque-xattr.ts';
import type { ContainerContext } from '../container-context.ts';
import { resolveInRoot } from '../resolve-in-root.ts';
import type { CheckpointPlace } from './layout.ts';
import { unpackInto } from './tar.ts';

const S_IFCHR = 0o020000;
const YES = Buffer.from('y');

/** Fills the fresh writable layer of a container with what was saved of another. */
export async function restoreFiles(
  { host }: ContainerContext,
  { place, upper, signal }: { readonly place: CheckpointPlace; readonly upper: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await host.files.makeDirectory(upper, 0o755);
  if (await host.files.exists(place.files)) await unpackInto(host, { archive: place.files, directory: upper, signal });
  const sys = createLayerSyscall();
  for (const path of await namesIn(host, place.deleted)) {
    const directory = await resolveInRoot(upper, join('/', path, '..'));
    // As overlayfs marks what is deleted: a character device without numbers.
    if (directory !== undefined) sys.mknod(join(directory, nameOf(path)), S_IFCHR, 0, 0);
  }
  for (const path of await namesIn(host, place.opaque)) {
    const directory = await resolveInRoot(upper, path);
    if (directory !== undefined) sys.lsetxattr(directory, opaqueXattr(false), YES);
  }
}

function nameOf(path: string): string {
  return path.split('/').filter(Boolean).at(-1) ?? '';
}

async function namesIn({ files }: ContainerContext['host'], path: string): Promise<readonly string[]> {
  const text = await files.readTextIfPresent(path);
  if (text === undefined) return [];
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names))
      return (names as unknown[]).filter((name) => typeof name === 'string').filter((name) => name !== '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CriError('invalid-argument', `${path.split('/').at(-1) ?? ''} of the checkpoint is no list of names`);
}
