import * as vscode from 'vscode';
import type { FilePlace } from '../client/file-calls.ts';
import type { Session } from '../target/session.ts';
import { registerContainerFileSystem } from './container-file-system.ts';
import { FILES_SCHEME, fileUriParts } from './file-uri.ts';
import { createFilesView } from './files-view.ts';
import type { FilesView } from './files-view.ts';

/** Files of containers and images: their file system and their view. The caller disposes. */
export function openFiles(session: () => Session): Pick<FilesView, 'browse' | 'dispose'> & {
  refresh(): void;
  /** In an editor. */
  open(place: FilePlace): Promise<void>;
  /** Beside each other. */
  compare(before: FilePlace, after: FilePlace, title: string): Promise<void>;
  /** As a folder of the workspace, for the Explorer, the search and the editors. */
  addFolder(place: FilePlace, name: string): void;
} {
  const fileSystem = registerContainerFileSystem(session);
  const view = createFilesView(session);
  const uriOf = (place: FilePlace): vscode.Uri =>
    vscode.Uri.from({ scheme: FILES_SCHEME, ...fileUriParts(session().target.id, place) });
  return {
    browse: (place, name) => view.browse(place, name),
    refresh: () => {
      view.refresh();
    },
    open: async (place) => {
      await vscode.commands.executeCommand('vscode.open', uriOf(place), { preview: true });
    },
    compare: async (before, after, title) => {
      await vscode.commands.executeCommand('vscode.diff', uriOf(before), uriOf(after), title, { preview: true });
    },
    addFolder: (place, name) => {
      const uri = uriOf(place);
      vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri, name });
    },
    dispose: () => {
      view.dispose();
      fileSystem.dispose();
    },
  };
}
