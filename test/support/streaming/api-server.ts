import { spawnSync } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { StreamLab } from './stream-lab.ts';

/** As much of a Kubernetes API server as kubectl needs for exec, attach and port-forward: the streams go to the runtime as they are. */
export interface ApiServer {
  readonly url: string;
  /** What clients have asked to upgrade to. */
  readonly upgrades: readonly string[];
  close(): void;
}

/** Why kubectl cannot be used here; undefined when it can. */
export function kubectlMissing(): string | undefined {
  return spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'kubectl is not installed (apt-get install kubernetes-client)';
}

const POD = /^\/api\/v1\/namespaces\/default\/pods\/lab(?:\/(exec|attach|portforward))?$/;

/** One pod, "lab", with one container, "main": those of the lab. The caller closes it. */
export async function startApiServer(lab: StreamLab): Promise<ApiServer> {
  const upgrades: string[] = [];
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const body = DOCUMENTS[path] ?? (POD.test(path) ? POD_DOCUMENT : undefined);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404, reason: 'NotFound' }));
  });
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket);
    upgrades.push(
      `${request.headers.upgrade ?? ''} ${String(request.headers['sec-websocket-protocol'] ?? request.headers['x-stream-protocol-version'])}`,
    );
    pass(lab, { request, socket, head }).catch((error: unknown) => {
      socket.end(`HTTP/1.1 500 Error\r\nConnection: close\r\n\r\n${String(error)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    upgrades,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Passed {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

async function pass(lab: StreamLab, { request, socket, head }: Passed): Promise<void> {
  const asked = new URL(request.url ?? '', 'http://localhost');
  const url = new URL(await streamUrl(lab, asked));
  const runtime = connect(Number(url.port), url.hostname);
  const headers = Array.from({ length: request.rawHeaders.length / 2 }, (_, index) =>
    request.rawHeaders.slice(index * 2, index * 2 + 2).join(': '),
  );
  runtime.write([`${request.method ?? ''} ${url.pathname}${asked.search} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
  runtime.write(head);
  runtime.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('error', () => runtime.destroy()).on('close', () => runtime.destroy());
  socket.pipe(runtime);
  runtime.pipe(socket);
}

async function streamUrl({ daemon, containerId, podSandboxId }: StreamLab, { pathname, searchParams }: URL): Promise<string> {
  const { runtime } = daemon.cri;
  const flag = (name: string): boolean => ['1', 'true'].includes(searchParams.get(name) ?? '');
  const streams = { stdin: flag('stdin'), stdout: flag('stdout'), stderr: flag('stderr') && !flag('tty'), tty: flag('tty') };
  switch (POD.exec(pathname)?.[1]) {
    case 'exec':
      return (await runtime.Exec({ containerId, cmd: searchParams.getAll('command'), ...streams })).url;
    case 'attach':
      return (await runtime.Attach({ containerId, ...streams })).url;
    default:
      return (await runtime.PortForward({ podSandboxId, port: searchParams.getAll('ports').map(Number) })).url;
  }
}

const POD_DOCUMENT = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'lab', namespace: 'default' },
  spec: { containers: [{ name: 'main', image: 'busybox', stdin: true }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', ready: true, state: { running: {} } }] },
};

const DOCUMENTS: Readonly<Record<string, unknown>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [{ name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get', 'list'], shortNames: ['po'] }],
  },
};
