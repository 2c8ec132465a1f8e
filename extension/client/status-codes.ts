import type { ServiceError } from '@grpc/grpc-js';
import { RpcError } from './rpc-error.ts';
import type { RpcErrorCode } from './rpc-error.ts';

/** By the numbers of gRPC's status codes, so that the workbench knows them without the library. */
const CODES: Readonly<Partial<Record<number, RpcErrorCode>>> = {
  1: 'cancelled',
  3: 'invalid-argument',
  4: 'deadline-exceeded',
  5: 'not-found',
  6: 'already-exists',
  7: 'permission-denied',
  8: 'resource-exhausted',
  9: 'failed-precondition',
  10: 'failed-precondition', // ABORTED
  11: 'invalid-argument', // OUT_OF_RANGE
  12: 'unimplemented',
  14: 'unavailable',
  15: 'data-loss',
  16: 'unauthenticated',
};

/** Trailers in which Slipway's runtime says more than a gRPC status can. */
const HINT_KEY = 'slipway-hint';
const REQUEST_ID_KEY = 'slipway-request-id';

/** The one place where a gRPC status becomes an error of the workbench. */
export function rpcErrorOf(error: ServiceError, call: { readonly method: string; readonly address: string }): RpcError {
  const first = (key: string): string | undefined => error.metadata.get(key)[0]?.toString();
  const code = CODES[error.code] ?? 'internal';
  const hint = decoded(first(HINT_KEY));
  return new RpcError(code, withoutHint(error.details, hint), {
    ...call,
    hint,
    requestId: first(REQUEST_ID_KEY),
    cause: error,
  });
}

/** The runtime says the hint in the message too, for clients that read no trailers; here it is shown once. */
function withoutHint(message: string, hint: string | undefined): string {
  const tail = ` (${hint ?? ''})`;
  return hint !== undefined && message.endsWith(tail) ? message.slice(0, -tail.length) : message;
}

/** Metadata is ASCII: other characters travel percent-encoded. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
