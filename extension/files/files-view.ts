import * as vscode from 'vscode';
import { posix } from 'node:path';
import type { FileEntry, FilePlace } from '../client/file-calls.ts';
import { messageOf } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import type { SubjectOf } from '../tree/tree-node.ts';
import { sizeOf } from '../tree/words.ts';
import { URI_LIST, droppedPaths } from './dropped-paths.ts';
import { FILES_SCHEME, fileUriParts } from './file-uri.ts';

/** A line of the Files view is the subject of its commands. */
export type FileLine = SubjectOf<'entry'>;

/** The files of one container or image as a tree, read directory by directory when they are unfolded. */
export interface FilesView extends Disposable {
  /** Shows the files of another container or image. */
  browse(root: FilePlace, name: string): Promise<void>;
  /** Reads again what is unfolded below `line`; all of it without. */
  refresh(line?: FileLine): void;
}

const VIEW = 'slipway.files';

export function createFilesView(session: () => Session): FilesView {
  const changes = new vscode.EventEmitter<FileLine | undefined>();
  let root: FileLine | undefined;
  let target = '';
  const uriOf = (place: FilePlace): vscode.Uri => vscode.Uri.from({ scheme: FILES_SCHEME, ...fileUriParts(target, place) });
  const view = vscode.window.createTreeView<FileLine>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getTreeItem: (line) => itemOf(line, uriOf(line.place)),
      getChildren: async (line = root) => {
        if (line === undefined) return [];
        if (session().target.id !== target) {
          view.message = t('Another runtime is shown now.');
          return [];
        }
        try {
          const files = await session().client.listDirectory(line.place, { background: true });
          if (line === root) view.message = files.length === 0 ? t('Nothing is in it.') : '';
          return files.toSorted(directoriesFirst).map((file) => lineOf(line, file));
        } catch (error) {
          // Nothing is swallowed: the view says what the runtime said.
          view.message = messageOf(error);
          return [];
        }
      },
    },
    dragAndDropController: {
      dragMimeTypes: [URI_LIST],
      dropMimeTypes: [URI_LIST],
      handleDrag: (lines, data) => {
        data.set(URI_LIST, new vscode.DataTransferItem(lines.map(({ place }) => uriOf(place).toString()).join('\r\n')));
      },
      handleDrop: async (line, data) => {
        const onto = line ?? root;
        const dropped = await droppedPaths(data);
        if (onto !== undefined && dropped.length > 0)
          void vscode.commands.executeCommand('slipway.file.copyInto', { ...onto, dropped });
      },
    },
    showCollapseAll: true,
    canSelectMany: true,
  });
  const refresh = (line?: FileLine): void => {
    changes.fire(line === root ? undefined : line);
  };
  return {
    browse: async (place, name) => {
      target = session().target.id;
      const { readOnly } = await session().client.statFile(place);
      root = { kind: 'entry', place, name, directory: true, readOnly };
      view.title = t('Files: {0}', name);
      view.description = readOnly ? t('read-only') : '';
      await vscode.commands.executeCommand('setContext', 'slipway.filesShown', true);
      await vscode.commands.executeCommand('setContext', 'slipway.filesReadOnly', readOnly);
      refresh();
      await vscode.commands.executeCommand(`${VIEW}.focus`);
    },
    refresh,
    dispose: () => {
      view.dispose();
      changes.dispose();
    },
  };
}

function lineOf(parent: FileLine, file: FileEntry): FileLine {
  const place = { ...parent.place, path: posix.join(parent.place.path, file.name) };
  const directory = (file.targetKind ?? file.kind) === 'directory';
  return { kind: 'entry', place, name: file.name, directory, readOnly: parent.readOnly, file };
}

function itemOf({ place, name, directory, readOnly, file }: FileLine, uri: vscode.Uri): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, directory ? Collapsed : None);
  item.id = uri.toString();
  item.resourceUri = uri;
  item.iconPath = directory ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
  item.contextValue = `entry;${directory ? 'directory' : 'file'};${readOnly ? 'readonly' : 'writable'};`;
  item.tooltip = place.path;
  if (file !== undefined) {
    const isLink = file.kind === 'symlink';
    const size = directory || isLink ? '' : sizeOf(file.sizeBytes);
    item.description = [isLink ? t('link') : '', file.kind === 'other' ? t('special file') : size].filter(Boolean).join(' ');
    const what = directory ? t('folder') : t('file');
    item.accessibilityInformation = { label: [name, what, item.description].filter(Boolean).join(', ') };
    if (!directory && (file.targetKind ?? file.kind) === 'file')
      item.command = { command: 'vscode.open', title: t('Open'), arguments: [uri, { preview: true }] };
  }
  return item;
}

function directoriesFirst(a: FileEntry, b: FileEntry): number {
  const rank = (file: FileEntry): number => ((file.targetKind ?? file.kind) === 'directory' ? 0 : 1);
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}
