import { CriError, isCriError } from '../base/cri-error.ts';
import type { ImageId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { RecordTable } from '../base/record-table.ts';
import { printable } from '../base/sanitize.ts';
import { parseReference } from './reference.ts';

/** By id, unique id prefix, name with Docker's defaults, or name@digest; undefined when there is none. */
export function findImage(records: RecordTable<ImageId, ImageRecord>, reference: string): ImageRecord | undefined {
  if (reference === '') return undefined;
  const exact = records.get((reference.startsWith('sha256:') ? reference : `sha256:${reference}`) as ImageId);
  return exact ?? findByName(records.list(), reference) ?? findByPrefix(records.list(), reference);
}

/** As findImage; throws not-found. */
export function requireImage(records: RecordTable<ImageId, ImageRecord>, reference: string): ImageRecord {
  const image = findImage(records, reference);
  if (image !== undefined) return image;
  throw new CriError('not-found', `image "${printable(reference, 200)}" is not here`, {
    hint: 'pull it first, or check the name among the listed images',
  });
}

/** The name of an image in a sentence. */
export const nameOf = ({ repoTags, repoDigests, id }: ImageRecord): string => repoTags[0] ?? repoDigests[0] ?? id;

/** The record without these tags; its digests stay. */
export function withoutTags(record: ImageRecord, tags: readonly string[]): ImageRecord {
  return { ...record, repoTags: record.repoTags.filter((tag) => !tags.includes(tag)) };
}

function findByName(records: readonly ImageRecord[], text: string): ImageRecord | undefined {
  try {
    const { name, tag, digest } = parseReference(text);
    if (digest !== undefined) return records.find((record) => record.repoDigests.includes(`${name}@${digest}`));
    return records.find((record) => record.repoTags.includes(`${name}:${tag ?? 'latest'}`));
  } catch (error) {
    if (isCriError(error, 'invalid-argument')) return undefined;
    throw error;
  }
}

function findByPrefix(records: readonly ImageRecord[], text: string): ImageRecord | undefined {
  const prefix = text.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{3,63}$/.test(prefix)) return undefined;
  const found = records.filter((record) => record.id.startsWith(`sha256:${prefix}`));
  return found.length === 1 ? found[0] : undefined;
}
