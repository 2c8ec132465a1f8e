import type {
  MakeDirectoryRequest,
  MakeDirectoryResponse,
  RemoveFileRequest,
  RemoveFileResponse,
  RenameFileRequest,
  RenameFileResponse,
} from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import * as tree from '../../host/root-files/change-tree.ts';
import type { Call } from '../call.ts';
import { absolutePath, requiredText } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { inPlace } from './file-place.ts';

type Parts = Pick<RuntimeParts, 'containers'>;

export function makeDirectory(parts: Parts, { place, parents }: MakeDirectoryRequest): Promise<Input<MakeDirectoryResponse>> {
  return inPlace(parts, place, async ({ root, path }) => {
    await tree.makeDirectory(root, path, { parents });
    return {};
  });
}

export function removeFile(
  parts: Parts,
  { place, recursive }: RemoveFileRequest,
  { signal }: Pick<Call, 'signal'>,
): Promise<Input<RemoveFileResponse>> {
  return inPlace(parts, place, async ({ root, path }) => {
    await tree.removeFile(root, path, { recursive, signal });
    return {};
  });
}

export function renameFile(parts: Parts, { place, newPath, overwrite }: RenameFileRequest): Promise<Input<RenameFileResponse>> {
  const to = absolutePath(requiredText(newPath, 'new_path'), 'new_path');
  return inPlace(parts, place, async ({ root, path }) => {
    await tree.renameFile(root, path, { to, overwrite });
    return {};
  });
}
