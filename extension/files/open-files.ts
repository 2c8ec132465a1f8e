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
  /** As a folder of the workspace, for the Explorer, the search and the editors. */
  addFolder(place: FilePlace, name: string): void;
} {
  const fileSystem = registerContainerFileSystem(session);
  const view = createFilesView(session);
  return {
    browse: (place, name) => view.browse(place, name),
    refresh: () => {
      view.refresh();
    },
    open: async (place) => {
      const uri = vscode.Uri.from({ scheme: FILES_SCHEME, ...fileUriParts(session().target.id, place) });
      await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
    },
    addFolder: (place, name) => {
      const uri = vscode.Uri.from({ scheme: FILES_SCHEME, ...fileUriParts(session().target.id, place) });
      vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri, name });
    },
    dispose: () => {
      view.dispose();
      fileSystem.dispose();
    },
  };
}
