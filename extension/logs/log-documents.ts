import * as vscode from 'vscode';
import { RpcError, isRpcError, messageOf } from '../client/rpc-error.ts';
import type { Container, LogEntry, Pod } from '../client/types.ts';
import type { Disposable } from '../events.ts';
import type { Settings } from '../settings.ts';
import type { Session } from '../target/session.ts';
import { containerLog } from './container-log.ts';
import { createLogBuffer } from './log-buffer.ts';
import { podLog } from './pod-log.ts';
import type { LogBuffer } from './log-buffer.ts';
import { t } from '../l10n.ts';

const LOG_SCHEME = 'slipway-log';

/** Followed logs as read-only documents; following ends when the document is closed. */
export interface LogDocuments extends Disposable {
  show(container: Container): Promise<void>;
  /** Those of all its containers, in the order of time. */
  showPod(pod: Pod): Promise<void>;
}

interface Batch {
  readonly source?: string;
  readonly entries: readonly LogEntry[];
}

interface Followed {
  readonly buffer: LogBuffer;
  readonly stop: AbortController;
}

/** Authority of the documents of pods. */
const POD = 'pod';
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

  async show({ name, id }: Container): Promise<void> {
    await this.open(vscode.Uri.from({ scheme: LOG_SCHEME, path: pathOf(name), query: id }));
  }

  async showPod({ name, id }: Pod): Promise<void> {
    await this.open(vscode.Uri.from({ scheme: LOG_SCHEME, authority: POD, path: pathOf(`${name} (pod)`), query: id }));
  }

  private async open(uri: vscode.Uri): Promise<void> {
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
      for await (const batches of this.entriesOf(uri, stop.signal)) {
        for (const { source, entries } of batches) buffer.add(entries, source);
        redraw();
      }
      buffer.note(t('— end of the log: the {0} has ended —', uri.authority === POD ? 'pod' : 'container'));
    } catch (error) {
      if (stop.signal.aborted || isRpcError(error, 'cancelled')) return;
      const hint = error instanceof RpcError && error.hint !== undefined ? ` (${error.hint})` : '';
      buffer.note(t('— the log cannot be followed: {0}{1} —', messageOf(error), hint));
    }
    redraw();
  }

  private async *entriesOf(uri: vscode.Uri, signal: AbortSignal): AsyncGenerator<readonly Batch[]> {
    const { client, pods } = this.session();
    const query = { follow: true, tailLines: this.settings().logTailLines };
    if (uri.authority !== POD) {
      for await (const entries of containerLog(client, uri.query, { query, signal })) yield [{ entries }];
      return;
    }
    const containers = pods.snapshot.value?.containers.filter(({ podId }) => podId === uri.query) ?? [];
    yield* podLog(client, uri.query, { query, signal, containers });
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

function pathOf(name: string): string {
  return `/${name.replaceAll('/', '-')}.log`;
}
