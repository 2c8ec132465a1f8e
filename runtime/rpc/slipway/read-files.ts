import type {
  ListDirectoryRequest,
  ListDirectoryResponse,
  ReadFileRequest,
  ReadFileResponse,
  StatFileRequest,
  StatFileResponse,
} from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { listDirectory as list, statFile as stat } from '../../host/root-files/file-info.ts';
import { readFile as read } from '../../host/root-files/read-file.ts';
import type { Call } from '../call.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { inPlace, openPlace, toFileInfo } from './file-place.ts';

type Parts = Pick<RuntimeParts, 'containers'>;
type Signal = Pick<Call, 'signal'>;

export function statFile(parts: Parts, { place, follow }: StatFileRequest): Promise<Input<StatFileResponse>> {
  return inPlace(parts, place, async ({ root, path }) => ({
    file: toFileInfo(await stat(root, path, { follow })),
    readOnly: root.readOnly !== undefined,
  }));
}

export async function* listDirectory(
  parts: Parts,
  { place }: ListDirectoryRequest,
  { signal }: Signal,
): AsyncGenerator<Input<ListDirectoryResponse>, void, undefined> {
  const { root, path } = await openPlace(parts, place);
  await using _ = root;
  for await (const files of list(root, path, signal)) yield { files: files.map(toFileInfo) };
}

export async function* readFile(
  parts: Parts,
  { place, offset, limit }: ReadFileRequest,
  { signal }: Signal,
): AsyncGenerator<Input<ReadFileResponse>, void, undefined> {
  const { root, path } = await openPlace(parts, place);
  await using _ = root;
  let isEmpty = true;
  for await (const chunk of read(root, path, { offset, limit, signal })) {
    yield { chunk };
    isEmpty = false;
  }
  if (isEmpty) yield {};
}
