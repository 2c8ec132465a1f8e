import { t } from '../l10n.ts';
import type { TreeNode } from './tree-node.ts';
import { PAGE } from './view-options.ts';

/** The first nodes of a list, up to its limit, and a line that shows the next ones. `list` names it: the view, or a node of it. */
export function pageNodes(nodes: readonly TreeNode[], list: string, limitOf: (list: string) => number): readonly TreeNode[] {
  const limit = limitOf(list);
  if (nodes.length <= limit) return nodes;
  const hidden = nodes.length - limit;
  const label = t('Show {0} more', Math.min(hidden, PAGE));
  return [
    ...nodes.slice(0, limit),
    {
      id: `more/${list}`,
      label,
      description: t('{0} are not shown', hidden),
      icon: { id: 'ellipsis' },
      flags: ['more'],
      spoken: t('{0}, {1} are not shown', label, hidden),
      tooltip: () => '',
      children: [],
      expanded: false,
      command: 'slipway.view.showMore',
      subject: { kind: 'more', list },
    },
  ];
}
