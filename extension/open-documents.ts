import * as vscode from 'vscode';
import type { CommandContext, Documents } from './commands/command.ts';
import type { CurrentSession } from './current-session.ts';
import { showDaemonLog } from './daemon-log.ts';
import { disposeAll } from './events.ts';
import type { Disposable } from './events.ts';
import { openFiles } from './files/open-files.ts';
import { createInspectDocuments } from './inspect/inspect-documents.ts';
import { linkTo } from './links/link-handler.ts';
import { createLogDocuments } from './logs/log-documents.ts';
import { createPanels } from './panels/panels.ts';
import { readSettings } from './settings.ts';

export interface DocumentParts {
  readonly context: Pick<vscode.ExtensionContext, 'extension' | 'extensionUri'>;
  readonly sessions: CurrentSession;
  readonly log: vscode.LogOutputChannel;
  /** For pages that run commands' parts themselves. */
  readonly commandContext: () => CommandContext;
}

/** All that shows one thing in an editor, a panel or a view of its own. The caller disposes. */
export function openDocuments({ context, sessions, log, commandContext }: DocumentParts): Documents & Disposable {
  const current = sessions.get;
  const logs = createLogDocuments(current, readSettings);
  const inspect = createInspectDocuments(current);
  const files = openFiles(current);
  const panels = createPanels(context.extensionUri, sessions, commandContext);
  const all = disposeAll([logs, inspect, files, panels]);
  return {
    showLogs: (container) => logs.show(container),
    showPodLogs: (pod) => logs.showPod(pod),
    inspect: (subject) => inspect.show(subject),
    refreshInspect: () => inspect.refresh(),
    switchInspectFormat: () => inspect.switchFormat(),
    compareInspect: () => inspect.compare(),
    browseFiles: (place, name) => files.browse(place, name),
    refreshFiles: () => {
      files.refresh();
    },
    openFile: (place) => files.open(place),
    compareFiles: (before, after, title) => files.compare(before, after, title),
    addFolder: (place, name) => {
      files.addFolder(place, name);
    },
    newFile,
    openPanel: async (name, subject) => {
      panels.open(name, subject);
    },
    linkTo: (subject) => linkTo(context.extension.id, subject),
    showDaemonLog: () => showDaemonLog(current(), log),
    showWindowLog: () => {
      log.show();
    },
    dispose: () => {
      all.dispose();
    },
  };
}

/** Untitled under its name, in the first folder of the workspace. */
async function newFile({ name, text }: { readonly name: string; readonly text: string }): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.path ?? '';
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'untitled', path: `${folder}/${name}` }));
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === '')
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), text);
    });
}
