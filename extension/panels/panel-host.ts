import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CurrentSession } from '../current-session.ts';
import type { Disposable } from '../events.ts';
import type { PanelState } from '../../webview/protocol.ts';
import { connectPanel } from './panel-connection.ts';
import type { PanelEnd, PanelKind } from './panel-connection.ts';
import { panelHtml } from './panel-html.ts';
import { panelState } from './panel-messages.ts';

/** The panels of one kind: one for each subject of each runtime, restored after a reload of the window. */
export interface PanelHost extends Disposable {
  show(subject: { readonly id: string; readonly name: string }): void;
}

/** Each kind needs its `onWebviewPanel:slipway.<kind>` in package.json to be restored. */
export function createPanelHost<View>(kind: PanelKind<View>, extensionUri: vscode.Uri, sessions: CurrentSession): PanelHost {
  const type = `slipway.${kind.name}`;
  const open = new Map<string, vscode.WebviewPanel>();
  const adopt = (panel: vscode.WebviewPanel, state: PanelState): void => {
    const key = keyOf(state);
    open.set(key, panel);
    fill(panel, { extensionUri, page: kind.name, title: state.name });
    const connection = connectPanel(endOf(panel), { kind, state, sessions });
    panel.onDidDispose(() => {
      open.delete(key);
      connection.dispose();
    });
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(type, {
    deserializeWebviewPanel: async (panel, kept: unknown) => {
      const state = panelState(kept);
      if (state === undefined) panel.dispose();
      else adopt(panel, state);
    },
  });
  return {
    show: ({ id, name }) => {
      const state = { target: sessions.get().target.id, id, name };
      const panel = open.get(keyOf(state));
      if (panel !== undefined) panel.reveal();
      else {
        const options = { retainContextWhenHidden: kind.retained === true };
        adopt(vscode.window.createWebviewPanel(type, name, vscode.ViewColumn.Active, options), state);
      }
    },
    dispose: () => {
      serializer.dispose();
      for (const panel of [...open.values()]) panel.dispose();
    },
  };
}

function keyOf({ target, id }: PanelState): string {
  return JSON.stringify([target, id]);
}

interface Page {
  readonly extensionUri: vscode.Uri;
  readonly page: string;
  readonly title: string;
}

function fill(panel: vscode.WebviewPanel, { extensionUri, page, title }: Page): void {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'extension', 'media', `${page}.svg`);
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const nonce = randomBytes(16).toString('base64');
  const { cspSource } = webview;
  const words = { language: vscode.env.language, words: vscode.l10n.bundle };
  webview.html = panelHtml({ title, script: asset(`${page}.js`), style: asset(`${page}.css`), cspSource, nonce, ...words });
}

function endOf(panel: vscode.WebviewPanel): PanelEnd {
  return {
    visible: () => panel.visible,
    onDidChangeVisible: (listener) =>
      panel.onDidChangeViewState(() => {
        listener();
      }),
    onDidReceive: (listener) => panel.webview.onDidReceiveMessage(listener),
    send: (message) => void panel.webview.postMessage(message),
    run: (command, id) => vscode.commands.executeCommand(command, id),
  };
}
