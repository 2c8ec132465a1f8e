import { brokenLink } from '../target/chain.ts';
import { t } from '../l10n.ts';
import type { Health } from '../target/health.ts';
import { ownsRuntime } from '../target/target.ts';
import type { Target } from '../target/target.ts';

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** Something is wrong that somebody should look at; a runtime that was stopped is not. */
  readonly warning: boolean;
}

/** One word of health beside the name of the target. */
export function statusText(target: Target, health: Health): StatusText {
  switch (health.state) {
    case 'ready':
      return { text: `$(package) ${nameOf(target)}`, tooltip: t('{0}: ready', target.label), warning: false };
    case 'stopped':
      return {
        text: `$(debug-stop) ${t('{0}: stopped', nameOf(target))}`,
        tooltip: t('{0}: the runtime is stopped', target.label),
        warning: false,
      };
    case 'degraded': {
      const condition = health.conditions.find((each) => !each.ok);
      const cause = condition === undefined ? t('a condition is not met') : `${condition.type}: ${condition.message}`;
      return { text: `$(warning) ${t('{0}: not ready', nameOf(target))}`, tooltip: `${target.label}: ${cause}`, warning: true };
    }
    case 'unsupported':
    case 'denied':
    case 'broken':
      return {
        text: `$(error) ${t('{0}: not reachable', nameOf(target))}`,
        tooltip: `${target.label}: ${brokenLink(health.links)?.cause ?? t('the runtime does not answer')}`,
        warning: true,
      };
  }
}

/** This machine's own runtime is Slipway; another one is named. */
function nameOf(target: Target): string {
  return ownsRuntime(target) ? 'Slipway' : `Slipway ${target.label}`;
}
