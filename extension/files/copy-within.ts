import { posix } from 'node:path';
import type { FileCalls, FilePlace } from '../client/file-calls.ts';
import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';

interface Copy {
  readonly from: FilePlace;
  readonly to: FilePlace;
  /** Replace files that are there; else reject with already-exists. */
  readonly overwrite: boolean;
}

/** Copies a file, or a directory with all that is in it, from one container or image into another or the same one, a piece at a time. */
export async function copyWithin(client: FileCalls, { from, to, overwrite }: Copy): Promise<void> {
  const { kind, targetKind, mode } = await client.statFile(from);
  const what = kind === 'symlink' ? targetKind : kind;
  if (what === 'file') {
    const ofFile = kind === 'symlink' ? {} : { mode: mode & 0o7777 };
    await client.writeFile(to, client.readFile(from), { onlyNew: !overwrite, ...ofFile });
  } else if (what === 'directory') {
    if (samePlace(from, to) && `${to.path}/`.startsWith(`${from.path}/`))
      throw new RpcError('invalid-argument', t('{0} cannot be copied into itself', from.path));
    await client.makeDirectory(to);
    for (const { name } of await client.listDirectory(from))
      await copyWithin(client, { from: below(from, name), to: below(to, name), overwrite });
  } else throw new RpcError('failed-precondition', t('{0} is neither a file nor a folder', from.path));
}

function samePlace(a: FilePlace, b: FilePlace): boolean {
  return JSON.stringify({ ...a, path: '' }) === JSON.stringify({ ...b, path: '' });
}

function below(place: FilePlace, name: string): FilePlace {
  return { ...place, path: posix.join(place.path, name) };
}
