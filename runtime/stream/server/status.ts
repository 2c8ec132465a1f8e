import { isCriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';

/** Version of the remote command protocol: from 4 on the end of a command is a JSON object, before that a text. */
export type ProtocolVersion = 1 | 2 | 3 | 4 | 5;

const FIRST_WITH_OBJECTS = 4;
const MESSAGE_CHARACTERS = 2000;

/** What the error stream says when a command has ended; '' = nothing. */
export function exitStatus(version: ProtocolVersion, exitCode: number): string {
  if (exitCode === 0) return version < FIRST_WITH_OBJECTS ? '' : JSON.stringify({ metadata: {}, status: 'Success' });
  const message = `command terminated with non-zero exit code: exit status ${String(exitCode)}`;
  if (version < FIRST_WITH_OBJECTS) return message;
  const details = { causes: [{ reason: 'ExitCode', message: String(exitCode) }] };
  return JSON.stringify({ metadata: {}, status: 'Failure', message, reason: 'NonZeroExitCode', details });
}

/** The same for a command that could not be run. A bug is not described: its words are for the log. */
export function failureStatus(version: ProtocolVersion, error: unknown): string {
  const message = failureText(error);
  if (version < FIRST_WITH_OBJECTS) return message;
  const details = { causes: [{ message }] };
  return JSON.stringify({ metadata: {}, status: 'Failure', message, reason: 'InternalError', details, code: 500 });
}

/** One line for a client. */
export function failureText(error: unknown): string {
  return isCriError(error) ? printable(error.message, MESSAGE_CHARACTERS) : 'internal error, see the log of the runtime';
}
