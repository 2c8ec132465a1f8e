import * as vscode from 'vscode';
import { messageOf } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import type { Subject } from '../tree/tree-node.ts';
import { inspectText, type InspectFormat } from './inspect-text.ts';

const INSPECT_SCHEME = 'slipway-inspect';

/** Verbose status as read-only documents, JSON or YAML, asked again each time they are opened. */
export interface InspectDocuments extends Disposable {
  show(subject: Subject): Promise<void>;
  /** Asks again for what a document shows; without one, for the one in front. */
  refresh(uri?: vscode.Uri): Promise<void>;
  /** Shows the same in the other format, in its place. */
  switchFormat(uri?: vscode.Uri): Promise<void>;
  /** Shows what has changed since the document was opened, or compared last. */
  compare(uri?: vscode.Uri): Promise<void>;
}

export function createInspectDocuments(session: () => Session): InspectDocuments {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  /** What each document showed first, and what a comparison holds beside it. */
  const earlier = new Map<string, string>();
  const ask = async (uri: vscode.Uri): Promise<string> => {
    try {
      return await inspectText(session().client, { kind: uri.authority, id: uri.query, format: formatOf(uri) });
    } catch (error) {
      return `${JSON.stringify({ error: messageOf(error) }, undefined, 2)}\n`;
    }
  };
  const registration = vscode.workspace.registerTextDocumentContentProvider(INSPECT_SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: async (uri) => {
      if (uri.fragment !== '') return earlier.get(uri.toString()) ?? '';
      const text = await ask(uri);
      if (!earlier.has(uri.toString())) earlier.set(uri.toString(), text);
      return text;
    },
  });
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
    if (uri.scheme === INSPECT_SCHEME && isClosed) earlier.delete(uri.toString());
  });
  return {
    show: async (subject) => {
      const uri = uriOf(subject);
      changes.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    refresh: async (given) => {
      const uri = shownUri(given);
      if (uri !== undefined) changes.fire(uri.with({ fragment: '' }));
    },
    switchFormat: async (given) => {
      const uri = shownUri(given);
      if (uri === undefined) return;
      const other = formatOf(uri) === 'json' ? 'yaml' : 'json';
      const document = await vscode.workspace.openTextDocument(
        uri.with({ path: `${withoutSuffix(uri.path)}.${other}`, fragment: '' }),
      );
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active, preview: true });
    },
    compare: async (given) => {
      const uri = shownUri(given)?.with({ fragment: '' });
      if (uri === undefined) return;
      const before = uri.with({ fragment: 'earlier' });
      earlier.set(before.toString(), earlier.get(uri.toString()) ?? (await ask(uri)));
      earlier.delete(uri.toString());
      changes.fire(before);
      changes.fire(uri);
      const title = t('{0} (earlier ↔ now)', uri.path.slice(1));
      await vscode.commands.executeCommand('vscode.diff', before, uri, title);
    },
    dispose: () => {
      registration.dispose();
      closed.dispose();
      changes.dispose();
    },
  };
}

/** The one that a button of its title was pressed on, else the one in front. */
function shownUri(given: vscode.Uri | undefined): vscode.Uri | undefined {
  const uri = given ?? vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === INSPECT_SCHEME ? uri : undefined;
}

function formatOf({ path }: vscode.Uri): InspectFormat {
  return path.endsWith('.yaml') ? 'yaml' : 'json';
}

const withoutSuffix = (path: string): string => path.replace(/\.(json|yaml)$/, '');

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
    case 'entry':
    case 'more':
    case 'call':
    case 'task':
      return ['runtime', ''];
  }
}
