import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type {
  ServerUnaryCall,
  ServiceDefinition,
  ServerWritableStream,
  UntypedServiceImplementation,
  sendUnaryData,
} from '@grpc/grpc-js';
import { ImageService, RuntimeService } from '../../proto/gen/cri.ts';
import { Slipway } from '../../proto/gen/slipway.ts';
import type { Method } from '../../proto/services.ts';
import type { Input } from '../../proto/wire.ts';
import { startFakeStreams, type FakeStreams } from './fake-streams.ts';

interface FakePod {
  name: string;
  state: number;
  createdAt: number;
  labels?: Record<string, string>;
  namespace?: string;
}

/** A CRI endpoint in memory: pods, containers and images that can be set by hand, and calls that can be made to fail. */
export interface FakeEndpoint {
  readonly socket: string;
  /** Method names in the order of their arrival. */
  readonly calls: string[];
  readonly pods: Map<string, FakePod>;
  readonly containers: Map<
    string,
    {
      podId: string;
      name: string;
      image: string;
      state: number;
      createdAt: number;
      exitCode?: number;
      reason?: string;
      /** The last one is the best. */
      shells?: string[];
      tty?: boolean;
      logPath?: string;
      /** As the runtime has it from CreateContainer. */
      config?: object;
    }
  >;
  readonly images: Map<string, { tags: string[]; size: number }>;
  /** Makes the next calls of a method fail until undone. */
  fail(method: string, code: status, message: string, trailers?: Readonly<Record<string, string>>): () => void;
  /** With `false`, slipway.v1 answers Unimplemented, as a foreign runtime does. */
  offersSlipway: boolean;
  readonly streams: FakeStreams;
  stop(): Promise<void>;
}

type Reply = object;
type Answer = (request: never, endpoint: FakeEndpoint) => Reply;

let nextId = 1;
const freshId = (): string => (nextId++).toString(16).padStart(64, '0');

/** Starts one on a socket of its own; the caller stops it. */
export async function startFakeEndpoint(): Promise<FakeEndpoint> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-fake-'));
  const failures = new Map<string, { code: status; details: string; metadata: Metadata }>();
  const server = new Server();
  const streams = await startFakeStreams();
  const endpoint: FakeEndpoint = {
    socket: join(directory, 'cri.sock'),
    calls: [],
    pods: new Map(),
    containers: new Map(),
    images: new Map(),
    offersSlipway: true,
    streams,
    fail: (method, code, details, trailers = {}) => {
      const metadata = new Metadata();
      for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
      failures.set(method, { code, details, metadata });
      return () => void failures.delete(method);
    },
    stop: async () => {
      server.forceShutdown();
      await streams.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  serve(server, { ...RuntimeService, ...ImageService }, (name, request) => {
    endpoint.calls.push(name);
    const failure = failures.get(name);
    if (failure !== undefined) throw Object.assign(new Error(failure.details), failure);
    const answer = ANSWERS[name];
    if (answer === undefined) throw Object.assign(new Error(`${name} is not implemented`), { code: status.UNIMPLEMENTED });
    return answer(request, endpoint);
  });
  serveSlipway(server, endpoint, failures);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${endpoint.socket}`, ServerCredentials.createInsecure(), (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  return endpoint;
}

const ANSWERS: Readonly<Record<string, Answer | undefined>> = {
  Version: () => ({ version: '0.1.0', runtimeName: 'fake', runtimeVersion: '0.1.0', runtimeApiVersion: 'v1' }),
  Status: () => ({
    status: {
      conditions: [
        { type: 'RuntimeReady', status: true },
        { type: 'NetworkReady', status: true },
      ],
    },
    runtimeHandlers: [{ name: '' }, { name: 'runc' }],
    info: { config: '{"stateDir":"/run/fake"}' },
  }),
  ListPodSandbox: (_request, { pods }) => ({ items: [...pods].map(([id, pod]) => podMessage(id, pod)) }),
  PodSandboxStatus: ({ podSandboxId: id }: { podSandboxId: string }, { pods }) => {
    const pod = pods.get(id);
    if (pod === undefined) throw Object.assign(new Error(`pod sandbox ${id} is not known`), { code: status.NOT_FOUND });
    return { status: { ...podMessage(id, pod), network: { ip: '10.1.0.2' } } };
  },
  RunPodSandbox: ({ config }: { config: { metadata: { name: string } } }, { pods }) => {
    const id = freshId();
    pods.set(id, { name: config.metadata.name, state: 0, createdAt: Date.now() });
    return { podSandboxId: id };
  },
  StopPodSandbox: ({ podSandboxId }: { podSandboxId: string }, { pods, containers }) => {
    const pod = pods.get(podSandboxId);
    if (pod !== undefined) pod.state = 1;
    for (const container of containers.values())
      if (container.podId === podSandboxId && container.state === 1) container.state = 2;
    return {};
  },
  RemovePodSandbox: ({ podSandboxId }: { podSandboxId: string }, { pods, containers }) => {
    pods.delete(podSandboxId);
    for (const [id, container] of containers) if (container.podId === podSandboxId) containers.delete(id);
    return {};
  },
  ListContainers: (_request, { containers }) => ({
    containers: [...containers].map(([id, container]) => containerMessage(id, container)),
  }),
  ContainerStatus: ({ containerId: id }: { containerId: string }, { containers }) => {
    const container = containers.get(id);
    if (container === undefined) throw Object.assign(new Error(`container ${id} is not known`), { code: status.NOT_FOUND });
    const { exitCode = 0, reason = '' } = container;
    const { tty = false } = container;
    const runtimeSpec = { process: { args: ['sleep', '1d'], env: ['PATH=/bin', 'A=b=c'], terminal: tty } };
    const info = { info: JSON.stringify({ runtimeSpec, config: { stdin: tty } }) };
    const { logPath = '' } = container;
    return { status: { ...containerMessage(id, container), exitCode, reason, logPath, startedAt: Date.now() * 1e6 }, info };
  },
  CreateContainer: (
    request: { podSandboxId: string; config: { metadata: { name: string }; image: { image: string } } },
    { containers },
  ) => {
    const id = freshId();
    const { config } = request;
    containers.set(id, {
      podId: request.podSandboxId,
      name: config.metadata.name,
      image: config.image.image,
      state: 0,
      createdAt: Date.now(),
      shells: ['sh'],
      config,
    });
    return { containerId: id };
  },
  StartContainer: ({ containerId }: { containerId: string }, { containers }) => {
    const container = containers.get(containerId);
    if (container !== undefined) container.state = 1;
    return {};
  },
  ExecSync: ({ containerId, cmd }: { containerId: string; cmd: string[] }, { containers }) => {
    const { shells = ['sh'] } = containers.get(containerId) ?? {};
    const [program = '', ...args] = cmd;
    const isShell = ['sh', 'ash', 'bash'].includes(program);
    if (isShell && !shells.includes(program)) {
      throw Object.assign(new Error(`no such program: ${program}`), { code: status.UNKNOWN });
    }
    const stdout = isShell ? `/bin/${shells.at(-1) ?? ''}\n` : `${args.join(' ')}\n`;
    return { exitCode: program === 'false' ? 1 : 0, stdout: Buffer.from(stdout) };
  },
  Exec: ({ cmd, tty }: { cmd: string[]; tty: boolean }, { streams }) => ({
    url: streams.offer({ kind: 'command', argv: cmd, tty }),
  }),
  Attach: ({ tty }: { tty: boolean }, { streams }) => ({ url: streams.offer({ kind: 'command', argv: ['cat'], tty }) }),
  PortForward: ({ port }: { port: number[] }, { streams }) => ({ url: streams.offer({ kind: 'port', ports: port }) }),
  StopContainer: ({ containerId }: { containerId: string }, { containers }) => {
    const container = containers.get(containerId);
    if (container !== undefined) Object.assign(container, { state: 2, exitCode: 137, reason: 'Error' });
    return {};
  },
  RemoveContainer: ({ containerId }: { containerId: string }, { containers }) => {
    containers.delete(containerId);
    return {};
  },
  ListImages: (_request, { images }) => ({
    images: [...images].map(([id, image]) => ({ id, repoTags: image.tags, size: image.size })),
  }),
  ImageStatus: ({ image: { image: name } }: { image: { image: string } }, { images }) => {
    const found = [...images].find(([id, image]) => id === name || image.tags.includes(name));
    return found === undefined ? {} : { image: { id: found[0], repoTags: found[1].tags, size: found[1].size } };
  },
  PullImage: ({ image: { image: name } }: { image: { image: string } }, { images }) => {
    images.set(`sha256:${name}`, { tags: [name], size: 1000 });
    return { imageRef: `sha256:${name}` };
  },
  RemoveImage: ({ image: { image: name } }: { image: { image: string } }, { images }) => {
    images.delete(name);
    return {};
  },
  ImageFsInfo: () => ({
    imageFilesystems: [{ fsId: { mountpoint: '/var/lib/fake' }, usedBytes: { value: 5000 }, inodesUsed: { value: 7 } }],
  }),
};

function podMessage(id: string, pod: FakePod): object {
  return {
    id,
    metadata: { name: pod.name, namespace: pod.namespace ?? 'default', uid: id },
    state: pod.state,
    createdAt: pod.createdAt * 1e6,
    labels: pod.labels ?? {},
  };
}

function containerMessage(
  id: string,
  container: { podId: string; name: string; image: string; state: number; createdAt: number },
): object {
  return {
    id,
    podSandboxId: container.podId,
    metadata: { name: container.name, attempt: 0 },
    image: { image: container.image },
    imageRef: container.image,
    imageId: `sha256:${container.image}`,
    state: container.state,
    createdAt: container.createdAt * 1e6,
  };
}

type Handler = (name: string, request: never) => Reply;

function serve(server: Server, methods: object, handler: Handler): void {
  const table = methods as Readonly<Record<string, Method<object, Reply>>>;
  for (const path of new Set(Object.values(table).map((method) => method.path.split('/')[1] ?? ''))) {
    const own = Object.entries(table).filter(([, method]) => method.path.startsWith(`/${path}/`));
    const definition = Object.fromEntries(own.map(([name, method]) => [name, definitionOf(method)]));
    const implementation = Object.fromEntries(
      own.map(([name, method]) => [
        name,
        method.kind === 'unary'
          ? (call: ServerUnaryCall<never, Reply>, callback: sendUnaryData<Reply>) => {
              try {
                callback(null, handler(name, call.request));
              } catch (error) {
                callback(error as Error);
              }
            }
          : (call: ServerWritableStream<never, Reply>) => {
              call.emit('error', Object.assign(new Error(`${name} is not offered`), { code: status.UNIMPLEMENTED }));
            },
      ]),
    );
    server.addService(definition as unknown as ServiceDefinition, implementation as unknown as UntypedServiceImplementation);
  }
}

function serveSlipway(server: Server, endpoint: FakeEndpoint, failures: ReadonlyMap<string, { code: status }>): void {
  const refuse = (call: ServerWritableStream<never, Reply>, error: object): void =>
    void call.emit('error', Object.assign(new Error('refused'), error));
  server.addService(
    {
      PullImage: definitionOf(Slipway.PullImage),
      ContainerLogs: definitionOf(Slipway.ContainerLogs),
      PodLogs: definitionOf(Slipway.PodLogs),
    } as unknown as ServiceDefinition,
    {
      PullImage: (call: ServerWritableStream<{ reference: string }, Reply>) => {
        endpoint.calls.push('slipway.PullImage');
        const failure = failures.get('slipway.PullImage');
        if (!endpoint.offersSlipway) {
          refuse(call as never, { code: status.UNIMPLEMENTED });
          return;
        }
        if (failure !== undefined) {
          refuse(call as never, { ...failure });
          return;
        }
        const { reference } = call.request;
        for (const [phase, doneBytes] of [
          [2, 0],
          [3, 50],
          [5, 100],
        ] as const) {
          call.write({ layers: [{ digest: 'sha256:aaaa', phase, doneBytes, totalBytes: 100 }] });
        }
        endpoint.images.set(`sha256:${reference}`, { tags: [reference], size: 1000 });
        call.write({ imageId: `sha256:${reference}` });
        call.end();
      },
      PodLogs: (call: ServerWritableStream<{ options?: { follow: boolean } }, Reply>) => {
        endpoint.calls.push('slipway.PodLogs');
        if (!endpoint.offersSlipway) {
          refuse(call as never, { code: status.UNIMPLEMENTED });
          return;
        }
        const records = (text: string): object[] => [{ timeNs: 1e18, stream: 1, text: Buffer.from(text) }];
        call.write({
          batches: [
            { containerId: 'c1', name: 'web', records: records('hello') },
            { containerId: 'c2', name: 'db', attempt: 1, records: records('again') },
          ],
        });
        if (call.request.options?.follow !== true) call.end();
      },
      ContainerLogs: (call: ServerWritableStream<{ follow: boolean }, Reply>) => {
        endpoint.calls.push('slipway.ContainerLogs');
        if (!endpoint.offersSlipway) {
          refuse(call as never, { code: status.UNIMPLEMENTED });
          return;
        }
        call.write({
          records: [
            { timeNs: 1e18, stream: 1, text: Buffer.from('hello') },
            { timeNs: 1e18, stream: 2, text: Buffer.from('oh') },
          ],
        });
        if (!call.request.follow) call.end();
      },
    },
  );
}

function definitionOf<Request, Response>(method: Method<Request, Response>): object {
  return {
    path: method.path,
    requestStream: method.kind === 'clientStream',
    responseStream: method.kind === 'serverStream',
    requestSerialize: (message: Input<Request>) => method.request.encode(message),
    requestDeserialize: (bytes: Buffer) => method.request.decode(bytes),
    responseSerialize: (message: Input<Response>) => method.response.encode(message),
    responseDeserialize: (bytes: Buffer) => method.response.decode(bytes),
  };
}
