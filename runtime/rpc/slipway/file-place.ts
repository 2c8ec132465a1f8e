import { FileKind as WireKind, type FileInfo as WireInfo, type FilePlace } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { FileInfo, FileKind } from '../../host/root-files/file-info.ts';
import type { FileRoot } from '../../host/root-files/file-root.ts';
import { absolutePath, invalidField, required, requiredText } from '../fields.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

const KINDS: Readonly<Record<FileKind, WireKind>> = {
  file: WireKind.FILE_KIND_FILE,
  directory: WireKind.FILE_KIND_DIRECTORY,
  symlink: WireKind.FILE_KIND_SYMLINK,
  'character-device': WireKind.FILE_KIND_CHARACTER_DEVICE,
  'block-device': WireKind.FILE_KIND_BLOCK_DEVICE,
  fifo: WireKind.FILE_KIND_FIFO,
  socket: WireKind.FILE_KIND_SOCKET,
};

/** A place in an open root, which the caller disposes of. */
export interface OpenPlace {
  readonly root: FileRoot;
  readonly path: string;
}

/** Opens the container or image that a request names. Throws invalid-argument unless it names exactly one, and an absolute path. */
export async function openPlace(parts: Pick<RuntimeParts, 'containers'>, place: FilePlace | undefined): Promise<OpenPlace> {
  const { containerId, image, path } = required(place, 'place');
  if ((containerId === '') === (image === '')) throw invalidField('place', 'has to name a container or an image');
  const inside = absolutePath(requiredText(path, 'place.path'), 'place.path');
  const root =
    containerId === ''
      ? await parts.containers.openImageRoot(image)
      : await parts.containers.openRoot(containerOrThrow(parts, containerId).id);
  return { root, path: inside };
}

/** The same for the length of one act. */
export async function inPlace<T>(
  parts: Pick<RuntimeParts, 'containers'>,
  place: FilePlace | undefined,
  act: (place: OpenPlace) => Promise<T>,
): Promise<T> {
  const open = await openPlace(parts, place);
  await using _ = open.root;
  return await act(open);
}

export function toFileInfo({ kind, targetKind, ...info }: FileInfo): Input<WireInfo> {
  return {
    ...info,
    kind: KINDS[kind],
    targetKind: targetKind === undefined ? WireKind.FILE_KIND_UNSPECIFIED : KINDS[targetKind],
  };
}
