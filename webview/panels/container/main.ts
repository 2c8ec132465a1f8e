import { startPage } from '../../components/page.ts';
import { createUsageCharts } from '../../components/usage-charts.ts';
import { t } from '../../l10n.ts';
import type { ContainerAction, ContainerView, LimitTexts } from '../../protocol.ts';
import { renderContainer } from './render.ts';
import { createResources } from './resources.ts';
import { stateSentence } from './words.ts';
import './container.css';

/** Kept only while the page lives: a reload masks again. */
let revealed: ReadonlySet<string> = new Set();
let lastLines: readonly string[] | undefined;
/** When the container ended whose last lines were asked for. */
let linesOf = 0;

const page = startPage<ContainerView, ContainerAction>({
  goneText: t('This container was removed.'),
  draw: (container) => {
    usage.limit(container.limits);
    usage.run(container.state === 'running');
    resources.limit(container.limits);
    if (container.state === 'exited' && container.finishedAt !== linesOf) void askLastLines(container);
    return renderContainer(container, {
      nowMs: Date.now(),
      act: (action) => {
        page.host.act(action);
      },
      revealed,
      reveal: (names) => {
        revealed = names.length === 0 ? new Set() : new Set([...revealed, ...names]);
        page.redraw();
      },
      usage: usage.element,
      resources: resources.element,
      lastLines,
    });
  },
});
const usage = createUsageCharts((what, about) => page.host.ask(what, about));
const resources = createResources(async (texts) => (await page.host.ask('resize', texts)) as LimitTexts);
setInterval(tick, 1000);

async function askLastLines({ finishedAt }: ContainerView): Promise<void> {
  linesOf = finishedAt;
  lastLines = undefined;
  try {
    lastLines = (await page.host.ask('lastLines')) as readonly string[];
    page.redraw();
  } catch {
    // It keeps no log: then there are no lines to show.
  }
}

function tick(): void {
  const sentence = document.querySelector('.sentence');
  if (page.shown !== undefined && sentence !== null && document.visibilityState === 'visible') {
    sentence.textContent = stateSentence(page.shown, Date.now());
  }
}
