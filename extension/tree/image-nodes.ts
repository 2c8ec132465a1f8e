import type { Image } from '../client/types.ts';
import { t } from '../l10n.ts';
import type { ImageList } from '../target/lists.ts';
import { matches, parseFilter } from './filter.ts';
import type { Facts } from './filter.ts';
import { splitRegistry, tagNode } from './image-node.ts';
import type { Named } from './image-node.ts';
import type { Listing } from './listing.ts';
import { pageNodes } from './page-nodes.ts';
import type { TreeNode } from './tree-node.ts';
import { DEFAULT_OPTIONS, PAGE } from './view-options.ts';
import type { SortOrder, ViewOptions } from './view-options.ts';
import { shortId } from './words.ts';

export interface ImagesInput {
  readonly list: ImageList;
  readonly options?: ViewOptions;
  readonly limitOf?: (list: string) => number;
}

/** The Images view: repositories, each with its tags, or flat; a repository with one tag is one line. */
export function imageNodes({ list, options = DEFAULT_OPTIONS.images, limitOf = () => PAGE }: ImagesInput): Listing {
  const used = new Set(list.inUse);
  const filter = parseFilter(options.filter);
  const all = list.images.flatMap((image) => namesOf(image, used));
  const shown = all.filter((entry) => matches(filter, factsOf(entry))).toSorted((a, b) => compare(a, b, options.sort));
  const groups: readonly (readonly [string, readonly Named[]])[] = options.grouped
    ? [...Map.groupBy(shown, (entry) => entry.repository)]
    : shown.map((entry) => [entry.repository, [entry]] as const);
  const nodes = groups.map(([repository, entries]) => {
    const [only] = entries;
    if (entries.length !== 1 || only === undefined) return repositoryNode(repository, entries, limitOf);
    const { path, registry } = splitRegistry(repository);
    return tagNode(only, { label: `${path}${only.tag === '' ? '' : `:${only.tag}`}`, registry });
  });
  return { nodes: pageNodes(nodes, 'images', limitOf), shown: shown.length, total: all.length };
}

function repositoryNode(repository: string, entries: readonly Named[], limitOf: (list: string) => number): TreeNode {
  const { path, registry } = splitRegistry(repository);
  const id = `repository/${repository}`;
  return {
    id,
    label: path,
    description: [t('{0} tags', entries.length), registry].filter((word) => word !== '').join(' · '),
    icon: { id: 'library' },
    flags: ['repository'],
    spoken: t('repository {0}, {1} tags', repository, entries.length),
    tooltip: () => '',
    children: pageNodes(
      entries.map((entry) => tagNode(entry, { label: entry.tag, registry: '' })),
      `images/${id}`,
      limitOf,
    ),
    expanded: true,
  };
}

function factsOf({ image, name, inUse }: Named): Facts {
  const states = [
    inUse ? 'used' : 'unused',
    ...(image.pinned ? ['pinned'] : []),
    ...(image.tags.length === 0 ? ['untagged'] : []),
  ];
  return { text: [image.id], states, labels: {}, images: [name, ...image.digests], namespace: '' };
}

/** CRI tells no age of an image: by age, the order is that of the runtime. */
function compare(a: Named, b: Named, order: SortOrder): number {
  const byState = order === 'state' ? Number(b.inUse) - Number(a.inUse) : 0;
  return order === 'age' ? 0 : byState || a.repository.localeCompare(b.repository) || a.tag.localeCompare(b.tag);
}

function namesOf(image: Image, used: ReadonlySet<string>): readonly Named[] {
  const inUse = used.has(image.id) || image.tags.some((tag) => used.has(tag)) || image.digests.some((digest) => used.has(digest));
  if (image.tags.length > 0) return image.tags.map((name) => ({ image, inUse, name, ...splitTag(name) }));
  const [digest] = image.digests;
  if (digest === undefined) return [{ image, inUse, name: image.id, repository: '<none>', tag: shortId(image.id) }];
  const [repository = '', hash = ''] = digest.split('@');
  return [{ image, inUse, name: digest, repository, tag: shortId(hash) }];
}

function splitTag(name: string): { readonly repository: string; readonly tag: string } {
  const at = name.lastIndexOf(':');
  return at > name.lastIndexOf('/') ? { repository: name.slice(0, at), tag: name.slice(at + 1) } : { repository: name, tag: '' };
}
