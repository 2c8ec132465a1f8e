import * as fs from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import type { BigIntStats } from 'node:fs';
import type { ContainerRecord } from '../base/container.ts';
import { errnoOf } from '../base/cri-error.ts';
import type { Syscall } from '../host/syscall.ts';
import { isOpaque, opaqueXattr } from '../image/opaque-xattr.ts';
import { walkLayer, type LayerFile } from '../image/inspect/list-layer-files.ts';
import { fsPath, toByteString } from '../image/unpack/layer-fs.ts';
import { bundleFiles } from '../oci/conmon.ts';
import type { ContainerContext } from './container-context.ts';
import { writableFiles } from './container-stats.ts';
import { requireRecord } from './require-record.ts';

/** What a container has done to one file of its image. */
export interface FileChange {
  /** A byte string (latin1), without a leading slash. */
  readonly path: string;
  readonly kind: 'added' | 'modified' | 'deleted';
  readonly sizeBytes: number;
  readonly isDirectory: boolean;
}

/**
 * What lies in the writable layer of a container, held against its image, by path. A directory that only holds changes is none. What is in
 * volumes is not of the container. Throws not-found.
 */
export async function* listChanges(
  context: ContainerContext,
  idOrPrefix: string,
  signal: AbortSignal,
): AsyncGenerator<FileChange, void, undefined> {
  const record = requireRecord(context, idOrPrefix);
  const below = createLookup(context.host.sys, record.layers.toReversed());
  const upper = writableFiles(context.paths, record.id);
  const isPlace = await mountPlaces(context, record);
  for await (const file of walkLayer(upper)) {
    signal.throwIfAborted();
    const change = await changeOf(file, below);
    if (change?.kind === 'added' && isPlace(file)) continue;
    if (change !== undefined) yield { path: file.path, ...change, isDirectory: file.kind === 'directory' };
  }
}

const OPAQUE = [opaqueXattr(false), opaqueXattr(true)];

/** What the low-level runtime has made to mount something on: empty files, and directories down to them. */
async function mountPlaces(
  { host, paths }: ContainerContext,
  { id }: ContainerRecord,
): Promise<(file: Pick<LayerFile, 'path' | 'kind' | 'sizeBytes'>) => boolean> {
  const text = (await host.files.readTextIfPresent(bundleFiles(paths.bundle(id)).config)) ?? '{}';
  const { mounts = [] } = JSON.parse(text) as { readonly mounts?: readonly { readonly destination: string }[] };
  const places = new Set<string>();
  for (const { destination } of mounts)
    for (let path = destination.slice(1); path !== '' && path !== '.'; path = dirname(path)) places.add(toByteString(path));
  return ({ path, kind, sizeBytes }) => places.has(path) && (kind === 'directory' || sizeBytes === 0);
}

type Below = (path: string) => Promise<BigIntStats | undefined>;

async function changeOf(file: LayerFile, below: Below): Promise<Pick<FileChange, 'kind' | 'sizeBytes'> | undefined> {
  const before = await below(file.path);
  if (file.kind === 'whiteout') return before === undefined ? undefined : { kind: 'deleted', sizeBytes: 0 };
  if (before === undefined) return { kind: 'added', sizeBytes: file.sizeBytes };
  const isSameDirectory =
    file.kind === 'directory' && before.isDirectory() && !file.isOpaque && Number(before.mode & 0o7777n) === file.mode;
  return isSameDirectory ? undefined : { kind: 'modified', sizeBytes: file.sizeBytes };
}

/** Finds a path in the layers of an image, the highest first, as overlayfs does. */
function createLookup(sys: Pick<Syscall, 'lgetxattr'>, layers: readonly string[]): Below {
  const roots = layers.map(toByteString);
  /** Of each directory: the layers that have it, down to the first that hides what is below. */
  const visible = new Map<string, Promise<readonly string[]>>();
  const layersOf = (directory: string): Promise<readonly string[]> => {
    if (directory === '.') return Promise.resolve(roots);
    const known = visible.get(directory);
    if (known !== undefined) return known;
    const found = findLayers(directory);
    visible.set(directory, found);
    return found;
  };
  const findLayers = async (directory: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const root of await layersOf(dirname(directory))) {
      const stat = await lstatOrNone(`${root}/${directory}`);
      if (stat === undefined) continue;
      if (!stat.isDirectory()) break;
      found.push(root);
      if (OPAQUE.some((name) => isOpaque(sys.lgetxattr(fsPath(`${root}/${directory}`), name)))) break;
    }
    return found;
  };
  return async (path) => {
    for (const root of await layersOf(dirname(path))) {
      const stat = await lstatOrNone(`${root}/${path}`);
      if (stat === undefined) continue;
      return stat.isCharacterDevice() && stat.rdev === 0n ? undefined : stat;
    }
    return undefined;
  };
}

async function lstatOrNone(byteString: string): Promise<BigIntStats | undefined> {
  try {
    return await fs.lstat(fsPath(byteString), { bigint: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
