import * as vscode from 'vscode';
import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import { createStreamTerminal } from '../terminal/stream-terminal.ts';
import { pickFrom, rowOf } from './pick.ts';
import { showPage, showReadOnly } from './text-documents.ts';
import type { AskOptions, ConfirmOptions, PickManyOptions, ProgressOptions, ReportProgress, Ui, UiAction } from './ui.ts';

const NOTE_MS = 5000;

/** The window's own dialogs. */
export const windowUi: Ui = {
  pick: pickFrom,
  pickMany,
  chooseTarget: async ({ title, name }) => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const defaultUri = folder === undefined ? vscode.Uri.file(`/${name}`) : vscode.Uri.joinPath(folder, name);
    return (await vscode.window.showSaveDialog({ title, defaultUri }))?.fsPath;
  },
  chooseSource: async ({ title, action, kind }) => {
    const chosen = await vscode.window.showOpenDialog({
      title,
      openLabel: action,
      canSelectFiles: kind === 'file',
      canSelectFolders: kind === 'folder',
      canSelectMany: false,
    });
    return chosen?.[0]?.fsPath;
  },
  ask,
  confirm,
  progress,
  note: (message) => void vscode.window.setStatusBarMessage(`$(package) ${message}`, NOTE_MS),
  tell: (message, actions = []) => void tell(message, actions),
  copy: async (text) => {
    await vscode.env.clipboard.writeText(text);
  },
  showText: showReadOnly,
  showMarkdown: showPage,
  openFile: async (path) => {
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true });
  },
  openInBrowser: async (url) => {
    await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url)));
  },
  openTerminal: ({ name, text }) => {
    const terminal = vscode.window.createTerminal({ name });
    terminal.show();
    terminal.sendText(text, false);
  },
  openStream: ({ name, icon, ...options }) => {
    const pty = createStreamTerminal(options);
    vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon(icon) }).show();
  },
  runCommand: async (id, argument) => {
    await vscode.commands.executeCommand(id, ...(argument === undefined ? [] : [argument]));
  },
};

async function pickMany<T>({ title, placeholder, items }: PickManyOptions<T>): Promise<readonly T[] | undefined> {
  const rows = items.map((item) => ({ ...rowOf(item), picked: item.picked }));
  const options = { title, placeHolder: placeholder, canPickMany: true as const, ignoreFocusOut: true, matchOnDescription: true };
  return (await vscode.window.showQuickPick(rows, options))?.map(({ item }) => item.value);
}

async function ask(options: AskOptions): Promise<string | undefined> {
  const step = options.step === undefined ? '' : ` (${options.step.at}/${options.step.of})`;
  return vscode.window.showInputBox({
    title: options.title + step,
    prompt: options.prompt,
    ignoreFocusOut: true,
    password: options.isSecret ?? false,
    ...(options.placeholder === undefined ? {} : { placeHolder: options.placeholder }),
    ...(options.value === undefined
      ? {}
      : { value: options.value, valueSelection: [options.value.length, options.value.length] }),
    validateInput: (text) => options.check?.(text),
  });
}

async function confirm(options: ConfirmOptions): Promise<boolean> {
  const chosen = await vscode.window.showWarningMessage(
    options.question,
    { modal: true, detail: options.detail },
    options.action,
  );
  return chosen === options.action;
}

async function progress<T>(
  options: ProgressOptions,
  run: (report: ReportProgress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const location = options.cancellable ? vscode.ProgressLocation.Notification : { viewId: 'slipway.pods' };
  return vscode.window.withProgress({ location, title: options.title, cancellable: options.cancellable }, async (bar, token) => {
    const controller = new AbortController();
    const cancelled = token.onCancellationRequested(() => {
      controller.abort(new RpcError('cancelled', t('cancelled by the user')));
    });
    let shown = 0;
    const report: ReportProgress = ({ message, fraction }) => {
      const percent = fraction === undefined ? 0 : Math.max(0, Math.floor(fraction * 100) - shown);
      shown += percent;
      bar.report(percent === 0 ? { message } : { message, increment: percent });
    };
    try {
      return await run(report, controller.signal);
    } finally {
      cancelled.dispose();
    }
  });
}

async function tell(message: string, actions: readonly UiAction[]): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(message, ...actions.map((action) => action.title));
  await actions.find((action) => action.title === chosen)?.run();
}
