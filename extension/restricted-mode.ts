import * as vscode from 'vscode';

/**
 * Greys out what changes something while the workspace is not trusted. A key of our own, because VS Code's is false for the first seconds
 * of a window that is trusted, too.
 */
export function followTrust(): vscode.Disposable {
  const tell = (): void => {
    void vscode.commands.executeCommand('setContext', 'slipway.restricted', !vscode.workspace.isTrusted);
  };
  tell();
  return vscode.workspace.onDidGrantWorkspaceTrust(tell);
}
