import { FileKind as WireKind, Slipway } from '../../proto/gen/slipway.ts';
import type * as slipway from '../../proto/gen/slipway.ts';
import type { Channel, ChannelCall } from './channel.ts';
import { ofOurRuntime } from './our-runtime.ts';
import type { CallOptions } from './runtime-client.ts';

/** A file of a container or of an image. */
export type FilePlace = ({ readonly containerId: string } | { readonly image: string }) & {
  /** Absolute, in the container or image. */
  readonly path: string;
};

export type FileKind = 'file' | 'directory' | 'symlink' | 'other';

export interface FileEntry {
  readonly name: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  readonly createdAt: number;
  /** What a symlink leads to; undefined where that is nothing. */
  readonly targetKind: FileKind | undefined;
}

export interface WriteOptions extends CallOptions {
  /** Reject with already-exists when it is there. */
  readonly onlyNew?: boolean;
  /** Reject with not-found when it is not there. */
  readonly onlyExisting?: boolean;
  readonly mode?: number;
}

/** Files of containers, also of those that have ended, and of images. Only Slipway's own runtime offers it: others reject with unimplemented. */
export interface FileCalls {
  /** Tells of a link as such, with what it leads to. */
  statFile(place: FilePlace, options?: CallOptions): Promise<FileEntry & { readonly readOnly: boolean }>;
  /** By name. */
  listDirectory(place: FilePlace, options?: CallOptions): Promise<readonly FileEntry[]>;
  readFile(place: FilePlace, options?: CallOptions): AsyncIterable<Uint8Array>;
  /** Replaces the file once all of its content has come. */
  writeFile(place: FilePlace, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options?: WriteOptions): Promise<void>;
  /** Makes those above it, too; success when it is there. */
  makeDirectory(place: FilePlace, options?: CallOptions): Promise<void>;
  removeFile(place: FilePlace, options: CallOptions & { readonly recursive: boolean }): Promise<void>;
  renameFile(place: FilePlace, newPath: string, options: CallOptions & { readonly overwrite: boolean }): Promise<void>;
}

const KINDS: ReadonlyMap<WireKind, FileKind> = new Map([
  [WireKind.FILE_KIND_FILE, 'file'],
  [WireKind.FILE_KIND_DIRECTORY, 'directory'],
  [WireKind.FILE_KIND_SYMLINK, 'symlink'],
]);
const PIECE_BYTES = 256 * 1024;
const act = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: 30_000 });
const long = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: 0 });

export function fileCalls(any: Channel): FileCalls {
  const channel = ofOurRuntime(any);
  return {
    statFile: async (place, options) => {
      const { file, readOnly } = await channel.unary(Slipway.StatFile, { place }, act(options));
      return { ...entryOf(file), readOnly };
    },
    listDirectory: async (place, options) => {
      const entries: FileEntry[] = [];
      for await (const { files } of channel.stream(Slipway.ListDirectory, { place }, act(options)))
        entries.push(...files.map(entryOf));
      return entries;
    },
    readFile: async function* (place, options) {
      for await (const { chunk } of channel.stream(Slipway.ReadFile, { place }, long(options))) yield chunk;
    },
    writeFile: async (place, content, { onlyNew = false, onlyExisting = false, mode = 0, ...options } = {}) => {
      const header = { place, onlyNew, onlyExisting, mode };
      await channel.upload(Slipway.WriteFile, messagesOf(header, content), long(options));
    },
    makeDirectory: async (place, options) => {
      await channel.unary(Slipway.MakeDirectory, { place, parents: true }, act(options));
    },
    removeFile: async (place, { recursive, ...options }) => {
      await channel.unary(Slipway.RemoveFile, { place, recursive }, long(options));
    },
    renameFile: async (place, newPath, { overwrite, ...options }) => {
      await channel.unary(Slipway.RenameFile, { place, newPath, overwrite }, act(options));
    },
  };
}

async function* messagesOf(
  header: object,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ header?: object; chunk?: Uint8Array; last?: boolean }> {
  yield { header };
  for await (const piece of content)
    for (let at = 0; at < piece.length; at += PIECE_BYTES) yield { chunk: piece.subarray(at, at + PIECE_BYTES) };
  yield { last: true };
}

function entryOf(file: slipway.FileInfo | undefined): FileEntry {
  if (file === undefined) throw new Error('the runtime answered without a file');
  const { name, kind, sizeBytes, mode, modifiedAtNs, createdAtNs, targetKind } = file;
  const target = targetKind === WireKind.FILE_KIND_UNSPECIFIED ? undefined : (KINDS.get(targetKind) ?? 'other');
  return {
    name,
    kind: KINDS.get(kind) ?? 'other',
    sizeBytes,
    mode,
    modifiedAt: modifiedAtNs / 1e6,
    createdAt: createdAtNs / 1e6,
    targetKind: target,
  };
}
