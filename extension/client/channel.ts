import { pipeline } from 'node:stream/promises';
import type { Client, ClientReadableStream, Metadata, ServiceError } from '@grpc/grpc-js';
import type { Method } from '../../proto/services.ts';
import type { Input } from '../../proto/wire.ts';
import type { CallEnd, CallStart } from './activity.ts';
import type { CallOptions } from './runtime-client.ts';
import { RpcError, isRpcError, messageOf } from './rpc-error.ts';
import { rpcErrorOf } from './status-codes.ts';
import { t } from '../l10n.ts';

/** Hears of every call; returns what hears of its end. */
export interface CallObserver {
  begin(call: CallStart): (end: CallEnd) => void;
}

export interface ChannelCall extends CallOptions {
  /** 0 for none: the caller's signal ends it. */
  readonly deadlineMs: number;
}

/** Calls on one unix socket; connects with the first call, and again after a loss. */
export interface Channel {
  unary<Request, Response>(
    method: Method<Request, Response, 'unary'>,
    request: Input<Request>,
    call: ChannelCall,
  ): Promise<Response>;
  stream<Request, Response>(
    method: Method<Request, Response, 'serverStream'>,
    request: Input<Request>,
    call: ChannelCall,
  ): AsyncIterable<Response>;
  /** Sends messages as fast as they are taken; the answer comes after the last one. */
  upload<Request, Response>(
    method: Method<Request, Response, 'clientStream'>,
    requests: AsyncIterable<Input<Request>>,
    call: ChannelCall,
  ): Promise<Response>;
  close(): void;
}

const OPTIONS = {
  'grpc.max_receive_message_length': 64 * 1024 * 1024,
  'grpc-node.flow_control_window': 8 * 1024 * 1024,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2000,
  'grpc.enable_http_proxy': 0,
  'grpc.default_authority': 'localhost',
};

export function openChannel(socket: string, observer: CallObserver): Channel {
  let opened: Promise<Wire> | undefined;
  const wire = (): Promise<Wire> => (opened ??= openWire(socket));
  return {
    unary: (method, request, call) =>
      observe(observer, startOf(method, request, call), async () =>
        unaryCall({ wire: await wire(), socket, method, request, call }),
      ),
    stream: (method, request, call) => streamCall({ wire, socket, method, request, call, observer }),
    upload: (method, requests, call) =>
      observe(observer, startOf(method, {}, call), async () =>
        uploadCall({ wire: await wire(), socket, method, requests, call }),
      ),
    close: () => {
      opened?.then(
        ({ client }) => {
          client.close();
        },
        () => undefined, // the calls that waited for it have said why
      );
      opened = undefined;
    },
  };
}

interface Wire {
  readonly client: Client;
  readonly noMetadata: () => Metadata;
}

/** gRPC is most of the bundle: a window that makes no call does not evaluate it. */
async function openWire(socket: string): Promise<Wire> {
  const { Client, Metadata, credentials } = await import('@grpc/grpc-js');
  return {
    client: new Client(`unix:${socket}`, credentials.createInsecure(), OPTIONS),
    noMetadata: () => new Metadata(),
  };
}

interface Outgoing<Request, Response> {
  readonly socket: string;
  readonly method: Pick<Method<Request, Response>, 'path' | 'request' | 'response'>;
  readonly request: Input<Request>;
  readonly call: ChannelCall;
}

function unaryCall<Request, Response>({
  wire,
  socket,
  method,
  request,
  call,
}: Outgoing<Request, Response> & { readonly wire: Wire }): Promise<Response> {
  if (call.signal?.aborted === true) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, reply?: Response): void => {
      call.signal?.removeEventListener('abort', abort);
      if (error !== null) reject(rpcErrorOf(error, { method: nameOf(method.path), address: socket }));
      else if (reply === undefined) reject(new RpcError('internal', t('{0} was answered with nothing', nameOf(method.path))));
      else resolve(reply);
    };
    const running = wire.client.makeUnaryRequest(
      method.path,
      (message: Input<Request>) => method.request.encode(message),
      (bytes) => method.response.decode(bytes),
      request,
      wire.noMetadata(),
      deadline(call),
      done,
    );
    const abort = (): void => {
      running.cancel();
    };
    call.signal?.addEventListener('abort', abort, { once: true });
  });
}

interface Uploading<Request, Response> extends Omit<Outgoing<Request, Response>, 'request'> {
  readonly wire: Wire;
  readonly requests: AsyncIterable<Input<Request>>;
}

function uploadCall<Request, Response>({
  wire,
  socket,
  method,
  requests,
  call,
}: Uploading<Request, Response>): Promise<Response> {
  if (call.signal?.aborted === true) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, reply?: Response): void => {
      call.signal?.removeEventListener('abort', abort);
      if (error !== null) reject(rpcErrorOf(error, { method: nameOf(method.path), address: socket }));
      else if (reply === undefined) reject(new RpcError('internal', t('{0} was answered with nothing', nameOf(method.path))));
      else resolve(reply);
    };
    const running = wire.client.makeClientStreamRequest(
      method.path,
      (message: Input<Request>) => method.request.encode(message),
      (bytes) => method.response.decode(bytes),
      wire.noMetadata(),
      deadline(call),
      done,
    );
    const abort = (): void => {
      running.cancel();
    };
    call.signal?.addEventListener('abort', abort, { once: true });
    running.on('error', () => undefined); // the answer says why
    // Its messages are objects, which the types of streams know nothing of.
    pipeline(requests, running as unknown as NodeJS.WritableStream).catch((error: unknown) => {
      running.cancel();
      // What could not be read is the cause; an answer that came first has said more.
      if (!isServiceError(error)) reject(error instanceof Error ? error : new RpcError('internal', messageOf(error)));
    });
  });
}

async function* streamCall<Request, Response>(
  outgoing: Outgoing<Request, Response> & { readonly wire: () => Promise<Wire>; readonly observer: CallObserver },
): AsyncGenerator<Response> {
  const { socket, method, request, call } = outgoing;
  const end = outgoing.observer.begin({ ...startOf(method, request, call), lasting: true });
  const { client, noMetadata } = await outgoing.wire();
  const running: ClientReadableStream<Response> = client.makeServerStreamRequest(
    method.path,
    (message: Input<Request>) => method.request.encode(message),
    (bytes) => method.response.decode(bytes),
    request,
    noMetadata(),
    deadline(call),
  );
  const abort = (): void => {
    running.cancel();
  };
  if (call.signal?.aborted === true) abort();
  call.signal?.addEventListener('abort', abort, { once: true });
  let messages = 0;
  try {
    for await (const message of running as AsyncIterable<Response>) {
      messages += 1;
      yield message;
    }
    end({ code: 'ok', message: '', reply: { messages } });
  } catch (error) {
    const failure = isServiceError(error) ? rpcErrorOf(error, { method: nameOf(method.path), address: socket }) : error;
    end({ code: isRpcError(failure) ? failure.code : 'internal', message: messageOf(failure), reply: { messages } });
    throw failure;
  } finally {
    end({ code: 'cancelled', message: '', reply: { messages } }); // the reader left; after an end this does nothing
    call.signal?.removeEventListener('abort', abort);
    running.on('error', () => undefined); // cancelling a stream that nobody reads any more
    running.cancel();
  }
}

async function observe<T>(observer: CallObserver, start: CallStart, run: () => Promise<T>): Promise<T> {
  const end = observer.begin(start);
  try {
    const reply = await run();
    end({ code: 'ok', message: '', reply });
    return reply;
  } catch (error) {
    end({ code: isRpcError(error) ? error.code : 'internal', message: messageOf(error), reply: undefined });
    throw error;
  }
}

function startOf(method: { readonly path: string }, request: unknown, call: ChannelCall): CallStart {
  const [, service = '', name = ''] = method.path.split('/');
  return { service, method: name, background: call.background ?? false, request: withoutSecrets(request) };
}

/** Activity shows requests to whoever looks on. */
function withoutSecrets(request: unknown): unknown {
  return typeof request === 'object' && request !== null && 'auth' in request ? { ...request, auth: '(credentials)' } : request;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function deadline({ deadlineMs }: ChannelCall): { readonly deadline?: number } {
  return deadlineMs === 0 ? {} : { deadline: Date.now() + deadlineMs };
}

function cancelled(): RpcError {
  return new RpcError('cancelled', t('cancelled before it was sent'));
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error;
}
