export type * from './views/container-view.ts';
export type * from './views/image-view.ts';
export type * from './views/logs-view.ts';
export type * from './views/pair.ts';
export type * from './views/pod-view.ts';
export type * from './views/run-view.ts';
export type * from './views/target-view.ts';
export type * from './views/usage.ts';

/** From the extension to a panel. Times are milliseconds since 1970, 0 for "never". */
export type ToPanel<View> =
  | { readonly type: 'keep'; readonly state: PanelState }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'stale'; readonly seenAt: number; readonly reason: string }
  | { readonly type: 'gone' }
  | { readonly type: 'answer'; readonly question: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly question: number; readonly reason: string };

/** From a panel to the extension, which runs only the actions of the panel's kind. */
export type FromPanel<Action extends string = string> =
  | { readonly type: 'ready' }
  | { readonly type: 'action'; readonly action: Action }
  /** Answered once, by the panel's kind; numbers are never used again in a page. */
  | { readonly type: 'ask'; readonly question: number; readonly what: string; readonly about: unknown }
  | { readonly type: 'cancel'; readonly question: number };

/** What VS Code keeps of a panel over a reload of the window, beside what the page keeps for itself (`page`). */
export interface PanelState {
  /** The id of the runtime's target. */
  readonly target: string;
  readonly id: string;
  readonly name: string;
}
