import type { ContainerDetails } from '../client/types.ts';
import { explainEnd } from '../inspect/explain-end.ts';
import { t } from '../l10n.ts';

/** Some sentences on why a container is not running, with what the runtime says itself; what it is when it runs. */
export function whyEnded(container: Told): string {
  const { state, exitCode, reason, message } = container;
  if (state === 'running') return t('It is running.');
  if (state === 'created') return t('It was created and never started.');
  if (state === 'unknown') return t('The runtime does not know its state.');
  const { what, advice } = explainEnd({ ...container, command: [] });
  const said = [t('exit code {0}', exitCode), reason, message].filter((text) => text !== '').join(', ');
  return [what, ...advice, `(${said})`].join(' ');
}

type Told = Pick<ContainerDetails, 'state' | 'exitCode' | 'reason' | 'message' | 'startedAt' | 'finishedAt' | 'limits'>;
