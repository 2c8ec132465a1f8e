import { FileChangeKind } from '../../../proto/gen/slipway.ts';
import type { ContainerChangesRequest, ContainerChangesResponse, FileChange as WireChange } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { FileChange } from '../../container/list-changes.ts';
import type { Call } from '../call.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

const KINDS: Readonly<Record<FileChange['kind'], FileChangeKind>> = {
  added: FileChangeKind.FILE_CHANGE_KIND_ADDED,
  modified: FileChangeKind.FILE_CHANGE_KIND_MODIFIED,
  deleted: FileChangeKind.FILE_CHANGE_KIND_DELETED,
};
const PIECE = 500;

export async function* containerChanges(
  parts: Pick<RuntimeParts, 'containers'>,
  { containerId }: ContainerChangesRequest,
  { signal }: Pick<Call, 'signal'>,
): AsyncGenerator<Input<ContainerChangesResponse>, void, undefined> {
  let changes: Input<WireChange>[] = [];
  for await (const change of parts.containers.changes(containerOrThrow(parts, containerId).id, signal)) {
    changes.push(toChange(change));
    if (changes.length < PIECE) continue;
    yield { changes };
    changes = [];
  }
  yield { changes };
}

function toChange({ path, kind, sizeBytes, isDirectory }: FileChange): Input<WireChange> {
  return { path: Buffer.from(path, 'latin1').toString('utf8'), kind: KINDS[kind], sizeBytes, directory: isDirectory };
}
