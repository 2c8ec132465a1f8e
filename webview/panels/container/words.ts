import { duration } from '../../components/times.ts';
import { t } from '../../l10n.ts';
import type { ContainerView } from '../../protocol.ts';

/** The state in words: "Running for 3 min", "Exited with 137 (OOMKilled) 2 min ago". */
export function stateSentence(container: ContainerView, nowMs: number): string {
  switch (container.state) {
    case 'running':
      return t('Running for {0}', duration(nowMs - container.startedAt));
    case 'created':
      return t('Created, not started');
    case 'exited': {
      const reason = container.reason === '' ? '' : ` (${container.reason})`;
      return t('Exited with {0}{1} {2} ago', container.exitCode, reason, duration(nowMs - container.finishedAt));
    }
    case 'unknown':
      return t('State unknown');
  }
}
