import { startPage } from '../../components/page.ts';
import { createUsageCharts } from '../../components/usage-charts.ts';
import { t } from '../../l10n.ts';
import type { PodAction, PodView } from '../../protocol.ts';
import { renderPod } from './render.ts';
import './pod.css';

const page = startPage<PodView, PodAction>({
  goneText: t('This pod was removed.'),
  draw: (pod) => {
    usage.run(pod.state === 'ready');
    return renderPod(pod, {
      nowMs: Date.now(),
      act: (action) => {
        page.host.act(action);
      },
      openContainer: ({ id, name }) => void page.host.ask('open', { panel: 'container', id, name }).catch(() => undefined),
      usage: usage.element,
    });
  },
});
const usage = createUsageCharts((what, about) => page.host.ask(what, about));
