import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { CallOptions as GrpcCallOptions } from '@grpc/grpc-js';
import { ImageService, RuntimeService } from '../proto/gen/cri.ts';
import { Slipway } from '../proto/gen/slipway.ts';
import type { Input } from '../proto/wire.ts';
import type { AnyCodec, AnyMethod, Method, ServiceTable } from '../proto/services.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds from now; default: none. */
  readonly timeoutMs?: number;
}

type Call<M> =
  M extends Method<infer Request, infer Response, 'unary'>
    ? (request?: Input<Request>, options?: CallOptions) => Promise<Response>
    : M extends Method<infer Request, infer Response, 'serverStream'>
      ? (request?: Input<Request>, options?: CallOptions) => AsyncIterable<Response>
      : M extends Method<infer Request, infer Response, 'clientStream'>
        ? (requests: AsyncIterable<Input<Request>> | Iterable<Input<Request>>, options?: CallOptions) => Promise<Response>
        : never;

export type Calls<Table> = { readonly [Name in keyof Table]: Call<Table[Name]> };

export interface CriClient {
  readonly runtime: Calls<typeof RuntimeService>;
  readonly images: Calls<typeof ImageService>;
  readonly slipway: Calls<typeof Slipway>;
  close(): void;
}

/** A client of any CRI endpoint on a unix socket. A failed call rejects with grpc-js's ServiceError (`code`, `details`, `metadata`). */
export function connectCri(socket: string): CriClient {
  const client = new Client(`unix://${socket}`, credentials.createInsecure(), {
    'grpc-node.flow_control_window': 8 * 1024 * 1024,
    'grpc.max_receive_message_length': -1,
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.max_reconnect_backoff_ms': 500,
    // A channel of its own for each client: a test that restarts the daemon does not meet another's backoff.
    'grpc.use_local_subchannel_pool': 1,
  });
  return {
    runtime: callsOf(client, RuntimeService),
    images: callsOf(client, ImageService),
    slipway: callsOf(client, Slipway),
    close: () => {
      client.close();
    },
  };
}

function callsOf<Table extends ServiceTable>(client: Client, table: Table): Calls<Table> {
  const make = (method: AnyMethod): unknown => {
    switch (method.kind) {
      case 'unary':
        return (request: object = {}, options: CallOptions = {}) => unary(client, method, { request, options });
      case 'serverStream':
        return (request: object = {}, options: CallOptions = {}) => serverStream(client, method, { request, options });
      case 'clientStream':
        return (requests: AsyncIterable<object>, options: CallOptions = {}) =>
          clientStream(client, method, { requests, options });
    }
  };
  return Object.fromEntries(Object.entries(table).map(([name, method]) => [name, make(method)])) as Calls<Table>;
}

async function unary(
  client: Client,
  method: AnyMethod,
  { request, options }: { request: object; options: CallOptions },
): Promise<unknown> {
  options.signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const call = client.makeUnaryRequest(
    method.path,
    serializer(method.request),
    deserializer(method.response),
    request,
    new Metadata(),
    grpcOptions(options),
    (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    },
  );
  return cancelling(
    options.signal,
    () => {
      call.cancel();
    },
    promise,
  );
}

async function* serverStream(
  client: Client,
  method: AnyMethod,
  { request, options }: { request: object; options: CallOptions },
): AsyncGenerator<unknown, void, undefined> {
  options.signal?.throwIfAborted();
  const call = client.makeServerStreamRequest(
    method.path,
    serializer(method.request),
    deserializer(method.response),
    request,
    new Metadata(),
    grpcOptions(options),
  );
  const cancel = (): void => {
    call.cancel();
  };
  options.signal?.addEventListener('abort', cancel, { once: true });
  try {
    for await (const message of call) yield message;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    // Leaving the loop early cancels the call; what grpc-js says about that afterwards is no news.
    call.on('error', () => undefined);
    cancel();
  }
}

async function clientStream(
  client: Client,
  method: AnyMethod,
  { requests, options }: { requests: AsyncIterable<object> | Iterable<object>; options: CallOptions },
): Promise<unknown> {
  options.signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const call = client.makeClientStreamRequest(
    method.path,
    serializer(method.request),
    deserializer(method.response),
    new Metadata(),
    grpcOptions(options),
    (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    },
  );
  const feed = async (): Promise<void> => {
    for await (const request of requests) {
      if (!call.write(request))
        await new Promise((done) => {
          call.once('drain', done);
          call.once('close', done);
        });
    }
    call.end();
  };
  feed().catch((error: unknown) => {
    reject(error);
    call.cancel();
  });
  return cancelling(
    options.signal,
    () => {
      call.cancel();
    },
    promise,
  );
}

async function cancelling<T>(signal: AbortSignal | undefined, cancel: () => void, result: Promise<T>): Promise<T> {
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await result;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

function grpcOptions({ timeoutMs }: CallOptions): GrpcCallOptions {
  return timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
}

function serializer(codec: AnyCodec): (message: object) => Buffer {
  return (message) => codec.encode(message as never);
}

function deserializer(codec: AnyCodec): (bytes: Buffer) => unknown {
  return (bytes) => codec.decode(bytes);
}
