import * as vscode from 'vscode';
import type { Session } from './target/session.ts';

/** Shows the log of the daemon where there is one to read, else the channel of this window. */
export async function showDaemonLog(session: Session, log: vscode.LogOutputChannel): Promise<void> {
  const file = session.daemon?.logFile;
  const uri = file === undefined ? undefined : vscode.Uri.file(file);
  const there =
    uri !== undefined &&
    (await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ));
  if (there) await vscode.window.showTextDocument(uri, { preview: true });
  else log.show();
}
