import type {
  Server,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedHandleCall,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { AnyCodec, AnyMethod, ServiceTable } from '../../proto/services.ts';
import { CriError } from '../base/cri-error.ts';
import type { ActiveCalls } from './active-calls.ts';
import type { Call, Handlers } from './call.ts';
import type { Interceptor } from './interceptor.ts';
import { namesOf } from './names-of.ts';
import type { RuntimeParts } from './runtime-parts.ts';

export interface ServiceOptions<Table extends ServiceTable> {
  readonly table: Table;
  readonly handlers: Handlers<Table>;
  readonly intercept: Interceptor;
  readonly parts: RuntimeParts;
  readonly active: ActiveCalls;
}

/** Serves every method of `table`; those without a handler answer UNIMPLEMENTED. Messages are coded here, not by grpc-js, so that bad bytes are the caller's error. */
export function addService<Table extends ServiceTable>(server: Server, options: ServiceOptions<Table>): void {
  const methods = Object.entries<AnyMethod>(options.table);
  const handlers = options.handlers as Readonly<Record<string, AnyHandler | undefined>>;
  const definition = methods.map(([name, method]) => [
    name,
    {
      path: method.path,
      requestStream: method.kind === 'clientStream',
      responseStream: method.kind === 'serverStream',
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  ]);
  const implementation = methods.map(([name, method]): [string, UntypedHandleCall] => {
    const { intercept, parts, active } = options;
    return [name, serverCall({ name, method, handler: handlers[name] ?? unimplemented(name), intercept, parts, active })];
  });
  server.addService(Object.fromEntries(definition) as never, Object.fromEntries(implementation));
}

type AnyHandler = (parts: RuntimeParts, request: unknown, call: Call) => unknown;

interface Served {
  readonly name: string;
  readonly method: AnyMethod;
  readonly handler: AnyHandler;
  readonly intercept: Interceptor;
  readonly parts: RuntimeParts;
  readonly active: ActiveCalls;
}

function unimplemented(name: string): AnyHandler {
  return () => {
    throw new CriError('unimplemented', `${name} is not implemented by this version of Slipway`);
  };
}

function serverCall(served: Served): UntypedHandleCall {
  switch (served.method.kind) {
    case 'unary':
      return (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => void answerOnce(served, call, reply);
    case 'clientStream':
      return (call: ServerReadableStream<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => void answerOnce(served, call, reply);
    case 'serverStream':
      return (call: ServerWritableStream<Buffer, Buffer>) => void answerMany(served, call);
  }
}

async function answerOnce(
  { name, method, handler, intercept, parts, active }: Served,
  call: ServerUnaryCall<Buffer, Buffer> | ServerReadableStream<Buffer, Buffer>,
  reply: sendUnaryData<Buffer>,
): Promise<void> {
  let answer: Buffer | undefined;
  const { signal, end } = active.begin(call, method.kind);
  const failure = await intercept({ method: name, signal }, async (context) => {
    const request = 'request' in call ? decode(method.request, call.request) : decodeEach(method.request, call);
    context.note(namesOf(request));
    const response = await handler(parts, request, context);
    context.note(namesOf(response));
    answer = method.response.encode(response as never);
  });
  end();
  reply(failure ?? null, answer);
}

async function answerMany(served: Served, call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
  const { name, method, handler, intercept, parts, active } = served;
  const { signal, end } = active.begin(call, method.kind);
  const failure = await intercept({ method: name, signal }, async (context) => {
    const request = decode(method.request, call.request);
    context.note(namesOf(request));
    const messages = handler(parts, request, context) as AsyncIterable<unknown>;
    for await (const message of messages) {
      signal.throwIfAborted();
      if (!call.write(method.response.encode(message as never))) await drained(call, signal);
    }
    signal.throwIfAborted();
  });
  end();
  if (failure === undefined) call.end();
  else if (!call.destroyed) call.emit('error', failure);
}

function decode(codec: AnyCodec, bytes: Buffer): unknown {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw new CriError('invalid-argument', 'the request is not a message of this call', { cause });
  }
}

async function* decodeEach(
  codec: AnyCodec,
  stream: ServerReadableStream<Buffer, Buffer>,
): AsyncGenerator<unknown, void, undefined> {
  for await (const bytes of stream as AsyncIterable<Buffer>) yield decode(codec, bytes);
}

async function drained(call: ServerWritableStream<Buffer, Buffer>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const go = (): void => {
    resolve(undefined);
  };
  call.once('drain', go);
  signal.addEventListener('abort', go, { once: true });
  await promise;
  call.off('drain', go);
  signal.removeEventListener('abort', go);
  signal.throwIfAborted();
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
