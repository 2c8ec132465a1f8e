import type { Image } from '../client/types.ts';
import { t } from '../l10n.ts';
import type { TreeNode } from './tree-node.ts';
import { factTable, plain, shortId, sizeOf } from './words.ts';

/** An image under one of its names. */
export interface Named {
  readonly image: Image;
  readonly repository: string;
  readonly tag: string;
  readonly name: string;
  readonly inUse: boolean;
}

/** One tag: size, whether containers use it, whether it is pinned, and the registry where no group says it. */
export function tagNode(entry: Named, { label, registry }: { readonly label: string; readonly registry: string }): TreeNode {
  const { image, inUse } = entry;
  const marks = [sizeOf(image.sizeBytes), inUse ? t('in use') : '', image.pinned ? t('pinned') : ''].filter(
    (mark) => mark !== '',
  );
  return {
    id: `image/${entry.name}`,
    label,
    description: [...marks, registry].filter((mark) => mark !== '').join(' · '),
    icon: iconOf(entry),
    flags: ['image', ...(inUse ? ['inuse'] : []), ...(image.pinned ? ['pinned'] : [])],
    spoken: t('image {0}, {1}', entry.name, marks.join(', ')),
    tooltip: () => imageTooltip(entry),
    children: [],
    expanded: false,
    subject: { kind: 'image', image, name: entry.name },
  };
}

/** The registry is said after the size: a side bar is narrow, and what differs comes first. */
export function splitRegistry(repository: string): { readonly path: string; readonly registry: string } {
  const slash = repository.indexOf('/');
  const first = repository.slice(0, Math.max(slash, 0));
  return /[.:]|^localhost$/.test(first)
    ? { path: repository.slice(slash + 1), registry: first }
    : { path: repository, registry: '' };
}

/** Shape and colour both differ: colour alone is lost to some eyes, and in high contrast. */
function iconOf({ image, inUse }: Named): TreeNode['icon'] {
  if (inUse) return { id: 'package', color: 'testing.iconPassed' };
  if (image.pinned) return { id: 'pinned', color: 'descriptionForeground' };
  return image.tags.length === 0 ? { id: 'circle-dashed', color: 'descriptionForeground' } : { id: 'archive' };
}

function imageTooltip({ image, name, inUse }: Named): string {
  const table = factTable([
    [t('Id'), shortId(image.id)],
    [t('Size'), sizeOf(image.sizeBytes)],
    [t('Used by a container'), inUse ? t('yes') : t('no')],
    [t('Tags'), image.tags.join(', ')],
    [t('Digest'), image.digests[0]?.split('@')[1] ?? ''],
  ]);
  return `**${plain(name)}**\n\n${table}`;
}
