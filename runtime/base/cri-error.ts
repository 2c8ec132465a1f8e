/** The closed set of reasons a caller may act on; each maps to one gRPC status (rpc/status-codes.ts). */
export type CriErrorCode =
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
  | 'unimplemented';

export interface CriErrorOptions {
  /** What the reader should do next, as one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error that a caller may act on. Anything else that is thrown is a bug and becomes INTERNAL. */
export class CriError extends Error {
  override readonly name = 'CriError';
  readonly code: CriErrorCode;
  readonly hint: string | undefined;

  constructor(code: CriErrorCode, message: string, options: CriErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** True for a CriError, with `code` when one is given. */
export function isCriError(error: unknown, code?: CriErrorCode): error is CriError {
  return error instanceof CriError && (code === undefined || error.code === code);
}

/** The `code` of a Node.js system error ("ENOENT"), else undefined. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** One line of text for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Turns the errno of a failed host call into the CriError that users can act on; other errors pass unchanged.
 * `doing` completes the sentence "cannot …".
 */
export function hostError(error: unknown, doing: string): unknown {
  const message = `cannot ${doing}: ${messageOf(error)}`;
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new CriError('resource-exhausted', message, {
        cause: error,
        hint: 'free space on this file system or remove unused images, then try again',
      });
    case 'EPERM':
    case 'EACCES':
      return new CriError('permission-denied', message, {
        cause: error,
        hint: 'start the runtime as root',
      });
    default:
      return error;
  }
}
