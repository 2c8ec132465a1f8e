import { RpcError, messageOf } from '../client/rpc-error.ts';
import type { RpcErrorCode } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';

interface Action {
  readonly title: string;
  readonly command: string;
}

/** How an error is shown: how loud, in which words, and with which one command that helps. */
export interface ErrorWords {
  readonly severity: 'none' | 'note' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly Action[];
}

const showLog = (): Action => ({ title: t('Show Log'), command: 'slipway.runtime.showLog' });
const showTargets = (): Action => ({ title: t('Show Targets'), command: 'slipway.targets.focus' });
const showCalls = (): Action => ({ title: t('Show Calls'), command: 'slipway.activity.focus' });
const signIn = (): Action => ({ title: t('Sign In…'), command: 'slipway.registry.signIn' });
const cleanUp = (): Action => ({ title: t('Clean Up…'), command: 'slipway.image.cleanUp' });
const showPods = (): Action => ({ title: t('Show Existing'), command: 'slipway.pods.focus' });

interface Rule extends Pick<ErrorWords, 'severity'> {
  /** Made when an error is shown: the language is not known before. */
  readonly actions: readonly (() => Action)[];
}

/** Every error has an action: VS Code cuts off a notification without one after its first line. */
const RULES: Readonly<Record<RpcErrorCode, Rule>> = {
  'invalid-argument': { severity: 'error', actions: [showCalls] },
  'not-found': { severity: 'note', actions: [showCalls] },
  'already-exists': { severity: 'error', actions: [showPods] },
  'failed-precondition': { severity: 'warning', actions: [showCalls] },
  unauthenticated: { severity: 'error', actions: [signIn, showCalls] },
  'permission-denied': { severity: 'error', actions: [showTargets] },
  'resource-exhausted': { severity: 'error', actions: [cleanUp, showLog] },
  unavailable: { severity: 'error', actions: [showTargets, showLog] },
  'deadline-exceeded': { severity: 'error', actions: [showLog] },
  cancelled: { severity: 'none', actions: [] },
  'data-loss': { severity: 'error', actions: [showLog] },
  unimplemented: { severity: 'warning', actions: [showCalls] },
  internal: { severity: 'error', actions: [showLog] },
};

/** The table of errors in the words of the workbench. A not-found that names no refreshable thing (an image in a registry) is still said aloud. */
export function wordsOf(error: unknown, what: string): ErrorWords {
  if (!(error instanceof RpcError)) {
    return {
      severity: 'error',
      text: `${what}: ${messageOf(error)}`,
      actions: [{ title: t('Show Log'), command: 'slipway.window.showLog' }],
    };
  }
  const rule = RULES[error.code];
  const hint = error.hint === undefined ? '' : ` (${error.hint})`;
  const request =
    error.code === 'internal' && error.requestId !== undefined && !error.message.includes(error.requestId)
      ? ` [request ${error.requestId}]`
      : '';
  const severity = error.code === 'not-found' && error.method === 'PullImage' ? 'error' : rule.severity;
  return { severity, text: `${what}: ${error.message}${hint}${request}`, actions: rule.actions.map((make) => make()) };
}
