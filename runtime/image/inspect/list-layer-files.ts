import * as fs from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { printable } from '../../base/sanitize.ts';
import { createLayerSyscall } from '../../host/create-layer-syscall.ts';
import type { LayerSyscall } from '../../host/syscall.ts';
import { nameOf } from '../find-image.ts';
import type { ImageStore } from '../image-store.ts';
import { fsPath, toByteString } from '../unpack/layer-fs.ts';

export type LayerFileKind =
  'file' | 'directory' | 'symlink' | 'hardlink' | 'character-device' | 'block-device' | 'fifo' | 'whiteout';

export interface LayerFile {
  /** A byte string (latin1), without a leading slash. */
  readonly path: string;
  readonly kind: LayerFileKind;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedAtNs: number;
  /** A byte string; of a hard link, the first of its names. */
  readonly linkTarget: string;
  readonly isOpaque: boolean;
}

/** Some files of one layer. */
export interface LayerFiles {
  readonly index: number;
  readonly digest: Digest;
  readonly files: readonly LayerFile[];
}

const PIECE = 500;
const OPAQUE = ['trusted.overlay.opaque', 'user.overlay.opaque'];

/** The files of each unpacked layer (or of one, by digest), lowest first, by name; at least one piece per layer. Throws not-found. */
export async function* listLayerFiles(
  store: Pick<ImageStore, 'layers' | 'holds'>,
  request: { readonly image: ImageRecord; readonly layer: string; readonly signal: AbortSignal },
): AsyncGenerator<LayerFiles, void, undefined> {
  const { image, layer, signal } = request;
  using hold = store.holds.open();
  hold.add(image.layers.map(({ chainId }) => chainId));
  const sys = createLayerSyscall();
  const isMeant = ({ digest, diffId }: ImageRecord['layers'][number]): boolean =>
    layer === '' || layer === digest || layer === diffId;
  if (layer !== '' && !image.layers.some(isMeant)) throw noLayer(image, layer);
  for (const [index, each] of image.layers.entries()) {
    if (!isMeant(each)) continue;
    let files: LayerFile[] = [];
    for await (const file of walk({ root: store.layers.directory(each.chainId), sys, firstNames: new Map() }, '')) {
      signal.throwIfAborted();
      files.push(file);
      if (files.length < PIECE) continue;
      yield { index, digest: each.digest, files };
      files = [];
    }
    yield { index, digest: each.digest, files };
  }
}

interface Walk {
  readonly root: string;
  readonly sys: Pick<LayerSyscall, 'lgetxattr'>;
  /** By inode, of files with several names. */
  readonly firstNames: Map<bigint, string>;
}

/** Every file below the root of a layer, or of a writable layer, by name. */
export function walkLayer(root: string): AsyncGenerator<LayerFile, void, undefined> {
  return walk({ root, sys: createLayerSyscall(), firstNames: new Map() }, '');
}

/** `directory` is '' or ends with a slash. */
async function* walk(of: Walk, directory: string): AsyncGenerator<LayerFile, void, undefined> {
  const root = toByteString(of.root);
  const names = (await fs.readdir(fsPath(`${root}/${directory}`), { encoding: 'latin1' })).sort();
  for (const name of names) {
    const path = directory + name;
    const stat = await fs.lstat(fsPath(`${root}/${path}`), { bigint: true });
    yield await describe(of, path, stat);
    if (stat.isDirectory()) yield* walk(of, `${path}/`);
  }
}

async function describe(of: Walk, path: string, stat: BigIntStats): Promise<LayerFile> {
  const full = `${toByteString(of.root)}/${path}`;
  const own = kindOf(stat);
  const mayBeLinked = stat.nlink > 1n && own !== 'directory' && own !== 'whiteout';
  const first = mayBeLinked ? of.firstNames.get(stat.ino) : undefined;
  if (mayBeLinked && first === undefined) of.firstNames.set(stat.ino, path);
  const kind = first === undefined ? own : 'hardlink';
  return {
    path,
    kind,
    sizeBytes: stat.isFile() ? Number(stat.size) : 0,
    mode: Number(stat.mode & 0o7777n),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    modifiedAtNs: Number(stat.mtimeNs),
    linkTarget: first ?? (stat.isSymbolicLink() ? await fs.readlink(fsPath(full), 'latin1') : ''),
    isOpaque: stat.isDirectory() && OPAQUE.some((name) => of.sys.lgetxattr(asText(full), name) !== undefined),
  };
}

function kindOf(stat: BigIntStats): LayerFileKind {
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isCharacterDevice()) return stat.rdev === 0n ? 'whiteout' : 'character-device';
  if (stat.isBlockDevice()) return 'block-device';
  return stat.isFIFO() ? 'fifo' : 'file';
}

const asText = (byteString: string): string => Buffer.from(byteString, 'latin1').toString('utf8');

function noLayer(image: ImageRecord, layer: string): CriError {
  return new CriError('not-found', `image ${nameOf(image)} has no layer ${printable(layer, 100)}`, {
    hint: 'give the digest of one of its layers, or none for all',
  });
}
