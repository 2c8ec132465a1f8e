import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js';
import type { Method } from '../../proto/services.ts';
import type { Input } from '../../proto/wire.ts';
import type { CallEnd, CallStart } from './activity.ts';
import type { CallOptions } from './runtime-client.ts';
import { RpcError, isRpcError, messageOf } from './rpc-error.ts';
import { rpcErrorOf } from './status-codes.ts';

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
  let client: Client | undefined;
  const connected = (): Client => (client ??= new Client(`unix:${socket}`, credentials.createInsecure(), OPTIONS));
  return {
    unary: (method, request, call) =>
      observe(observer, startOf(method, request, call), () => unaryCall({ client: connected(), socket, method, request, call })),
    stream: (method, request, call) => streamCall({ client: connected(), socket, method, request, call, observer }),
    close: () => {
      client?.close();
      client = undefined;
    },
  };
}

interface Outgoing<Request, Response> {
  readonly client: Client;
  readonly socket: string;
  readonly method: Pick<Method<Request, Response>, 'path' | 'request' | 'response'>;
  readonly request: Input<Request>;
  readonly call: ChannelCall;
}

function unaryCall<Request, Response>({ client, socket, method, request, call }: Outgoing<Request, Response>): Promise<Response> {
  if (call.signal?.aborted === true) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, reply?: Response): void => {
      call.signal?.removeEventListener('abort', abort);
      if (error !== null) reject(rpcErrorOf(error, { method: nameOf(method.path), address: socket }));
      else if (reply === undefined) reject(new RpcError('internal', `${nameOf(method.path)} was answered with nothing`));
      else resolve(reply);
    };
    const running = client.makeUnaryRequest(
      method.path,
      (message: Input<Request>) => method.request.encode(message),
      (bytes) => method.response.decode(bytes),
      request,
      new Metadata(),
      deadline(call),
      done,
    );
    const abort = (): void => {
      running.cancel();
    };
    call.signal?.addEventListener('abort', abort, { once: true });
  });
}

async function* streamCall<Request, Response>(
  outgoing: Outgoing<Request, Response> & { readonly observer: CallObserver },
): AsyncGenerator<Response> {
  const { client, socket, method, request, call } = outgoing;
  const end = outgoing.observer.begin(startOf(method, request, call));
  const running: ClientReadableStream<Response> = client.makeServerStreamRequest(
    method.path,
    (message: Input<Request>) => method.request.encode(message),
    (bytes) => method.response.decode(bytes),
    request,
    new Metadata(),
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
  return { service, method: name, background: call.background ?? false, request };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function deadline({ deadlineMs }: ChannelCall): { readonly deadline?: number } {
  return deadlineMs === 0 ? {} : { deadline: Date.now() + deadlineMs };
}

function cancelled(): RpcError {
  return new RpcError('cancelled', 'cancelled before it was sent');
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error;
}
