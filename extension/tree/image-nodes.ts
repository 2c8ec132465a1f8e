import type { Image } from '../client/types.ts';
import type { ImageList } from '../target/lists.ts';
import type { TreeNode } from './tree-node.ts';
import { factTable, plain, shortId, sizeOf } from './words.ts';

interface Named {
  readonly image: Image;
  readonly repository: string;
  readonly tag: string;
  readonly name: string;
}

/** The Images view: repositories in order, each with its tags; a repository with one tag is one line. */
export function imageNodes(list: ImageList): readonly TreeNode[] {
  const used = new Set(list.inUse);
  const named = list.images.flatMap(namesOf);
  const groups = [...Map.groupBy(named, (entry) => entry.repository)].toSorted(([a], [b]) => a.localeCompare(b));
  return groups.map(([repository, entries]) => {
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) {
      const { path, registry } = splitRegistry(repository);
      return tagNode(only, { label: `${path}${only.tag === '' ? '' : `:${only.tag}`}`, registry }, used);
    }
    return repositoryNode(repository, entries, used);
  });
}

function repositoryNode(repository: string, entries: readonly Named[], used: ReadonlySet<string>): TreeNode {
  const { path, registry } = splitRegistry(repository);
  return {
    id: `repository/${repository}`,
    label: path,
    description: [`${entries.length} tags`, registry].filter((word) => word !== '').join(' · '),
    icon: { id: 'library' },
    flags: ['repository'],
    spoken: `repository ${repository}, ${entries.length} tags`,
    tooltip: () => plain(repository),
    children: entries
      .toSorted((a, b) => a.tag.localeCompare(b.tag))
      .map((entry) => tagNode(entry, { label: entry.tag, registry: '' }, used)),
    expanded: true,
  };
}

interface Label {
  readonly label: string;
  readonly registry: string;
}

function tagNode(entry: Named, { label, registry }: Label, used: ReadonlySet<string>): TreeNode {
  const { image } = entry;
  const inUse = used.has(image.id) || image.tags.some((tag) => used.has(tag)) || image.digests.some((digest) => used.has(digest));
  const marks = [sizeOf(image.sizeBytes), inUse ? 'in use' : '', image.pinned ? 'pinned' : ''].filter((mark) => mark !== '');
  return {
    id: `image/${entry.name}`,
    label,
    description: [...marks, registry].filter((mark) => mark !== '').join(' · '),
    icon: inUse ? { id: 'package', color: 'testing.iconPassed' } : { id: 'package' },
    flags: ['image', ...(inUse ? ['inuse'] : []), ...(image.pinned ? ['pinned'] : [])],
    spoken: `image ${entry.name}, ${marks.join(', ')}`,
    tooltip: () => imageTooltip(entry, inUse),
    children: [],
    expanded: false,
    subject: { kind: 'image', image, name: entry.name },
  };
}

function namesOf(image: Image): readonly Named[] {
  if (image.tags.length > 0) return image.tags.map((name) => ({ image, name, ...splitTag(name) }));
  const [digest] = image.digests;
  if (digest === undefined) return [{ image, name: image.id, repository: '<none>', tag: shortId(image.id) }];
  const [repository = '', hash = ''] = digest.split('@');
  return [{ image, name: digest, repository, tag: shortId(hash) }];
}

/** The registry is said after the size: a side bar is narrow, and what differs comes first. */
function splitRegistry(repository: string): { readonly path: string; readonly registry: string } {
  const slash = repository.indexOf('/');
  const first = repository.slice(0, Math.max(slash, 0));
  return /[.:]|^localhost$/.test(first)
    ? { path: repository.slice(slash + 1), registry: first }
    : { path: repository, registry: '' };
}

function splitTag(name: string): { readonly repository: string; readonly tag: string } {
  const at = name.lastIndexOf(':');
  return at > name.lastIndexOf('/') ? { repository: name.slice(0, at), tag: name.slice(at + 1) } : { repository: name, tag: '' };
}

function imageTooltip(entry: Named, inUse: boolean): string {
  const { image } = entry;
  const table = factTable([
    ['Id', shortId(image.id)],
    ['Size', sizeOf(image.sizeBytes)],
    ['Used by a container', inUse ? 'yes' : 'no'],
    ['Tags', image.tags.join(', ')],
    ['Digest', image.digests[0]?.split('@')[1] ?? ''],
  ]);
  return `**${plain(entry.name)}**\n\n${table}`;
}
