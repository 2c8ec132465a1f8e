import type { Codec } from './wire.ts';

export type MethodKind = 'unary' | 'serverStream' | 'clientStream';

/** One call of a service: where it is and how its messages are written. */
export interface Method<Request, Response, Kind extends MethodKind = MethodKind> {
  /** `/runtime.v1.RuntimeService/Version` */
  readonly path: string;
  readonly kind: Kind;
  readonly request: Codec<Request>;
  readonly response: Codec<Response>;
}

/** A method whose messages are not told apart. */
export interface AnyMethod {
  readonly path: string;
  readonly kind: MethodKind;
  readonly request: AnyCodec;
  readonly response: AnyCodec;
}

export interface AnyCodec {
  // A method, not a property: every codec fits.
  encode(message: never): Buffer;
  decode(bytes: Uint8Array): unknown;
}

/** A generated table of calls, by their names in the .proto file. */
export type ServiceTable = Readonly<Record<string, AnyMethod>>;

/** Every description comes from here, so that a table's type keeps each method's own messages. */
interface Shape<Request, Response> {
  readonly path: string;
  readonly request: Codec<Request>;
  readonly response: Codec<Response>;
}

export function unary<Request, Response>(shape: Shape<Request, Response>): Method<Request, Response, 'unary'> {
  return { kind: 'unary', ...shape };
}

export function serverStream<Request, Response>(shape: Shape<Request, Response>): Method<Request, Response, 'serverStream'> {
  return { kind: 'serverStream', ...shape };
}

export function clientStream<Request, Response>(shape: Shape<Request, Response>): Method<Request, Response, 'clientStream'> {
  return { kind: 'clientStream', ...shape };
}
