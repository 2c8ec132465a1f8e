import type { TreeNode } from './tree-node.ts';

/** What differs between two trees: `root` when the top level itself does, else the ids of the nodes to draw again. */
export interface TreeChanges {
  readonly root: boolean;
  readonly nodes: readonly string[];
}

/** The smallest set of nodes whose redrawing turns `before` into `after`. */
export function treeChanges(before: readonly TreeNode[], after: readonly TreeNode[]): TreeChanges {
  if (!sameIds(before, after)) return { root: true, nodes: [] };
  const nodes: string[] = [];
  collect(before, after, nodes);
  return { root: false, nodes };
}

function collect(before: readonly TreeNode[], after: readonly TreeNode[], nodes: string[]): void {
  for (const [index, node] of after.entries()) {
    const old = before[index];
    if (old === undefined) continue;
    if (face(old) !== face(node) || !sameIds(old.children, node.children)) nodes.push(node.id);
    else collect(old.children, node.children, nodes);
  }
}

function sameIds(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node.id === b[index]?.id);
}

/** All of a node that is seen without asking. */
function face(node: TreeNode): string {
  const hasChildren = node.children.length > 0;
  return [
    node.label,
    node.description,
    node.icon.id,
    node.icon.color ?? '',
    node.flags.join(';'),
    node.spoken,
    String(hasChildren),
  ].join('\0');
}
