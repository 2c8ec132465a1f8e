import { startPage } from '../../components/page.ts';
import { t } from '../../l10n.ts';
import type { ContainerAction, ContainerView } from '../../protocol.ts';
import { renderContainer } from './render.ts';
import { stateSentence } from './words.ts';
import './container.css';

/** Kept only while the page lives: a reload masks again. */
let revealed: ReadonlySet<string> = new Set();

const page = startPage<ContainerView, ContainerAction>({
  goneText: t('This container was removed.'),
  draw: (container) =>
    renderContainer(container, {
      nowMs: Date.now(),
      act: (action) => {
        page.host.act(action);
      },
      revealed,
      reveal: (names) => {
        revealed = names.length === 0 ? new Set() : new Set([...revealed, ...names]);
        page.redraw();
      },
    }),
});
setInterval(tick, 1000);

function tick(): void {
  const sentence = document.querySelector('.sentence');
  if (page.shown !== undefined && sentence !== null && document.visibilityState === 'visible') {
    sentence.textContent = stateSentence(page.shown, Date.now());
  }
}
