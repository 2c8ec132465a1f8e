import { Metadata, status } from '@grpc/grpc-js';
import { isCriError } from '../base/cri-error.ts';
import { printable } from '../base/sanitize.ts';
import { STATUS_CODES } from './status-codes.ts';

/** How a call ends, in gRPC's terms. */
export interface ErrorStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

const MAX_DETAILS = 2000;
const MAX_HINT = 500;

/**
 * What the caller is told about a thrown value. A CriError keeps its code; its hint follows the message in brackets, for clients
 * that show nothing else, and is in the trailers, percent-encoded. Anything else is a bug: INTERNAL, with the id that the log has too.
 */
export function errorStatus(error: unknown, requestId: string): ErrorStatus {
  const metadata = new Metadata();
  metadata.set('slipway-request-id', requestId);
  if (!isCriError(error)) {
    metadata.set('slipway-code', 'internal');
    return { code: status.INTERNAL, details: `internal error; the runtime's log has it under request ${requestId}`, metadata };
  }
  metadata.set('slipway-code', error.code);
  const message = printable(error.message, MAX_DETAILS);
  if (error.hint === undefined) return { code: STATUS_CODES[error.code], details: message, metadata };
  const hint = printable(error.hint, MAX_HINT);
  metadata.set('slipway-hint', encodeURIComponent(hint));
  return { code: STATUS_CODES[error.code], details: `${message} (${hint})`, metadata };
}
