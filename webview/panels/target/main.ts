import { startPage } from '../../components/page.ts';
import { t } from '../../l10n.ts';
import type { EventView, MetricView, TargetAction, TargetView } from '../../protocol.ts';
import { createEventList } from './event-list.ts';
import { createMetricTable } from './metric-table.ts';
import { renderTarget } from './render.ts';
import './target.css';

const EVENTS_MS = 2000;

const page = startPage<TargetView, TargetAction>({
  goneText: t('This target was removed.'),
  draw: (target) =>
    renderTarget(target, {
      act: (action) => {
        page.host.act(action);
      },
      events: events.element,
      metrics: metrics.element,
    }),
});
const events = createEventList();
const metrics = createMetricTable(async () => (await page.host.ask('metrics')) as readonly MetricView[]);
void follow();

async function follow(): Promise<void> {
  try {
    events.show((await page.host.ask('events')) as readonly EventView[]);
  } catch {
    // The page says already that the runtime is away.
  }
  setTimeout(() => void follow(), EVENTS_MS);
}
