import { createServer } from 'node:net';
import { publishedPorts } from '../../client/published-ports.ts';
import type { ImageDetails, Pod } from '../../client/types.ts';
import { parsed } from '../../inspect/inspect-text.ts';

/** Host ports below this need care: they are the machine's own services. */
const FIRST_FREE = 1024;
const SHIFT = 8000;
const TRIES = 50;

/** `host:container` for each TCP port that the image says it serves on; the host's port is free. */
export async function offeredPorts(image: ImageDetails | undefined, pods: readonly Pod[]): Promise<readonly string[]> {
  const taken = new Set(pods.flatMap((pod) => publishedPorts(pod).map((port) => port.hostPort)));
  const offered: string[] = [];
  for (const port of image === undefined ? [] : exposedPorts(image)) {
    const host = await freePort(port < FIRST_FREE ? port + SHIFT : port, taken);
    if (host === undefined) continue;
    taken.add(host);
    offered.push(`${host}:${port}`);
  }
  return offered;
}

/** From the image's configuration, which runtimes give in their verbose status. */
export function exposedPorts(image: Pick<ImageDetails, 'info'>): readonly number[] {
  for (const text of Object.values(image.info)) {
    const ports = field(field(field(parsed(text), 'imageSpec'), 'config'), 'ExposedPorts');
    if (typeof ports !== 'object' || ports === null) continue;
    return Object.keys(ports).flatMap((name) => {
      const [, port] = /^(\d{1,5})(?:\/tcp)?$/.exec(name) ?? [];
      return port === undefined ? [] : [Number(port)];
    });
  }
  return [];
}

async function freePort(first: number, taken: ReadonlySet<number>): Promise<number | undefined> {
  for (let port = first; port < first + TRIES && port <= 65_535; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
