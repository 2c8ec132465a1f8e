import { t } from '../l10n.ts';
import { element } from './element.ts';
import { connectHost } from './host.ts';
import type { PanelHost } from './host.ts';
import { registerToolkit } from './toolkit.ts';
import './page.css';

export interface PageOptions<View> {
  /** Draws the whole page anew; called only when the view differs from the last one. */
  readonly draw: (view: View) => readonly HTMLElement[];
  /** What is said when the subject was removed. */
  readonly goneText: string;
}

/** One page: its host, and what draws it again when the page itself changed something. */
export interface Page<View, Action extends string> {
  readonly host: PanelHost<View, Action>;
  readonly root: HTMLElement;
  readonly shown: View | undefined;
  redraw(): void;
  /** Above what is shown; '' takes it away. */
  notice(text: string): void;
}

/** What all panels do alike: draw what is told anew, keep focus, say when it is old or gone. May be called once in a page. */
export function startPage<View, Action extends string>(options: PageOptions<View>): Page<View, Action> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the panel has no root element');
  registerToolkit();
  const host = connectHost<View, Action>();
  let shown: View | undefined;
  const redraw = (): void => {
    if (shown !== undefined) keepingFocus(root, options.draw(shown));
  };
  const notice = (text: string): void => {
    showNotice(root, text);
  };
  host.onMessage((message) => {
    if (message.type === 'view') {
      notice('');
      root.classList.remove('gone');
      // Only what was told anew, so that selection, focus and scroll stay.
      if (JSON.stringify(message.view) === JSON.stringify(shown)) return;
      shown = message.view;
      redraw();
    } else if (message.type === 'stale') {
      const time = new Date(message.seenAt).toLocaleTimeString();
      notice(message.seenAt === 0 ? message.reason : t('As seen at {0}. {1}', time, message.reason));
    } else if (message.type === 'gone') {
      notice(options.goneText);
      root.classList.add('gone');
    }
  });
  host.ready();
  return {
    host,
    root,
    get shown() {
      return shown;
    },
    redraw,
    notice,
  };
}

/** Replaces what is in the root; what had the focus has it again, known by its `data-focus`, id or text. */
function keepingFocus(root: HTMLElement, children: readonly HTMLElement[]): void {
  const key = document.activeElement === document.body ? '' : focusKey(document.activeElement);
  root.replaceChildren(...children);
  if (key === '') return;
  for (const candidate of root.querySelectorAll<HTMLElement>('vscode-button, button, input, select, summary, a, [tabindex]')) {
    if (focusKey(candidate) === key) {
      candidate.focus();
      return;
    }
  }
}

function focusKey(target: Element | null): string {
  if (!(target instanceof HTMLElement)) return '';
  return target.dataset['focus'] ?? (target.id === '' ? (target.getAttribute('aria-label') ?? target.textContent) : target.id);
}

/** Alone on the page while nothing was told yet. */
function showNotice(root: HTMLElement, text: string): void {
  const line = root.querySelector('.notice');
  if (line === null && text !== '')
    root.replaceChildren(element('p', { className: 'notice', text, attributes: { role: 'alert' } }));
  else if (line !== null && line.textContent !== text) line.textContent = text;
}
