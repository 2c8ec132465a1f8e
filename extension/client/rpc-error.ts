/** Why a call failed: the runtime's closed set, and `internal` for its bugs. */
export type RpcErrorCode =
  | 'invalid-argument'
  | 'not-found'
  | 'already-exists'
  | 'failed-precondition'
  | 'unauthenticated'
  | 'permission-denied'
  | 'resource-exhausted'
  | 'unavailable'
  | 'deadline-exceeded'
  | 'cancelled'
  | 'data-loss'
  | 'unimplemented'
  | 'internal';

export interface RpcErrorDetails {
  readonly hint?: string | undefined;
  readonly method?: string | undefined;
  readonly address?: string | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** A failure that the user sees: of a call, or of a command that could not make one. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  readonly hint: string | undefined;
  readonly method: string | undefined;
  readonly address: string | undefined;
  readonly requestId: string | undefined;

  constructor(code: RpcErrorCode, message: string, details: RpcErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.method = details.method;
    this.address = details.address;
    this.requestId = details.requestId;
  }
}

/** True for an RpcError, with `code` when one is given. */
export function isRpcError(error: unknown, code?: RpcErrorCode): error is RpcError {
  return error instanceof RpcError && (code === undefined || error.code === code);
}

/** One line of text for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
