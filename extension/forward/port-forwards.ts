import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { RpcError, messageOf } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { Pod } from '../client/types.ts';
import { createEmitter } from '../events.ts';
import type { Disposable, Event } from '../events.ts';
import { LOCAL_ID } from '../target/target.ts';
import { joinStreams } from './join-streams.ts';
import { t } from '../l10n.ts';

/** A port of this machine that leads to a port of a pod. */
export interface PortForward {
  readonly id: string;
  readonly podId: string;
  readonly podName: string;
  readonly namespace: string;
  /** In the pod. */
  readonly port: number;
  readonly localPort: number;
  readonly connections: number;
  /** Why the last connection failed; '' when it did not. */
  readonly problem: string;
}

/** The forwarded ports of this workspace. */
export interface PortForwards extends Disposable {
  /** Those that listen now. */
  readonly list: readonly PortForward[];
  readonly onDidChange: Event<undefined>;
  /** Rejects with already-exists when `localPort` is taken; without one it is the same number, or any that is free. */
  start(pod: Pod, ports: { readonly port: number; readonly localPort?: number | undefined }): Promise<PortForward>;
  /** Ends it and its connections, and forgets it. */
  stop(id: string): Promise<void>;
  /** Begins again what the workspace had for these pods, or for others of their names; ends what leads to a pod that is gone. */
  follow(pods: readonly Pod[]): Promise<void>;
}

/** What VS Code keeps for a workspace. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

interface Saved {
  /** The runtime that has the pod; names are only its own. */
  readonly target?: string;
  readonly podId: string;
  readonly podName: string;
  readonly namespace: string;
  readonly port: number;
  readonly localPort: number;
}

interface Running {
  forward: PortForward;
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

const KEY = 'slipway.forwards';
const MAX_SAVED = 50;
const MAX_CONNECTIONS = 256;
const FIRST_FREE = 1024;

/** None listens before `follow` or `start`. The caller disposes it; what is saved stays. */
export function createPortForwards(
  memory: Memory,
  client: () => Pick<RuntimeClient, 'connectPort'>,
  targetId: () => string = () => LOCAL_ID,
): PortForwards {
  return new Forwards(memory, client, targetId);
}

class Forwards implements PortForwards {
  readonly onDidChange: Event<undefined>;
  private readonly changes = createEmitter<undefined>();
  private readonly running = new Map<string, Running>();
  private readonly memory: Memory;
  private readonly client: () => Pick<RuntimeClient, 'connectPort'>;
  private readonly targetId: () => string;
  private following = Promise.resolve();

  constructor(memory: Memory, client: () => Pick<RuntimeClient, 'connectPort'>, targetId: () => string) {
    this.memory = memory;
    this.client = client;
    this.targetId = targetId;
    this.onDidChange = this.changes.event;
  }

  get list(): readonly PortForward[] {
    return [...this.running.values()].map(({ forward }) => forward);
  }

  async start(pod: Pod, { port, localPort }: { port: number; localPort?: number | undefined }): Promise<PortForward> {
    const wanted = localPort === undefined ? [port >= FIRST_FREE ? port : 0, 0] : [localPort];
    const forward = await this.listen(pod, port, wanted);
    const { podId, podName, namespace } = forward;
    const saved = this.saved.filter((each) => !isSame(each, forward));
    await this.save([...saved, { podId, podName, namespace, port, localPort: forward.localPort }]);
    return forward;
  }

  async stop(id: string): Promise<void> {
    const running = this.running.get(id);
    if (running === undefined) return;
    this.end(running);
    await this.save(this.saved.filter((each) => !isSame(each, running.forward)));
  }

  follow(pods: readonly Pod[]): Promise<void> {
    this.following = this.following.then(() => this.followOnce(pods));
    return this.following;
  }

  dispose(): void {
    for (const running of [...this.running.values()]) this.end(running);
  }

  private get allSaved(): readonly Saved[] {
    const value = this.memory.get(KEY);
    return Array.isArray(value) ? value.filter(isSaved) : [];
  }

  /** Those of the runtime that is shown. */
  private get saved(): readonly Saved[] {
    return this.allSaved.filter(({ target = LOCAL_ID }) => target === this.targetId());
  }

  private async save(forwards: readonly Saved[]): Promise<void> {
    const target = this.targetId();
    const others = this.allSaved.filter((each) => (each.target ?? LOCAL_ID) !== target);
    await this.memory.update(KEY, [...others, ...forwards.map((each) => ({ ...each, target }))].slice(-MAX_SAVED));
  }

  private async followOnce(pods: readonly Pod[]): Promise<void> {
    const ready = pods.filter(({ state }) => state === 'ready');
    const ids = new Set(ready.map(({ id }) => id));
    for (const running of [...this.running.values()]) if (!ids.has(running.forward.podId)) this.end(running);
    for (const saved of this.saved) {
      if (this.list.some((forward) => isSame(saved, forward))) continue;
      const pod =
        ready.find(({ id }) => id === saved.podId) ??
        ready.find(({ name, namespace }) => name === saved.podName && namespace === saved.namespace);
      if (pod !== undefined) await this.listen(pod, saved.port, [saved.localPort, 0]);
    }
  }

  private async listen(pod: Pod, port: number, wanted: readonly number[]): Promise<PortForward> {
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      void this.serve(id, socket);
    });
    server.maxConnections = MAX_CONNECTIONS;
    const localPort = await listenOnOne(server, wanted);
    const id = `${pod.id}/${String(port)}/${String(localPort)}`;
    const { id: podId, name: podName, namespace } = pod;
    const forward = { id, podId, podName, namespace, port, localPort, connections: 0, problem: '' };
    this.running.set(id, { forward, server, sockets });
    this.changes.fire(undefined);
    return forward;
  }

  private async serve(id: string, socket: Socket): Promise<void> {
    const running = this.running.get(id);
    if (running === undefined) {
      socket.destroy();
      return;
    }
    running.sockets.add(socket);
    this.update(running, {});
    let problem = '';
    socket.once('close', () => {
      running.sockets.delete(socket);
      this.update(running, { problem });
    });
    const gone = new AbortController();
    const leave = (): void => {
      gone.abort();
    };
    socket.on('error', leave);
    socket.once('close', leave);
    let remote: Duplex;
    try {
      const { podId, port } = running.forward;
      remote = await this.client().connectPort(podId, port, { signal: gone.signal, background: true });
    } catch (error) {
      if (!gone.signal.aborted) problem = messageOf(error);
      socket.destroy();
      return;
    }
    remote.on('error', (error) => {
      problem = messageOf(error);
    });
    joinStreams(socket, remote);
  }

  private update(running: Running, change: Partial<PortForward>): void {
    running.forward = { ...running.forward, ...change, connections: running.sockets.size };
    if (this.running.has(running.forward.id)) this.changes.fire(undefined);
  }

  private end({ forward, server, sockets }: Running): void {
    this.running.delete(forward.id);
    server.close();
    for (const socket of sockets) socket.destroy();
    this.changes.fire(undefined);
  }
}

/** The first port of these that is free; 0 stands for any. */
async function listenOnOne(server: Server, ports: readonly number[]): Promise<number> {
  let problem: unknown;
  for (const port of ports) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      problem = error;
    }
  }
  throw new RpcError('already-exists', t('port {0} of this machine cannot be used: {1}', String(ports[0]), messageOf(problem)), {
    cause: problem,
    hint: t('choose another local port'),
  });
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      server.on('error', () => undefined); // a connection that went away before it was taken
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function isSame(saved: Saved, forward: Pick<PortForward, 'podId' | 'podName' | 'namespace' | 'port'>): boolean {
  const samePod = saved.podId === forward.podId || (saved.podName === forward.podName && saved.namespace === forward.namespace);
  return samePod && saved.port === forward.port;
}

function isSaved(value: unknown): value is Saved {
  if (typeof value !== 'object' || value === null) return false;
  const { podId, podName, namespace, port, localPort } = value as Record<string, unknown>;
  return [podId, podName, namespace].every((each) => typeof each === 'string') && isPort(port) && isPort(localPort);
}

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536;
}
