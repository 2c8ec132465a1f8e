import * as vscode from 'vscode';
import { messageOf } from '../client/rpc-error.ts';
import { disposeAll } from '../events.ts';
import type { Disposable } from '../events.ts';
import { brokenLink } from '../target/chain.ts';
import type { PortForwards } from '../forward/port-forwards.ts';
import type { Snapshot } from '../target/live-query.ts';
import type { Session } from '../target/session.ts';
import { activityNodes } from './activity-nodes.ts';
import { imageNodes } from './image-nodes.ts';
import { podNodes } from './pod-nodes.ts';
import { targetNodes } from './target-nodes.ts';
import type { TreeNode } from './tree-node.ts';
import { createNodeView } from './tree-view.ts';
import type { NodeView } from './tree-view.ts';

/** The views of package.json; a test holds them together. */
export const VIEWS = ['slipway.targets', 'slipway.pods', 'slipway.images', 'slipway.activity'] as const;

export interface Views extends Disposable {
  find(id: string): TreeNode | undefined;
}

const REDRAW_MS = 150;
/** Ages grow without any news from the runtime. */
const AGE_MS = 5000;

/** Opens the four views on a session: they ask the runtime only while somebody sees them. The caller disposes. */
export function createViews(session: Session, forwards: PortForwards): Views {
  const [targets, pods, images, activity] = [...VIEWS.map(createNodeView)] as [NodeView, NodeView, NodeView, NodeView];
  const drawTargets = (): void => {
    const { value } = session.health.snapshot;
    void vscode.commands.executeCommand('setContext', 'slipway.state', value?.state ?? 'connecting');
    targets.show(targetNodes(session.target, value));
  };
  const drawPods = (): void => {
    const { snapshot } = session.pods;
    pods.show(snapshot.value === undefined ? [] : podNodes(snapshot.value, Date.now(), forwards.list));
    pods.say(staleness(snapshot, session));
  };
  const drawImages = (): void => {
    const { snapshot } = session.images;
    images.show(snapshot.value === undefined ? [] : imageNodes(snapshot.value));
    images.say(staleness(snapshot, session));
  };
  const drawActivity = throttle(() => {
    activity.show(activityNodes(session.activity));
    const running = session.activity.tasks.filter((task) => task.state === 'running').length;
    activity.badge(running, `${running} running`);
  });
  const all = [targets, pods, images, activity];
  const disposables = disposeAll([
    ...all,
    session.health.onDidChange(() => {
      drawTargets();
      drawPods();
      drawImages();
    }),
    session.pods.onDidChange(drawPods),
    session.pods.onDidChange(({ value }) => void (value !== undefined && forwards.follow(value.pods))),
    forwards.onDidChange(drawPods),
    session.images.onDidChange(drawImages),
    session.activity.onDidChange(drawActivity.run),
    drawActivity,
    every(AGE_MS, () => {
      if (pods.visible) drawPods();
    }),
    watchWhileVisible([targets, pods, images], session.health),
    watchWhileVisible([pods], session.pods),
    watchWhileVisible([images], session.images),
  ]);
  drawTargets();
  return {
    find: (id) => all.map((view) => view.find(id)).find((node) => node !== undefined),
    dispose: () => {
      disposables.dispose();
    },
  };
}

/** Why a list may be old: the last good answer is kept, with its time. */
function staleness(snapshot: Snapshot<unknown>, { health }: Session): string {
  if (snapshot.error === undefined || snapshot.value === undefined) return '';
  const seen = new Date(snapshot.fetchedAt).toLocaleTimeString();
  const broken = brokenLink(health.snapshot.value?.links ?? []);
  return `As seen at ${seen}; since then: ${broken?.cause ?? messageOf(snapshot.error)}`;
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
