import { element } from '../../components/element.ts';
import { nothing } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { t } from '../../l10n.ts';
import type { EventView } from '../../protocol.ts';

/** What happened to pods and containers since the page looks, the newest first. */
export function createEventList(): { readonly element: HTMLElement; show(events: readonly EventView[]): void } {
  const root = element('div', { className: 'events', attributes: { tabindex: '0', role: 'group', 'aria-label': t('Events') } }, [
    nothing(t('Nothing has happened since this page was opened.')),
  ]);
  let shown = '';
  return {
    element: root,
    show: (events) => {
      const text = JSON.stringify(events);
      if (events.length === 0 || text === shown) return;
      shown = text;
      const rows = events.map((event, at) => ({
        key: String(at),
        cells: [new Date(event.at).toLocaleTimeString(), event.name, wordOf(event.type)],
      }));
      root.replaceChildren(table([t('Time'), t('Pod or container'), t('Event')], rows));
    },
  };
}

function wordOf(type: EventView['type']): string {
  switch (type) {
    case 'created':
      return t('created');
    case 'started':
      return t('started');
    case 'stopped':
      return t('stopped');
    case 'deleted':
      return t('deleted');
  }
}
