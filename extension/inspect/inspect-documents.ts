import * as vscode from 'vscode';
import { messageOf } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import type { Session } from '../target/session.ts';
import type { Subject } from '../tree/tree-node.ts';
import { inspectText } from './inspect-text.ts';

const INSPECT_SCHEME = 'slipway-inspect';

/** Verbose status as read-only JSON documents, asked again each time they are opened. */
export interface InspectDocuments extends Disposable {
  show(subject: Subject): Promise<void>;
}

export function createInspectDocuments(session: () => Session): InspectDocuments {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(INSPECT_SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: async (uri) => {
      try {
        return await inspectText(session().client, uri.authority, uri.query);
      } catch (error) {
        return `${JSON.stringify({ error: messageOf(error) }, undefined, 2)}\n`;
      }
    },
  });
  return {
    show: async (subject) => {
      const uri = uriOf(subject);
      changes.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    dispose: () => {
      registration.dispose();
      changes.dispose();
    },
  };
}

function uriOf(subject: Subject): vscode.Uri {
  const [name, id] = nameOf(subject);
  return vscode.Uri.from({
    scheme: INSPECT_SCHEME,
    authority: subject.kind,
    path: `/${name.replaceAll('/', '-')}.json`,
    query: id,
  });
}

function nameOf(subject: Subject): readonly [name: string, id: string] {
  switch (subject.kind) {
    case 'pod':
      return [subject.pod.name, subject.pod.id];
    case 'container':
      return [subject.container.name, subject.container.id];
    case 'image':
      return [subject.name, subject.image.id];
    case 'forward':
    case 'target':
    case 'link':
    case 'file':
    case 'more':
    case 'call':
    case 'task':
      return ['runtime', ''];
  }
}
