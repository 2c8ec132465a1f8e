import * as vscode from 'vscode';

/** What VS Code calls files that are dragged, from its own Explorer or another program. */
export const URI_LIST = 'text/uri-list';

/** Paths of the files of this machine that were dropped. */
export async function droppedPaths(data: vscode.DataTransfer): Promise<readonly string[]> {
  const list = (await data.get(URI_LIST)?.asString()) ?? '';
  const uris = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return uris.map((line) => vscode.Uri.parse(line)).flatMap((uri) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}
