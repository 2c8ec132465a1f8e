import { element } from '../../components/element.ts';
import { connectHost } from '../../components/host.ts';
import { registerToolkit } from '../../components/toolkit.ts';
import type { ContainerAction, ContainerView, FromPanel, ToPanel } from '../../protocol.ts';
import { renderContainer } from './render.ts';
import './container.css';
import { stateSentence } from './words.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the panel has no root element');

registerToolkit();
const host = connectHost<ToPanel<ContainerView>, FromPanel<ContainerAction>>();
let shown: ContainerView | undefined;
/** Kept only while the page lives: a reload masks again. */
let revealed: ReadonlySet<string> = new Set();

host.onMessage((message) => {
  switch (message.type) {
    case 'keep':
      host.keep(message.state);
      return;
    case 'view':
      show(message.view);
      return;
    case 'stale':
      notice(`${message.seenAt === 0 ? '' : `As seen at ${new Date(message.seenAt).toLocaleTimeString()}. `}${message.reason}`);
      return;
    case 'gone':
      notice('This container was removed.');
      root.classList.add('gone');
  }
});
setInterval(tick, 1000);
host.send({ type: 'ready' });

/** Draws again only what was told anew, so that selection, focus and scroll stay. */
function show(container: ContainerView): void {
  notice('');
  root?.classList.remove('gone');
  if (JSON.stringify(container) === JSON.stringify(shown)) return;
  shown = container;
  draw(container);
}

function draw(container: ContainerView): void {
  const focused = document.activeElement?.textContent ?? '';
  root?.replaceChildren(
    ...renderContainer(container, {
      nowMs: Date.now(),
      act: (action) => {
        host.send({ type: 'action', action });
      },
      revealed,
      reveal: (names) => {
        revealed = names.length === 0 ? new Set() : new Set([...revealed, ...names]);
        draw(container);
      },
    }),
  );
  for (const candidate of document.querySelectorAll<HTMLElement>('vscode-button')) {
    if (focused !== '' && candidate.textContent === focused) candidate.focus();
  }
}

/** Above what is shown; alone on the page while nothing was told yet. */
function notice(text: string): void {
  const line = document.querySelector('.notice');
  if (line === null && text !== '')
    root?.replaceChildren(element('p', { className: 'notice', text, attributes: { role: 'alert' } }));
  else if (line !== null && line.textContent !== text) line.textContent = text;
}

function tick(): void {
  const sentence = document.querySelector('.sentence');
  if (shown !== undefined && sentence !== null && document.visibilityState === 'visible') {
    sentence.textContent = stateSentence(shown, Date.now());
  }
}
