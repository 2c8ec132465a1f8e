import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Blob, BuiltImage, BuiltIndex } from './image-builder.ts';

export interface Registry {
  /** `127.0.0.1:PORT`, the first part of every reference. */
  readonly address: string;
  /** Pushes `repository` at `tag` (default latest) with all its blobs; answers the full reference. */
  push(repository: string, image: BuiltImage | BuiltIndex, tag?: string): Promise<string>;
  /** Uploads one blob; the registry verifies its digest. */
  pushBlob(repository: string, blob: Blob): Promise<void>;
  /** Uploads a manifest under a tag or digest; every blob it names must be there. */
  pushManifest(repository: string, manifest: Blob, tag: string): Promise<void>;
  /** Its directory, for another registry over the same content. */
  readonly storage: string;
  /** The file that holds a blob, to be damaged by a test. */
  blobFile(digest: string): string;
  /** Ends the server and removes its storage. */
  close(): Promise<void>;
}

type Server = ChildProcessByStdio<Writable, null, Readable>;

const CONFIGURATION = `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: /nonexistent}, delete: {enabled: true}}
http: {addr: '127.0.0.1:0'}
`;

/** Its input ends when this process closes it, or is killed. */
const UNTIL_WE_END = 'docker-registry serve "$0" & cat > /dev/null; kill -9 $!';

/** Why no registry can be started here; undefined when one can. */
export function registryMissing(): string | undefined {
  try {
    execFileSync('docker-registry', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'docker-registry is not installed (apt-get install docker-registry)';
  }
}

export interface RegistryOptions {
  readonly storageParent?: string;
  /** Of another registry, which has been pushed to and stays open longer; otherwise it has its own. */
  readonly storage?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts Debian's docker-registry on a free loopback port. The caller closes it. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const directory = await mkdtemp(join(options.storageParent ?? tmpdir(), 'slipway-registry-'));
  try {
    const storage = options.storage ?? directory;
    const { server, address } = await serve(directory, { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: storage, ...options.env });
    return registry({ server, address, storage, directory });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function serve(directory: string, env: Readonly<Record<string, string>>): Promise<{ server: Server; address: string }> {
  const configuration = join(directory, 'config.yml');
  await writeFile(configuration, CONFIGURATION);
  for (let attempt = 1; ; attempt++) {
    const address = `127.0.0.1:${await freePort()}`;
    const server = spawn('sh', ['-c', UNTIL_WE_END, configuration], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {
        ...process.env,
        REGISTRY_HTTP_ADDR: address,
        OTEL_TRACES_EXPORTER: 'none',
        ...env,
      },
    });
    let complaint = '';
    server.stderr.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)));
    if (await answers(server, address)) return { server, address };
    // The port may have been taken between looking and listening.
    if (attempt === 3) throw new Error(`docker-registry did not start on ${address}: ${complaint}`);
  }
}

async function answers(server: Server, address: string): Promise<boolean> {
  for (const end = Date.now() + 5000; Date.now() < end && server.exitCode === null;) {
    const response = await fetch(`http://${address}/v2/`).catch(() => undefined);
    if (response !== undefined) return true;
    await sleep(20);
  }
  server.stdin.end();
  return false;
}

interface Serving {
  readonly server: Server;
  readonly address: string;
  readonly storage: string;
  readonly directory: string;
}

function registry({ server, address, storage, directory }: Serving): Registry {
  const base = (repository: string): string => `http://${address}/v2/${repository}`;

  const pushBlob = async (repository: string, blob: Blob): Promise<void> => {
    const known = await fetch(`${base(repository)}/blobs/${blob.digest}`, { method: 'HEAD' });
    if (known.ok) return;
    const upload = await expectStatus(202, fetch(`${base(repository)}/blobs/uploads/`, { method: 'POST' }));
    const location = new URL(upload.headers.get('location') ?? '', base(repository));
    location.searchParams.set('digest', blob.digest);
    await expectStatus(
      201,
      fetch(location, { method: 'PUT', body: Buffer.from(blob.bytes), headers: { 'content-type': 'application/octet-stream' } }),
    );
  };

  const pushManifest = async (repository: string, manifest: Blob, tag: string): Promise<void> => {
    const body = Buffer.from(manifest.bytes);
    await expectStatus(
      201,
      fetch(`${base(repository)}/manifests/${tag}`, { method: 'PUT', body, headers: { 'content-type': manifest.mediaType } }),
    );
  };

  return {
    address,
    storage,
    pushBlob,
    pushManifest,
    push: async (repository, image, tag = 'latest') => {
      const parts = 'images' in image ? image.images : [image];
      for (const part of parts) {
        await Promise.all([part.config, ...part.layers].map((blob) => pushBlob(repository, blob)));
        if ('images' in image) await pushManifest(repository, part.manifest, part.manifest.digest);
      }
      await pushManifest(repository, image.manifest, tag);
      return `${address}/${repository}:${tag}`;
    },
    blobFile: (digest) => {
      const hex = digest.slice('sha256:'.length);
      return join(storage, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
    },
    close: async () => {
      if (server.exitCode === null && server.signalCode === null) {
        const gone = once(server, 'exit');
        server.stdin.end();
        await gone;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function expectStatus(status: number, answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (response.status !== status) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
