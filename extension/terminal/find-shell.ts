import { isRpcError } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';

/** In the order of their comfort. */
const SHELLS = ['bash', 'ash', 'sh'];
const PROBE_SECONDS = 10;
/** What says nothing about the shell: the runtime is away, the container is gone, or the person has left. */
const OTHER_REASONS = new Set([
  'unavailable',
  'deadline-exceeded',
  'cancelled',
  'not-found',
  'permission-denied',
  'unimplemented',
]);

/** The best shell of a running container; undefined when it has none. */
export async function findShell(
  client: Pick<RuntimeClient, 'execSync'>,
  containerId: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const options = { timeoutSeconds: PROBE_SECONDS, signal };
  // Any shell knows where the others are.
  const search = SHELLS.map((shell) => `command -v ${shell}`).join(' || ');
  for (const shell of SHELLS.toReversed()) {
    try {
      const { exitCode, stdout } = await client.execSync(containerId, [shell, '-c', search], options);
      const [path = ''] = stdout.split('\n');
      if (exitCode === 0) return path.startsWith('/') ? path : shell;
    } catch (error) {
      if (!isRpcError(error) || OTHER_REASONS.has(error.code)) throw error;
    }
  }
  return undefined;
}

/** The same command with another working directory: CRI has no field for it, a shell does it. */
export function inDirectory(argv: readonly string[], directory: string): readonly string[] {
  if (directory === '') return argv;
  return ['sh', '-c', 'cd -- "$1" && shift && exec "$@"', 'sh', directory, ...argv];
}
