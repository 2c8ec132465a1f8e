import * as vscode from 'vscode';
import { messageOf } from '../client/rpc-error.ts';
import { disposeAll } from '../events.ts';
import type { Disposable } from '../events.ts';
import { t, timeText } from '../l10n.ts';
import { brokenLink } from '../target/chain.ts';
import type { PortForwards } from '../forward/port-forwards.ts';
import type { Snapshot } from '../target/live-query.ts';
import type { Session } from '../target/session.ts';
import type { Targets } from '../target/targets.ts';
import { activityNodes } from './activity-nodes.ts';
import { imageNodes } from './image-nodes.ts';
import { filterMessage } from './listing.ts';
import type { Listing } from './listing.ts';
import { podNodes } from './pod-nodes.ts';
import { allTargetNodes } from './target-nodes.ts';
import type { TreeNode } from './tree-node.ts';
import { createNodeView } from './tree-view.ts';
import type { NodeView } from './tree-view.ts';
import type { ListView, ViewOptionStore } from './view-options.ts';

/** The views of package.json; a test holds them together. */
export const VIEWS = ['slipway.targets', 'slipway.pods', 'slipway.images', 'slipway.activity'] as const;

export interface Views extends Disposable {
  find(id: string): TreeNode | undefined;
  /** The nodes that are chosen in a view. */
  selection(view: string): readonly string[];
}

const REDRAW_MS = 150;
/** Ages grow without any news from the runtime. */
const AGE_MS = 5000;

export interface ViewParts {
  readonly session: Session;
  readonly forwards: PortForwards;
  readonly options: ViewOptionStore;
  readonly targets: Targets;
}

/** Opens the four views on a session: they ask the runtime only while somebody sees them. The caller disposes. */
export function createViews({ session, forwards, options, targets: store }: ViewParts): Views {
  const open = (id: (typeof VIEWS)[number]): NodeView => createNodeView(id, id === 'slipway.pods' ? copyInto : undefined);
  const [targets, pods, images, activity] = VIEWS.map(open) as [NodeView, NodeView, NodeView, NodeView];
  const drawTargets = (): void => {
    const { value } = session.health.snapshot;
    setContext('slipway.state', value?.state ?? 'connecting');
    if (value !== undefined) store.remember(session.target.id, value);
    setContext('slipway.target', session.target.kind);
    targets.show(allTargetNodes(store, session.target, value));
  };
  const { limitOf } = options;
  const draw = (view: ListView, snapshot: Snapshot<unknown>, listing: Listing | undefined): void => {
    const { filter } = options.get(view);
    setContext(`slipway.${view}.filtered`, filter !== '');
    const onto = view === 'pods' ? pods : images;
    onto.show(listing?.nodes ?? []);
    const words = [staleness(snapshot, session), listing === undefined ? '' : filterMessage(listing, filter)];
    onto.say(words.filter((word) => word !== '').join(' · '));
  };
  const drawPods = (): void => {
    const { snapshot } = session.pods;
    const { value: list } = snapshot;
    const usage = new Map(session.usage.snapshot.value);
    const input = { now: Date.now(), forwards: forwards.list, usage, options: options.get('pods'), limitOf };
    draw('pods', snapshot, list === undefined ? undefined : podNodes({ list, ...input }));
  };
  const drawImages = (): void => {
    const { snapshot } = session.images;
    const { value: list } = snapshot;
    const input = { options: options.get('images'), limitOf };
    draw('images', snapshot, list === undefined ? undefined : imageNodes({ list, ...input }));
  };
  const drawActivity = throttle(() => {
    activity.show(activityNodes(session.activity));
    const running = session.activity.tasks.filter((task) => task.state === 'running').length;
    activity.badge(running, t('{0} running', running));
  });
  const all = [targets, pods, images, activity];
  const disposables = disposeAll([
    ...all,
    session.health.onDidChange(() => {
      drawTargets();
      drawPods();
      drawImages();
    }),
    store.onDidChange(drawTargets),
    session.pods.onDidChange(drawPods),
    session.pods.onDidChange(({ value }) => void (value !== undefined && forwards.follow(value.pods))),
    forwards.onDidChange(drawPods),
    session.images.onDidChange(drawImages),
    session.usage.onDidChange(drawPods),
    options.onDidChange((view) => {
      if (view === 'pods') drawPods();
      else drawImages();
    }),
    session.activity.onDidChange(drawActivity.run),
    drawActivity,
    every(AGE_MS, () => {
      if (pods.visible) drawPods();
    }),
    watchWhileVisible([targets, pods, images], session.health),
    watchWhileVisible([pods], session.pods),
    watchWhileVisible([pods], session.usage),
    watchWhileVisible([images], session.images),
  ]);
  drawTargets();
  return {
    find: (id) => all.map((view) => view.find(id)).find((node) => node !== undefined),
    selection: (view) => all[VIEWS.findIndex((id) => id === view)]?.selection ?? [],
    dispose: () => {
      disposables.dispose();
    },
  };
}

/** Files that are dropped onto a container are copied into it. */
function copyInto(dropped: readonly string[], { subject }: TreeNode): void {
  if (subject?.kind === 'container') void vscode.commands.executeCommand('slipway.container.copyTo', { ...subject, dropped });
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** Why a list may be old: the last good answer is kept, with its time. */
function staleness(snapshot: Snapshot<unknown>, { health }: Session): string {
  if (snapshot.error === undefined || snapshot.value === undefined) return '';
  const seen = timeText(snapshot.fetchedAt);
  const broken = brokenLink(health.snapshot.value?.links ?? []);
  return t('As seen at {0}; since then: {1}', seen, broken?.cause ?? messageOf(snapshot.error));
}

function watchWhileVisible(views: readonly NodeView[], query: { watch(): Disposable }): Disposable {
  const watches = new Map<NodeView, Disposable>();
  const follow = (view: NodeView, visible: boolean): void => {
    if (visible && !watches.has(view)) watches.set(view, query.watch());
    if (visible) return;
    watches.get(view)?.dispose();
    watches.delete(view);
  };
  const listeners = views.map((view) => {
    follow(view, view.visible);
    return view.onDidChangeVisibility((visible) => {
      follow(view, visible);
    });
  });
  return {
    dispose: () => {
      disposeAll([...listeners, ...watches.values()]).dispose();
    },
  };
}

function every(ms: number, run: () => void): Disposable {
  const timer = setInterval(run, ms);
  return {
    dispose: () => {
      clearInterval(timer);
    },
  };
}

/** At most one run in each REDRAW_MS, and always one after the last call. */
function throttle(run: () => void): Disposable & { readonly run: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    run: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, REDRAW_MS);
    },
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
