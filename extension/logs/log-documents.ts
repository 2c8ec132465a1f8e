import * as vscode from 'vscode';
import { RpcError, isRpcError, messageOf } from '../client/rpc-error.ts';
import type { Container } from '../client/types.ts';
import type { Disposable } from '../events.ts';
import type { Settings } from '../settings.ts';
import type { Session } from '../target/session.ts';
import { createLogBuffer } from './log-buffer.ts';
import type { LogBuffer } from './log-buffer.ts';

const LOG_SCHEME = 'slipway-log';

/** Followed logs as read-only documents; following ends when the document is closed. */
export interface LogDocuments extends Disposable {
  show(container: Container): Promise<void>;
}

interface Followed {
  readonly buffer: LogBuffer;
  readonly stop: AbortController;
}

const REDRAW_MS = 200;
const MAX_LINES = 20_000;

export function createLogDocuments(session: () => Session, settings: () => Settings): LogDocuments {
  return new FollowedLogs(session, settings);
}

class FollowedLogs implements LogDocuments, vscode.TextDocumentContentProvider {
  readonly onDidChange: vscode.Event<vscode.Uri>;
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly logs = new Map<string, Followed>();
  private readonly atEnd = new Set<string>();
  private readonly session: () => Session;
  private readonly settings: () => Settings;
  private readonly registrations: readonly Disposable[];

  constructor(session: () => Session, settings: () => Settings) {
    this.session = session;
    this.settings = settings;
    this.onDidChange = this.changes.event;
    this.registrations = [
      vscode.workspace.registerTextDocumentContentProvider(LOG_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.close(document.uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.revealEnd(document);
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        this.noteEnd(textEditor);
      }),
    ];
  }

  async show(container: Container): Promise<void> {
    const name = `${container.name}.log`.replaceAll('/', '-');
    const uri = vscode.Uri.from({ scheme: LOG_SCHEME, path: `/${name}`, query: container.id });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, 'log');
    this.atEnd.add(uri.toString());
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false, preserveFocus: true });
    this.revealEnd(document);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const followed = this.logs.get(uri.toString()) ?? this.follow(uri);
    return followed.buffer.text;
  }

  dispose(): void {
    for (const { stop } of this.logs.values()) stop.abort();
    for (const registration of this.registrations) registration.dispose();
    this.changes.dispose();
  }

  private follow(uri: vscode.Uri): Followed {
    const followed = { buffer: createLogBuffer({ lines: MAX_LINES }), stop: new AbortController() };
    this.logs.set(uri.toString(), followed);
    void this.read(uri, followed);
    return followed;
  }

  private async read(uri: vscode.Uri, { buffer, stop }: Followed): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const redraw = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        this.changes.fire(uri);
      }, REDRAW_MS);
    };
    try {
      const query = { follow: true, tailLines: this.settings().logTailLines };
      for await (const entries of this.session().client.containerLogs(uri.query, query, { signal: stop.signal })) {
        buffer.add(entries);
        redraw();
      }
      buffer.note('— end of the log: the container has ended —');
    } catch (error) {
      if (stop.signal.aborted || isRpcError(error, 'cancelled')) return;
      const hint = error instanceof RpcError && error.hint !== undefined ? ` (${error.hint})` : '';
      buffer.note(`— the log cannot be followed: ${messageOf(error)}${hint} —`);
    }
    redraw();
  }

  private close(uri: vscode.Uri): void {
    const key = uri.toString();
    this.logs.get(key)?.stop.abort();
    this.logs.delete(key);
    this.atEnd.delete(key);
  }

  /** Who has scrolled up is left in peace; who sees the end keeps seeing it. */
  private noteEnd(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.uri.scheme !== LOG_SCHEME) return;
    const last = editor.visibleRanges.at(-1)?.end.line ?? 0;
    if (last >= document.lineCount - 2) this.atEnd.add(document.uri.toString());
    else this.atEnd.delete(document.uri.toString());
  }

  private revealEnd(document: vscode.TextDocument): void {
    if (document.uri.scheme !== LOG_SCHEME || !this.atEnd.has(document.uri.toString())) return;
    const end = document.lineAt(document.lineCount - 1).range;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.revealRange(end);
    }
  }
}
