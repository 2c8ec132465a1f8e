import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import { buildImage, digestOf, type Compression, type LayerBlob } from '../../support/image-builder.ts';
import type { Registry } from '../../support/registry.ts';

const MIB = 1 << 20;
/** Of a distribution, a language, a toolchain, libraries and an application. */
const LAYER_BYTES = [123, 117, 248, 105, 24].map((mib) => mib * MIB);
const MODULE_FILES = 43_000;
const MAX_MODULE_BYTES = 64 * 1024;
const MAX_FILE_BYTES = 32 * MIB;

export interface BenchImages {
  /** Five layers, about 620 MB, of this machine's /usr; `sharing` has the same layers and another configuration. */
  readonly layers: string;
  readonly sharing: string;
  readonly zstd: string;
  /** Two layers: the first of those, and 43,000 small files. */
  readonly modules: string;
}

/** Makes the images from files of this machine and pushes them: no two machines have the same, so ratios are what counts. */
export async function pushBenchImages(registry: Registry, directory: string): Promise<BenchImages> {
  const tars = usrTars(directory);
  const gzipped = await compress(tars, 'gzip');
  const zstd = await compress(tars, 'zstd');
  const modules = await compress([modulesTar(directory)], 'gzip');
  const push = async (name: string, layers: readonly LayerBlob[], config = {}): Promise<string> =>
    registry.push(`bench/${name}`, await buildImage({ layers, config }));
  return {
    layers: await push('layers', gzipped),
    sharing: await push('sharing', gzipped, { Cmd: ['another'] }),
    zstd: await push('zstd', zstd),
    modules: await push('modules', [...gzipped.slice(0, 1), ...modules]),
  };
}

async function compress(tars: readonly string[], compression: Exclude<Compression, 'none'>): Promise<LayerBlob[]> {
  const squeeze = { gzip: promisify(gzip), zstd: promisify(zstdCompress) }[compression];
  const layers: LayerBlob[] = [];
  for (const path of tars) {
    const tar = readFileSync(path);
    const bytes = await squeeze(tar);
    const mediaType = `application/vnd.oci.image.layer.v1.tar+${compression}`;
    layers.push({ mediaType, digest: digestOf(bytes), size: bytes.length, bytes, diffId: digestOf(tar) });
  }
  return layers;
}

function usrTars(directory: string): string[] {
  const files = walk('/usr', (bytes) => bytes <= MAX_FILE_BYTES);
  return LAYER_BYTES.map((wanted, index) => {
    const names: string[] = [];
    for (let bytes = 0; bytes < wanted;) {
      const next = files.next();
      if (next.done === true) break;
      names.push(next.value.path.slice(1));
      // A header and the rest of the last block.
      bytes += next.value.bytes + 768;
    }
    return pack(join(directory, `usr-${index}.tar`), '/', names);
  });
}

function modulesTar(directory: string): string {
  const root = join(import.meta.dirname, '../../..');
  const tar = join(directory, 'modules.tar');
  rmSync(tar, { force: true });
  for (let copy = 1, left = MODULE_FILES; left > 0; copy++) {
    const names: string[] = [];
    for (const { path } of walk(join(root, 'node_modules'), (bytes) => bytes <= MAX_MODULE_BYTES)) {
      if (names.length === left) break;
      names.push(path.slice(root.length + 1));
    }
    pack(tar, root, names, [`--transform=s,^,app-${copy}/,`]);
    left -= names.length;
  }
  return tar;
}

function pack(tar: string, root: string, names: readonly string[], options: readonly string[] = []): string {
  execFileSync('tar', ['-C', root, '--null', '--no-recursion', ...options, '-T', '-', '-rf', tar], {
    input: names.join('\0'),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return tar;
}

/** Ordinary files, by path. */
function* walk(directory: string, isWanted: (bytes: number) => boolean): Generator<{ path: string; bytes: number }> {
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    const stat = lstatSync(path);
    if (stat.isDirectory()) yield* walk(path, isWanted);
    else if (stat.isFile() && isWanted(stat.size)) yield { path, bytes: stat.size };
  }
}
