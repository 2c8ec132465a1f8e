import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly manifests?: readonly { readonly digest: string; readonly platform?: { readonly architecture: string } }[];
  readonly layers: readonly { readonly digest: string; readonly mediaType: string }[];
}

export interface LayerFile {
  readonly path: string;
  readonly mediaType: string;
}

const ACCEPT = ['manifest.v1', 'index.v1'].map((kind) => `application/vnd.oci.image.${kind}+json`);
const DOCKER = ['manifest.v2', 'manifest.list.v2'].map((kind) => `application/vnd.docker.distribution.${kind}+json`);

/** The layers of an image in a registry without TLS and passwords, as files below `directory`. */
export async function fetchLayers(reference: string, directory: string): Promise<LayerFile[]> {
  const [, host = '', repository = '', tag = 'latest'] = /^([^/]+)\/(.+?)(?::([^/:]+))?$/.exec(reference) ?? [];
  const base = `http://${host}/v2/${repository}`;
  const manifestOf = async (name: string): Promise<Manifest> => {
    const response = await fetch(`${base}/manifests/${name}`, { headers: { accept: [...ACCEPT, ...DOCKER].join(',') } });
    if (!response.ok) throw new Error(`${reference}: ${String(response.status)}`);
    const manifest = (await response.json()) as Manifest;
    const own = manifest.manifests?.find(
      ({ platform }) => platform?.architecture === (process.arch === 'x64' ? 'amd64' : process.arch),
    );
    return own === undefined ? manifest : manifestOf(own.digest);
  };
  const { layers } = await manifestOf(tag);
  return Promise.all(
    layers.map(async ({ digest, mediaType }, index) => {
      const path = join(directory, `${repository.replaceAll('/', '-')}-${index}`);
      writeFileSync(path, Buffer.from(await (await fetch(`${base}/blobs/${digest}`)).arrayBuffer()));
      return { path, mediaType };
    }),
  );
}

/** What programs need that do nothing but unpack: `igzip -dc | tar x` for one layer after the other, into a directory each. */
export function unpackByPrograms(layers: readonly LayerFile[], parent: string): number {
  const directory = mkdtempSync(join(parent, 'slipway-floor-'));
  try {
    const begin = performance.now();
    for (const [index, { path, mediaType }] of layers.entries()) {
      const target = join(directory, String(index));
      mkdirSync(target);
      execFileSync('sh', ['-c', '"$1" -dc < "$2" | tar x -p --numeric-owner -C "$3"', 'sh', inflater(mediaType), path, target]);
    }
    return performance.now() - begin;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The quickest that is installed. */
export function inflater(mediaType: string): string {
  const names = mediaType.endsWith('zstd') ? ['zstd'] : ['igzip', 'pigz', 'gzip'];
  return names.find((name) => isInstalled(name)) ?? names.at(-1) ?? '';
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
