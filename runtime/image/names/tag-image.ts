import { CriError } from '../../base/cri-error.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { requireImage } from '../find-image.ts';
import { listImage, type ImageStore } from '../image-store.ts';
import { formatReference, parseReference, type Reference } from '../reference.ts';

export interface Tagged {
  readonly image: ImageRecord;
  /** Who had the name before. */
  readonly movedFrom: ImageRecord | undefined;
}

/** Gives an image one more name, which leaves whoever had it, in one step. Throws not-found, invalid-argument. */
export function tagImage(store: Pick<ImageStore, 'records'>, reference: string, name: string): Tagged {
  const image = requireImage(store.records, reference);
  const tag = formatReference(parseTag(name));
  const holder = store.records.list().find((record) => record.repoTags.includes(tag));
  const movedFrom = holder?.id === image.id ? undefined : holder;
  return { image: listImage(store, { ...image, repoTags: [...image.repoTags, tag] }), movedFrom };
}

/** Takes one name, `name:tag` or `name@digest`, from its image; undefined when none has it. Throws invalid-argument. */
export function untagImage({ records }: Pick<ImageStore, 'records'>, text: string): ImageRecord | undefined {
  const name = formatReference(parseReference(text));
  const holder = records.list().find((record) => [...record.repoTags, ...record.repoDigests].includes(name));
  if (holder === undefined) return undefined;
  const without = (names: readonly string[]): readonly string[] => names.filter((each) => each !== name);
  const image = { ...holder, repoTags: without(holder.repoTags), repoDigests: without(holder.repoDigests) };
  records.put(image);
  return image;
}

/** A name that can be given: with a tag, without a digest. Throws invalid-argument. */
export function parseTag(name: string): Reference {
  const reference = parseReference(name);
  if (reference.digest === undefined) return reference;
  throw new CriError('invalid-argument', `"${formatReference(reference)}" has a digest, which cannot be given to an image`, {
    hint: 'give a name with a tag; the digest follows from the content',
  });
}

/** The names that were meant by a reference to this image: its tag alone, or all tags when it was called otherwise. */
export function tagsMeant({ repoTags }: ImageRecord, reference: string): readonly string[] {
  // An id is no name, and cannot be read as one.
  if (/^(sha256:)?[0-9a-f]{64}$/.test(reference)) return repoTags;
  const name = formatReference(parseReference(reference));
  return repoTags.includes(name) ? [name] : repoTags;
}
