import { RpcError, messageOf } from '../client/rpc-error.ts';
import type { RpcErrorCode } from '../client/rpc-error.ts';

/** How an error is shown: how loud, in which words, and with which one command that helps. */
export interface ErrorWords {
  readonly severity: 'none' | 'note' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly { readonly title: string; readonly command: string }[];
}

const SHOW_LOG = { title: 'Show Log', command: 'slipway.runtime.showLog' };
const SHOW_TARGETS = { title: 'Show Targets', command: 'slipway.targets.focus' };
const SHOW_CALLS = { title: 'Show Calls', command: 'slipway.activity.focus' };
const SIGN_IN = { title: 'Sign In…', command: 'slipway.registry.signIn' };
const CLEAN_UP = { title: 'Clean Up…', command: 'slipway.image.cleanUp' };
const SHOW_PODS = { title: 'Show Existing', command: 'slipway.pods.focus' };

type Rule = Pick<ErrorWords, 'severity' | 'actions'>;

/** Every error has an action: VS Code cuts off a notification without one after its first line. */
const RULES: Readonly<Record<RpcErrorCode, Rule>> = {
  'invalid-argument': { severity: 'error', actions: [SHOW_CALLS] },
  'not-found': { severity: 'note', actions: [SHOW_CALLS] },
  'already-exists': { severity: 'error', actions: [SHOW_PODS] },
  'failed-precondition': { severity: 'warning', actions: [SHOW_CALLS] },
  unauthenticated: { severity: 'error', actions: [SIGN_IN, SHOW_CALLS] },
  'permission-denied': { severity: 'error', actions: [SHOW_TARGETS] },
  'resource-exhausted': { severity: 'error', actions: [CLEAN_UP, SHOW_LOG] },
  unavailable: { severity: 'error', actions: [SHOW_TARGETS, SHOW_LOG] },
  'deadline-exceeded': { severity: 'error', actions: [SHOW_LOG] },
  cancelled: { severity: 'none', actions: [] },
  'data-loss': { severity: 'error', actions: [SHOW_LOG] },
  unimplemented: { severity: 'warning', actions: [SHOW_CALLS] },
  internal: { severity: 'error', actions: [SHOW_LOG] },
};

/** The table of errors in the words of the workbench. A not-found that names no refreshable thing (an image in a registry) is still said aloud. */
export function wordsOf(error: unknown, what: string): ErrorWords {
  if (!(error instanceof RpcError)) {
    return {
      severity: 'error',
      text: `${what}: ${messageOf(error)}`,
      actions: [{ title: 'Show Log', command: 'slipway.window.showLog' }],
    };
  }
  const rule = RULES[error.code];
  const hint = error.hint === undefined ? '' : ` (${error.hint})`;
  const request =
    error.code === 'internal' && error.requestId !== undefined && !error.message.includes(error.requestId)
      ? ` [request ${error.requestId}]`
      : '';
  const severity = error.code === 'not-found' && error.method === 'PullImage' ? 'error' : rule.severity;
  return { severity, text: `${what}: ${error.message}${hint}${request}`, actions: rule.actions };
}
