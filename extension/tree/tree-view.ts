import * as vscode from 'vscode';
import type { Disposable } from '../events.ts';
import { URI_LIST, droppedPaths } from '../files/dropped-paths.ts';
import { treeChanges } from './tree-changes.ts';
import { contextValue } from './tree-node.ts';
import type { TreeNode } from './tree-node.ts';

/** A view that is given whole trees and redraws only what changed. */
export interface NodeView extends Disposable {
  readonly visible: boolean;
  show(nodes: readonly TreeNode[]): void;
  /** One line above the tree: why it is old, or how much of it is shown; '' for none. */
  say(message: string): void;
  onDidChangeVisibility(listener: (visible: boolean) => void): Disposable;
  /** How many things wait for somebody to look; 0 hides the badge. */
  badge(count: number, tooltip: string): void;
  /** What is chosen in it. */
  readonly selection: readonly string[];
  /** The node behind an element that VS Code hands to a command. */
  find(id: string): TreeNode | undefined;
}

/** Files of this machine that were dropped onto a node. */
export type DropFiles = (paths: readonly string[], onto: TreeNode) => void;

/** Opens the view `id` of package.json; the caller disposes it. Nothing can be dropped onto it without `onDrop`. */
export function createNodeView(id: string, onDrop?: DropFiles): NodeView {
  return new DiffingView(id, onDrop);
}

class DiffingView implements NodeView, vscode.TreeDataProvider<string> {
  readonly onDidChangeTreeData: vscode.Event<string | undefined>;
  private readonly changes = new vscode.EventEmitter<string | undefined>();
  private readonly view: vscode.TreeView<string>;
  private roots: readonly TreeNode[] = [];
  private nodes = new Map<string, TreeNode>();
  private parents = new Map<string, string>();

  constructor(id: string, onDrop: DropFiles | undefined) {
    this.onDidChangeTreeData = this.changes.event;
    this.view = vscode.window.createTreeView(id, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: id === 'slipway.images',
      ...(onDrop !== undefined && { dragAndDropController: this.takesFiles(onDrop) }),
    });
  }

  private takesFiles(onDrop: DropFiles): vscode.TreeDragAndDropController<string> {
    return {
      dragMimeTypes: [],
      dropMimeTypes: [URI_LIST],
      handleDrop: async (id, data) => {
        const node = id === undefined ? undefined : this.nodes.get(id);
        const paths = await droppedPaths(data);
        if (node !== undefined && paths.length > 0) onDrop(paths, node);
      },
    };
  }

  get visible(): boolean {
    return this.view.visible;
  }

  get selection(): readonly string[] {
    return this.view.selection;
  }

  show(nodes: readonly TreeNode[]): void {
    const { root, nodes: changed } = treeChanges(this.roots, nodes);
    this.roots = nodes;
    this.nodes = new Map();
    this.parents = new Map();
    this.remember(nodes, undefined);
    if (root) this.changes.fire(undefined);
    else for (const id of changed) this.changes.fire(id);
  }

  say(message: string): void {
    if (this.view.message !== message) this.view.message = message;
  }

  badge(count: number, tooltip: string): void {
    this.view.badge = count === 0 ? undefined : { value: count, tooltip };
  }

  onDidChangeVisibility(listener: (visible: boolean) => void): Disposable {
    return this.view.onDidChangeVisibility((event) => {
      listener(event.visible);
    });
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.nodes.get(id);
    if (node === undefined) return new vscode.TreeItem('');
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, node.children.length === 0 ? None : node.expanded ? Expanded : Collapsed);
    item.id = node.id;
    item.description = node.description;
    item.iconPath = new vscode.ThemeIcon(
      node.icon.id,
      node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color),
    );
    item.contextValue = contextValue(node);
    item.accessibilityInformation = { label: node.spoken };
    if (node.command !== undefined) item.command = { command: node.command, title: node.label, arguments: [node.subject] };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const text = this.nodes.get(id)?.tooltip();
    if (text !== undefined && text !== '') item.tooltip = new vscode.MarkdownString(text);
    return item;
  }

  getChildren(id?: string): string[] {
    const children = id === undefined ? this.roots : (this.nodes.get(id)?.children ?? []);
    return children.map((node) => node.id);
  }

  getParent(id: string): string | undefined {
    return this.parents.get(id);
  }

  dispose(): void {
    this.view.dispose();
    this.changes.dispose();
  }

  find(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  private remember(nodes: readonly TreeNode[], parent: string | undefined): void {
    for (const node of nodes) {
      this.nodes.set(node.id, node);
      if (parent !== undefined) this.parents.set(node.id, parent);
      this.remember(node.children, node.id);
    }
  }
}
