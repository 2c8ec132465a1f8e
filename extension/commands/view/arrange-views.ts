import { t } from '../../l10n.ts';
import { filterProblem } from '../../tree/filter.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { ListView, SortOrder } from '../../tree/view-options.ts';
import type { CommandContext } from '../command.ts';

/** Asks for the filter of one view; an empty one shows everything. */
export function filterView(view: ListView): (context: CommandContext) => Promise<void> {
  return async ({ ui, views }) => {
    const filter = await ui.ask({
      title: view === 'pods' ? t('Filter Pods') : t('Filter Images'),
      prompt:
        view === 'pods'
          ? t('state:running label:app=web image:nginx ns:default, or words; - before one turns it round; empty for all')
          : t('state:used (or unused, pinned, untagged), or words; - before one turns it round; empty for all'),
      value: views.get(view).filter,
      check: filterProblem,
    });
    if (filter !== undefined) await views.set(view, { filter: filter.trim() });
  };
}

export function clearFilter(view: ListView): (context: CommandContext) => Promise<void> {
  return ({ views }) => views.set(view, { filter: '' });
}

/** Pods by namespace, images by repository; and back. */
export function groupView(view: ListView): (context: CommandContext) => Promise<void> {
  return ({ views }) => views.set(view, { grouped: !views.get(view).grouped });
}

export function sortView(view: ListView): (context: CommandContext) => Promise<void> {
  return async ({ ui, views }) => {
    const now = views.get(view).sort;
    const sort = await ui.pick({
      title: view === 'pods' ? t('Sort Pods') : t('Sort Images'),
      placeholder: t('What comes first'),
      items: ordersOf(view).map(([value, label, detail]) => ({
        label,
        detail,
        icon: value === now ? 'check' : 'blank',
        value,
      })),
    });
    if (sort !== undefined) await views.set(view, { sort });
  };
}

/** The next page of a long list. */
export async function showMore({ views }: CommandContext, { list }: SubjectOf<'more'>): Promise<void> {
  views.showMore(list);
}

function ordersOf(view: ListView): readonly (readonly [SortOrder, string, string])[] {
  return view === 'pods'
    ? [
        ['age', t('Age'), t('The newest first')],
        ['name', t('Name'), t('From A to Z')],
        ['state', t('State'), t('What failed, then what runs, then what has ended')],
      ]
    : [
        ['name', t('Name'), t('From A to Z')],
        ['age', t('Order of the runtime'), t('CRI does not tell the age of images')],
        ['state', t('State'), t('What containers use first')],
      ];
}
