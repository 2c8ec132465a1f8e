import * as vscode from 'vscode';
import type { FileEntry, FileKind, FilePlace } from '../client/file-calls.ts';
import { isRpcError, messageOf } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { Disposable } from '../events.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import { copyWithin } from './copy-within.ts';
import { FILES_SCHEME, placeOfUri } from './file-uri.ts';

const WATCH_MS = 2000;

/** Files of containers and images as VS Code knows files: read-only where they are. The caller disposes. */
export function registerContainerFileSystem(session: () => Session): Disposable {
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const tell = (type: vscode.FileChangeType, uri: vscode.Uri): void => {
    changes.fire([{ type, uri }]);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: (uri, { recursive }) => (recursive ? new vscode.Disposable(() => undefined) : watchFile(uri, session, tell)),
    stat: (uri) => told(uri, async () => statOf(await inUse(session, uri).statFile(placeOf(uri), BACKGROUND))),
    readDirectory: (uri) =>
      told(uri, async () => {
        const files = await inUse(session, uri).listDirectory(placeOf(uri), BACKGROUND);
        return files.map((file): [string, vscode.FileType] => [file.name, typeOf(file)]);
      }),
    readFile: (uri) => told(uri, async () => whole(inUse(session, uri).readFile(placeOf(uri)))),
    writeFile: (uri, content, { create, overwrite }) =>
      told(uri, async () => {
        const options = { onlyNew: create && !overwrite, onlyExisting: !create };
        const client = inUse(session, uri);
        const isNew = create && !(await isThere(client, placeOf(uri)));
        await client.writeFile(placeOf(uri), [content], options);
        tell(isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed, uri);
      }),
    createDirectory: (uri) =>
      told(uri, async () => {
        await inUse(session, uri).makeDirectory(placeOf(uri));
        tell(vscode.FileChangeType.Created, uri);
      }),
    delete: (uri, { recursive }) =>
      told(uri, async () => {
        await inUse(session, uri).removeFile(placeOf(uri), { recursive });
        tell(vscode.FileChangeType.Deleted, uri);
      }),
    rename: (from, to, { overwrite }) =>
      told(from, async () => {
        if (rootOf(from) !== rootOf(to))
          throw vscode.FileSystemError.NoPermissions(t('A file cannot be moved to another container; copy it.'));
        await inUse(session, from).renameFile(placeOf(from), placeOf(to).path, { overwrite });
        tell(vscode.FileChangeType.Deleted, from);
        tell(vscode.FileChangeType.Created, to);
      }),
    copy: (from, to, { overwrite }) =>
      told(from, async () => {
        await copyWithin(inUse(session, from), { from: placeOf(from), to: placeOf(to), overwrite });
        tell(vscode.FileChangeType.Created, to);
      }),
  };
  const registration = vscode.workspace.registerFileSystemProvider(FILES_SCHEME, provider, { isCaseSensitive: true });
  return {
    dispose: () => {
      registration.dispose();
      changes.dispose();
    },
  };
}

const BACKGROUND = { background: true };

async function isThere(client: RuntimeClient, place: FilePlace): Promise<boolean> {
  try {
    await client.statFile(place, BACKGROUND);
    return true;
  } catch (error) {
    if (isRpcError(error, 'not-found')) return false;
    throw error;
  }
}

/** The runtime that the URI belongs to, when that is the one that is shown. */
function inUse(session: () => Session, uri: vscode.Uri): RuntimeClient {
  const { target, client } = session();
  if (placeOfUri(uri)?.target !== target.id) throw vscode.FileSystemError.Unavailable(t('Another runtime is shown now.'));
  return client;
}

function placeOf(uri: vscode.Uri): FilePlace {
  const found = placeOfUri(uri);
  if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return found.place;
}

function rootOf(uri: vscode.Uri): string {
  return JSON.stringify({ authority: uri.authority, ...placeOf(uri), path: '' });
}

function statOf(file: FileEntry & { readonly readOnly: boolean }): vscode.FileStat {
  return {
    type: typeOf(file),
    size: file.sizeBytes,
    mtime: Math.round(file.modifiedAt),
    ctime: Math.round(file.createdAt),
    ...(file.readOnly && { permissions: vscode.FilePermission.Readonly }),
  };
}

function typeOf({ kind, targetKind }: FileEntry): vscode.FileType {
  if (kind !== 'symlink') return plainType(kind);
  if (targetKind === undefined) return vscode.FileType.SymbolicLink;
  return vscode.FileType.SymbolicLink | plainType(targetKind);
}

function plainType(kind: FileKind): vscode.FileType {
  const { Unknown, File, Directory } = vscode.FileType;
  return kind === 'file' ? File : kind === 'directory' ? Directory : Unknown;
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function told<T>(uri: vscode.Uri, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (isRpcError(error, 'not-found')) throw vscode.FileSystemError.FileNotFound(uri);
    if (isRpcError(error, 'already-exists')) throw vscode.FileSystemError.FileExists(uri);
    if (isRpcError(error, 'unavailable')) throw vscode.FileSystemError.Unavailable(messageOf(error));
    if (isRpcError(error)) throw vscode.FileSystemError.NoPermissions(messageOf(error));
    throw error;
  }
}

function isShown(uri: vscode.Uri): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri.toString());
}

/** A runtime tells of no changes of files: a document that is seen is looked after while its window has the focus. */
function watchFile(
  uri: vscode.Uri,
  session: () => Session,
  tell: (type: vscode.FileChangeType, uri: vscode.Uri) => void,
): vscode.Disposable {
  let before: string | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || !vscode.window.state.focused || !isShown(uri)) return;
    isLooking = true;
    await compare().finally(() => {
      isLooking = false;
    });
  };
  const compare = async (): Promise<void> => {
    let now: string;
    try {
      const { modifiedAt, sizeBytes, kind } = await inUse(session, uri).statFile(placeOf(uri), BACKGROUND);
      now = JSON.stringify([modifiedAt, sizeBytes, kind]);
    } catch (error) {
      // What cannot be seen at the moment has not changed.
      if (!isRpcError(error, 'not-found')) return;
      now = 'gone';
    }
    if (before !== undefined && now !== before)
      tell(now === 'gone' ? vscode.FileChangeType.Deleted : vscode.FileChangeType.Changed, uri);
    before = now;
  };
  void look();
  const timer = setInterval(() => void look(), WATCH_MS);
  return new vscode.Disposable(() => {
    clearInterval(timer);
  });
}
