import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isRpcError, messageOf } from '../client/rpc-error.ts';
import type { Container } from '../client/types.ts';
import { disposeAll } from '../events.ts';
import type { Disposable } from '../events.ts';
import { createLiveQuery } from '../target/live-query.ts';
import type { Session } from '../target/session.ts';
import type {
  ContainerAction,
  ContainerPanelState,
  ContainerView,
  FromContainerPanel,
  ToContainerPanel,
} from '../../webview/protocol.ts';
import { containerView } from './container-view.ts';
import { panelHtml } from './panel-html.ts';

const CONTAINER_PANEL = 'slipway.container';

/** The panels of containers, one for each, restored after a reload of the window. */
export interface ContainerPanels extends Disposable {
  show(container: Container): void;
}

const ACTIONS: Readonly<Record<ContainerAction, string>> = {
  logs: 'slipway.container.logs',
  browse: 'slipway.container.openInBrowser',
  inspect: 'slipway.container.inspect',
  start: 'slipway.container.start',
  stop: 'slipway.container.stop',
  remove: 'slipway.container.remove',
  copyId: 'slipway.container.copyId',
};

export function createContainerPanels(extensionUri: vscode.Uri, session: () => Session): ContainerPanels {
  const open = new Map<string, vscode.WebviewPanel>();
  const adopt = (panel: vscode.WebviewPanel, state: ContainerPanelState): void => {
    open.set(state.containerId, panel);
    const connection = connect(panel, { extensionUri, session, state });
    panel.onDidDispose(() => {
      open.delete(state.containerId);
      connection.dispose();
    });
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(CONTAINER_PANEL, {
    deserializeWebviewPanel: async (panel, state: unknown) => {
      if (isPanelState(state)) adopt(panel, state);
      else panel.dispose();
    },
  });
  return {
    show: ({ id, name }) => {
      const panel = open.get(id);
      if (panel !== undefined) panel.reveal();
      else adopt(vscode.window.createWebviewPanel(CONTAINER_PANEL, name, vscode.ViewColumn.Active), { containerId: id, name });
    },
    dispose: () => {
      serializer.dispose();
      for (const panel of [...open.values()]) panel.dispose();
    },
  };
}

interface Connection {
  readonly extensionUri: vscode.Uri;
  readonly session: () => Session;
  readonly state: ContainerPanelState;
}

/** Fills a panel and keeps it live while it is visible. */
function connect(panel: vscode.WebviewPanel, { extensionUri, session, state }: Connection): Disposable {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'extension', 'media', 'container.svg');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const nonce = randomBytes(16).toString('base64');
  const { cspSource } = webview;
  const query = createLiveQuery({
    intervalMs: () => 1000,
    ask: (signal) => askView(session(), state.containerId, signal),
  });
  const send = (message: ToContainerPanel): void => void webview.postMessage(message);
  const draw = (): void => {
    const { value, error, fetchedAt } = query.snapshot;
    if (value === 'gone') send({ type: 'gone' });
    else if (value !== undefined) send({ type: 'container', container: value });
    if (error !== undefined) send({ type: 'stale', seenAt: fetchedAt, reason: messageOf(error) });
  };
  let watch: Disposable | undefined;
  const follow = (): void => {
    if (panel.visible) watch ??= query.watch();
    else {
      watch?.dispose();
      watch = undefined;
    }
  };
  const act = (message: FromContainerPanel): void => {
    if (message.type === 'ready') {
      draw();
      return;
    }
    void vscode.commands.executeCommand(ACTIONS[message.action], state.containerId).then(() => query.refresh());
  };
  const subscriptions = [
    query,
    query.onDidChange(draw),
    webview.onDidReceiveMessage(act),
    panel.onDidChangeViewState(follow),
    session().pods.onDidChange(() => void (panel.visible && query.refresh())),
  ];
  webview.html = panelHtml({ title: state.name, script: asset('container.js'), style: asset('container.css'), cspSource, nonce });
  follow();
  return disposeAll(subscriptions);
}

async function askView(session: Session, id: string, signal: AbortSignal): Promise<ContainerView | 'gone'> {
  const options = { signal, background: true };
  try {
    const container = await session.client.containerStatus(id, options);
    const podId = session.pods.snapshot.value?.containers.find((each) => each.id === id)?.podId;
    const pod = podId === undefined ? undefined : await session.client.podStatus(podId, options);
    return containerView(container, pod);
  } catch (error) {
    if (isRpcError(error, 'not-found')) return 'gone';
    throw error;
  }
}

function isPanelState(state: unknown): state is ContainerPanelState {
  return (
    typeof state === 'object' &&
    state !== null &&
    'containerId' in state &&
    typeof state.containerId === 'string' &&
    'name' in state &&
    typeof state.name === 'string'
  );
}
