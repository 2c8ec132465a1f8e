import { t } from '../l10n.ts';
import type { TreeNode } from './tree-node.ts';

/** The nodes of a list, and how many of its things a filter leaves. */
export interface Listing {
  readonly nodes: readonly TreeNode[];
  readonly shown: number;
  readonly total: number;
}

/** "3 of 40 match state:running" above a filtered list; '' above a whole one. */
export function filterMessage({ shown, total }: Listing, filter: string): string {
  return filter === '' ? '' : t('{0} of {1} match {2}', shown, total, filter);
}
