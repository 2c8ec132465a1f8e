import type { ContainerDetails } from '../client/types.ts';
import { t } from '../l10n.ts';

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};
const SIGNALLED = 128;

/** One sentence on why a container is not running; what it is when it runs. */
export function whyEnded({ state, exitCode, reason, message }: Ended): string {
  if (state === 'running') return t('It is running.');
  if (state === 'created') return t('It was created and never started.');
  if (state === 'unknown') return t('The runtime does not know its state.');
  if (reason === 'OOMKilled') return t('It used more memory than its limit, and the kernel killed it (exit code {0}).', exitCode);
  if (message !== '' && reason !== 'Completed' && reason !== 'Error') return `${reason}: ${message}`;
  if (exitCode === 0) return t('It ended by itself, without an error (exit code 0).');
  if (exitCode === 126) return t('Its command cannot be executed (exit code 126): look at its permissions and its format.');
  if (exitCode === 127) return t('Its command was not found (exit code 127).');
  const signal = SIGNALS[exitCode - SIGNALLED];
  if (signal !== undefined) return t('It was ended by the signal {0} (exit code {1}).', signal, exitCode);
  return t('Its program ended with the exit code {0}.', exitCode);
}

type Ended = Pick<ContainerDetails, 'state' | 'exitCode' | 'reason' | 'message'>;
