import { messageOf } from '../client/rpc-error.ts';
import type { CurrentSession } from '../current-session.ts';
import { disposeAll } from '../events.ts';
import type { Disposable, Event } from '../events.ts';
import { t } from '../l10n.ts';
import { createLiveQuery } from '../target/live-query.ts';
import type { Session } from '../target/session.ts';
import type { PanelState, ToPanel } from '../../webview/protocol.ts';
import { answerQuestions } from './panel-answers.ts';
import type { Answer } from './panel-answers.ts';
import { fromPanel } from './panel-messages.ts';

/** What all panels of one kind have in common. */
export interface PanelKind<View> {
  /** `container`: panels of the type `slipway.container`, with webview/panels/container/ as their page and container.svg as icon. */
  readonly name: string;
  /** Asked about each second while the panel is visible; 'gone' when there is no such thing any more. */
  readonly ask: (session: Session, id: string, signal: AbortSignal) => Promise<View | 'gone'>;
  /** What the buttons of the page may run: the ids of commands, called with the id of the panel's subject. */
  readonly actions: Readonly<Record<string, string>>;
  /** What the page may ask, by name: charts, pages of a long list, a preview. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Answers that keep something between questions: made for each panel, and disposed with it. */
  readonly openAnswers?: () => OwnAnswers;
  /** True: the page lives on while it is hidden, for what would be long to get again. It is told and answers nothing meanwhile. */
  readonly retained?: boolean;
  /** Between two askings, milliseconds; 1000. */
  readonly intervalMs?: number;
}

export interface OwnAnswers extends Disposable {
  readonly answers: Readonly<Record<string, Answer>>;
}

/** The panel as its connection sees it, without VS Code. */
export interface PanelEnd {
  readonly visible: () => boolean;
  readonly onDidChangeVisible: Event<void>;
  readonly onDidReceive: Event<unknown>;
  readonly send: (message: ToPanel<unknown>) => void;
  readonly run: (command: string, id: string) => PromiseLike<unknown>;
}

export interface ConnectOptions<View> {
  readonly kind: PanelKind<View>;
  readonly state: PanelState;
  readonly sessions: Pick<CurrentSession, 'get' | 'onDidChange'>;
}

/** Keeps a page live while it is visible; nothing is asked and nothing is watched while it is hidden. */
export function connectPanel<View>(end: PanelEnd, { kind, state, sessions }: ConnectOptions<View>): Disposable {
  const ownSession = (): Session => {
    const session = sessions.get();
    // The same id on another runtime is another thing, and none there does not mean it was removed.
    if (session.target.id !== state.target) throw new Error(t('Another runtime is shown now.'));
    return session;
  };
  const query = createLiveQuery({
    intervalMs: () => kind.intervalMs ?? 1000,
    ask: async (signal) => kind.ask(ownSession(), state.id, signal),
  });
  const draw = (): void => {
    const { value, error, fetchedAt } = query.snapshot;
    if (value === 'gone') end.send({ type: 'gone' });
    else if (value !== undefined) end.send({ type: 'view', view: value });
    if (error !== undefined) end.send({ type: 'stale', seenAt: fetchedAt, reason: messageOf(error) });
  };
  const own = kind.openAnswers?.() ?? { answers: {}, dispose: () => undefined };
  const all = { ...kind.answers, ...own.answers };
  const answers = answerQuestions({ answers: all, session: ownSession, id: state.id, send: end.send });
  let watch: Disposable | undefined;
  const follow = (): void => {
    watch?.dispose();
    if (!end.visible()) answers.abortAll();
    watch = end.visible()
      ? disposeAll([query.watch(), sessions.get().pods.onDidChange(() => void query.refresh()), query.onDidChange(draw)])
      : undefined;
  };
  const receive = (raw: unknown): void => {
    const message = fromPanel(raw);
    if (message?.type === 'ready') {
      end.send({ type: 'keep', state });
      draw();
    } else if (message?.type === 'ask' || message?.type === 'cancel') {
      answers.receive(message);
    } else if (message !== undefined && sessions.get().target.id === state.target) {
      const command = Object.hasOwn(kind.actions, message.action) ? kind.actions[message.action] : undefined;
      if (command !== undefined) void end.run(command, state.id).then(() => query.refresh());
    }
  };
  const listening = [
    query,
    answers,
    own,
    sessions.onDidChange(follow),
    end.onDidChangeVisible(follow),
    end.onDidReceive(receive),
  ];
  follow();
  return disposeAll([...listening, { dispose: () => watch?.dispose() }]);
}
