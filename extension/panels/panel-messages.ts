import type { FromPanel, PanelState } from '../../webview/protocol.ts';

/** What a page sent, when it is a message; a page is never trusted to send one. */
export function fromPanel(message: unknown): FromPanel | undefined {
  if (!isRecord(message)) return undefined;
  const { type, action, question, what, about } = message;
  if (type === 'ready') return { type };
  if (type === 'action') return typeof action === 'string' ? { type, action } : undefined;
  if (!Number.isSafeInteger(question)) return undefined;
  if (type === 'cancel') return { type, question: Number(question) };
  return type === 'ask' && typeof what === 'string' ? { type, question: Number(question), what, about } : undefined;
}

/** What VS Code kept of a panel, when it still is what this version keeps. */
export function panelState(state: unknown): PanelState | undefined {
  if (!isRecord(state)) return undefined;
  const { target, id, name } = state;
  return typeof target === 'string' && typeof id === 'string' && typeof name === 'string' ? { target, id, name } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
