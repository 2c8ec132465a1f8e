import { element } from './element.ts';
import { badge, button } from './toolkit.ts';
import { t } from '../l10n.ts';

export interface HeaderOptions {
  readonly title: string;
  readonly badges?: readonly string[];
  /** The state in a sentence, with a dot of its colour. */
  readonly state?: { readonly kind: 'running' | 'failed' | 'exited' | 'created' | 'unknown'; readonly text: string };
  readonly actions: readonly HTMLElement[];
}

/** The top of a page about one thing: its name, its state, the place for notices, and what can be done with it. */
export function pageHeader({ title, badges = [], state, actions }: HeaderOptions): HTMLElement {
  const line =
    state === undefined
      ? []
      : [
          element('p', { className: `state ${state.kind}`, attributes: { role: 'status' } }, [
            element('span', { className: 'dot', attributes: { 'aria-hidden': 'true' } }),
            element('span', { className: 'sentence', text: state.text }),
          ]),
        ];
  return element('header', {}, [
    element('div', { className: 'title' }, [element('h1', { text: title }), ...badges.map((text) => badge(text))]),
    ...line,
    element('p', { className: 'notice', attributes: { role: 'alert' } }),
    element('div', { className: 'actions', attributes: { role: 'toolbar', 'aria-label': t('Actions') } }, actions),
  ]);
}

/** Buttons for actions of the panel's kind; the first is the one that most people want. */
export function actionButtons<Action extends string>(
  list: readonly (readonly [text: string, action: Action])[],
  act: (action: Action) => void,
): readonly HTMLElement[] {
  return list.map(([text, action], at) =>
    button({
      text,
      primary: at === 0,
      onClick: () => {
        act(action);
      },
    }),
  );
}

/** A name that opens a page of its own. */
export function linkButton(text: string, onClick: () => void): HTMLElement {
  const made = element('button', { className: 'link', text, attributes: { type: 'button' } });
  made.addEventListener('click', onClick);
  return made;
}
