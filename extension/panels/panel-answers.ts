import { messageOf } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import type { FromPanel, ToPanel } from '../../webview/protocol.ts';

/** What an answer is made from. `about` is what the page sent: each answer checks it, as it would anything from outside. */
export interface Question {
  readonly session: Session;
  /** The panel's subject. */
  readonly id: string;
  readonly about: unknown;
  /** Aborted when the page no longer wants the answer, is hidden or closed. */
  readonly signal: AbortSignal;
}

/** One question that pages of a kind may ask. The answer can be cloned; what it throws is shown in the page. */
export type Answer = (question: Question) => Promise<unknown>;

export interface PanelAnswers extends Disposable {
  receive(message: FromPanel): void;
  /** Ends all that is being answered; the page gets a refusal for each. */
  abortAll(): void;
}

/** Answers a page's questions, each with its own end. The page asks for more when it wants more: so it is never flooded. */
export function answerQuestions(options: {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly session: () => Session;
  readonly id: string;
  readonly send: (message: ToPanel<never>) => void;
}): PanelAnswers {
  const open = new Map<number, AbortController>();
  const answer = async (question: number, { what, about }: { readonly what: string; readonly about: unknown }): Promise<void> => {
    const end = new AbortController();
    open.set(question, end);
    try {
      const found = Object.hasOwn(options.answers, what) ? options.answers[what] : undefined;
      if (found === undefined) throw new Error(t('This panel cannot ask for {0}.', what));
      const value = await found({ session: options.session(), id: options.id, about, signal: end.signal });
      options.send({ type: 'answer', question, value });
    } catch (error) {
      options.send({ type: 'refusal', question, reason: messageOf(error) });
    } finally {
      open.delete(question);
    }
  };
  const abortAll = (): void => {
    for (const end of open.values()) end.abort();
  };
  return {
    receive: (message) => {
      if (message.type === 'ask' && !open.has(message.question)) void answer(message.question, message);
      else if (message.type === 'cancel') open.get(message.question)?.abort();
    },
    abortAll,
    dispose: abortAll,
  };
}
