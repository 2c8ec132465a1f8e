import type { Input } from '../../proto/wire.ts';
import type { AnyMethod, Method } from '../../proto/services.ts';
import type { LogFields } from '../base/logger.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** What the interceptor gives a handler beside the request. */
export interface Call {
  /** Aborts when the caller cancels or its deadline passes; the reason is a CriError. */
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** Adds fields to the one line that is logged at the call's end. */
  note(fields: LogFields): void;
}

/** The function that answers a method, by the method's kind. */
export type Handler<M extends AnyMethod> =
  M extends Method<infer Request, infer Response, 'unary'>
    ? (parts: RuntimeParts, request: Request, call: Call) => Input<Response> | Promise<Input<Response>>
    : M extends Method<infer Request, infer Response, 'serverStream'>
      ? (parts: RuntimeParts, request: Request, call: Call) => AsyncIterable<Input<Response>>
      : M extends Method<infer Request, infer Response, 'clientStream'>
        ? (parts: RuntimeParts, requests: AsyncIterable<Request>, call: Call) => Promise<Input<Response>>
        : never;

/** Handlers of a service, by method name; a method without one answers UNIMPLEMENTED. */
export type Handlers<Table extends Readonly<Record<string, AnyMethod>>> = {
  readonly [Name in keyof Table]?: Handler<Table[Name]>;
};
