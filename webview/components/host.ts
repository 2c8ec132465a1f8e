import type { FromPanel, PanelState, ToPanel } from '../protocol.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): object | undefined;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The typed way between a panel and the extension. */
export interface PanelHost<View, Action extends string> {
  act(action: Action): void;
  /** Asks the panel's kind. Rejects with an Error in the user's words, or with the signal's reason. */
  ask(what: string, about?: unknown, signal?: AbortSignal): Promise<unknown>;
  onMessage(listener: (message: ToPanel<View>) => void): void;
  /** What the page kept for itself, also over a reload of the window; undefined at first. */
  readonly kept: unknown;
  keep(page: unknown): void;
  ready(): void;
}

/** May be called once in a page; that is VS Code's rule. */
export function connectHost<View, Action extends string>(): PanelHost<View, Action> {
  const api = acquireVsCodeApi();
  const send = (message: FromPanel<Action>): void => {
    api.postMessage(message);
  };
  const questions = createQuestions(send);
  const listeners: ((message: ToPanel<View>) => void)[] = [];
  const stateNow = (): object => api.getState() ?? {};
  window.addEventListener('message', ({ data }: MessageEvent<ToPanel<View>>) => {
    if (data.type === 'answer' || data.type === 'refusal') questions.settle(data);
    else if (data.type === 'keep') api.setState({ ...stateNow(), ...data.state } satisfies PanelState);
    else for (const listener of listeners) listener(data);
  });
  return {
    act: (action) => {
      send({ type: 'action', action });
    },
    ask: questions.ask,
    onMessage: (listener) => void listeners.push(listener),
    get kept() {
      return (stateNow() as { readonly page?: unknown }).page;
    },
    keep: (page) => {
      api.setState({ ...stateNow(), page });
    },
    ready: () => {
      send({ type: 'ready' });
    },
  };
}

type Settlement = Extract<ToPanel<never>, { readonly question: number }>;

function createQuestions(send: (message: FromPanel<never>) => void): {
  readonly ask: PanelHost<never, never>['ask'];
  readonly settle: (message: Settlement) => void;
} {
  const open = new Map<number, (message: Settlement) => void>();
  let last = 0;
  return {
    ask: async (what, about, signal) => {
      signal?.throwIfAborted();
      const question = (last += 1);
      const cancel = (): void => {
        send({ type: 'cancel', question });
      };
      const answered = new Promise<Settlement>((resolve) => open.set(question, resolve));
      signal?.addEventListener('abort', cancel, { once: true });
      send({ type: 'ask', question, what, about });
      const settlement = await answered;
      signal?.removeEventListener('abort', cancel);
      signal?.throwIfAborted();
      if (settlement.type === 'refusal') throw new Error(settlement.reason);
      return settlement.value;
    },
    settle: (message) => {
      open.get(message.question)?.(message);
      open.delete(message.question);
    },
  };
}
