import { createEmitter } from '../events.ts';
import type { Event } from '../events.ts';

export type ListView = 'pods' | 'images';
export type SortOrder = 'name' | 'age' | 'state';

/** How one view is to be shown. */
export interface ViewOptions {
  /** '' for none. */
  readonly filter: string;
  /** Pods by namespace, images by repository. */
  readonly grouped: boolean;
  readonly sort: SortOrder;
}

/** What the memory of a workspace has to offer. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void> | Promise<void>;
}

/** The options of the two lists, remembered for the workspace. */
export interface ViewOptionStore {
  get(view: ListView): ViewOptions;
  set(view: ListView, change: Partial<ViewOptions>): Promise<void>;
  /** How many children of a node are shown. */
  readonly limitOf: (node: string) => number;
  showMore(node: string): void;
  readonly onDidChange: Event<ListView>;
}

export const DEFAULT_OPTIONS: Readonly<Record<ListView, ViewOptions>> = {
  pods: { filter: '', grouped: false, sort: 'age' },
  images: { filter: '', grouped: true, sort: 'name' },
};

/** A page of a view: more lines than this make a tree slow. */
export const PAGE = 500;

const ORDERS: readonly SortOrder[] = ['name', 'age', 'state'];

export function createViewOptions(memory: Memory): ViewOptionStore {
  const changes = createEmitter<ListView>();
  const limits = new Map<string, number>();
  const keyOf = (view: ListView): string => `slipway.view.${view}`;
  const get = (view: ListView): ViewOptions => optionsOf(memory.get(keyOf(view)), DEFAULT_OPTIONS[view]);
  return {
    get,
    set: async (view, change) => {
      await memory.update(keyOf(view), { ...get(view), ...change });
      if (change.filter !== undefined) limits.clear();
      changes.fire(view);
    },
    limitOf: (node) => limits.get(node) ?? PAGE,
    showMore: (node) => {
      limits.set(node, (limits.get(node) ?? PAGE) + PAGE);
      changes.fire(node.startsWith('images') ? 'images' : 'pods');
    },
    onDidChange: changes.event,
  };
}

/** What an older window has remembered may be anything. */
function optionsOf(value: unknown, defaults: ViewOptions): ViewOptions {
  if (typeof value !== 'object' || value === null) return defaults;
  const { filter, grouped, sort } = value as Readonly<Record<string, unknown>>;
  return {
    filter: typeof filter === 'string' ? filter : defaults.filter,
    grouped: typeof grouped === 'boolean' ? grouped : defaults.grouped,
    sort: ORDERS.find((order) => order === sort) ?? defaults.sort,
  };
}
