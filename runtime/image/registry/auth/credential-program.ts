import { CriError, isCriError } from '../../../base/cri-error.ts';
import type { Exec } from '../../../host/exec.ts';
import type { RegistryAuth } from '../../images.ts';
import { noAuth } from './no-auth.ts';

export interface CredentialProgramOptions {
  readonly exec: Exec;
  /** What the helper gets beside PATH. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 1 << 20;
/** How the helpers' protocol says that there is nothing; it has no code of its own. */
const NOTHING = 'credentials not found in native keychain';
/** An identity token comes with this as user. */
const TOKEN_USER = '<token>';

/**
 * Asks `docker-credential-<name>` for the credentials of a server; undefined when it has none. What it prints never enters an error.
 * Throws failed-precondition, or unavailable when it takes too long.
 */
export async function askCredentialProgram(
  { name, server }: { readonly name: string; readonly server: string },
  { exec, environment, timeoutMs = TIMEOUT_MS }: CredentialProgramOptions,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  if (!/^[\w.-]+$/.test(name)) throw failed(name, 'its name is not one of a program');
  const program = `docker-credential-${name}`;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const { exitCode, stdout } = await exec([program, 'get'], {
      stdin: server,
      env: Object.fromEntries(Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined)),
      signal: AbortSignal.any([signal, late]),
      maxOutputBytes: MAX_OUTPUT_BYTES,
    });
    const said = stdout.toString('utf8');
    if (exitCode === 0) return credentialsIn(said, name);
    if (said.trim() === NOTHING) return undefined;
    throw failed(name, `it ended with ${exitCode} for ${server}`);
  } catch (error) {
    signal.throwIfAborted();
    if (!late.aborted || isCriError(error)) throw error;
    throw new CriError('unavailable', `${program} has not answered for ${String(timeoutMs)} ms`, {
      hint: `run "echo ${server} | ${program} get" as the daemon’s user to see why`,
    });
  }
}

function credentialsIn(said: string, name: string): RegistryAuth | undefined {
  const answer = parse(said);
  const [username, secret] = [answer?.['Username'], answer?.['Secret']];
  if (typeof username !== 'string' || typeof secret !== 'string') throw failed(name, 'its answer is not understood');
  if (username === '' && secret === '') return undefined;
  return username === TOKEN_USER ? { ...noAuth, identityToken: secret } : { ...noAuth, username, password: secret };
}

function parse(said: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(said);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    // The parser's own message would quote what was said.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function failed(name: string, reason: string): CriError {
  return new CriError('failed-precondition', `docker-credential-${name} failed: ${reason}`, {
    hint: 'correct credHelpers or credsStore in the Docker configuration of the daemon, or repair the helper',
  });
}
