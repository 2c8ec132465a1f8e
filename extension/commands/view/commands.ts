import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { CONTAINER_COMMANDS } from '../container/commands.ts';
import { FORWARD_COMMANDS } from '../forward/commands.ts';
import { IMAGE_COMMANDS } from '../image/commands.ts';
import { POD_COMMANDS } from '../pod/commands.ts';
import { clearFilter, filterView, groupView, showMore, sortView } from './arrange-views.ts';

/** The commands of the lists as a whole. */
export const VIEW_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.view.refresh', run: ({ session }) => session.refresh() }),
  command({ id: 'slipway.pods.filter', run: filterView('pods') }),
  command({ id: 'slipway.pods.clearFilter', run: clearFilter('pods') }),
  command({ id: 'slipway.pods.group', run: groupView('pods') }),
  command({ id: 'slipway.pods.sort', run: sortView('pods') }),
  command({ id: 'slipway.images.filter', run: filterView('images') }),
  command({ id: 'slipway.images.clearFilter', run: clearFilter('images') }),
  command({ id: 'slipway.images.group', run: groupView('images') }),
  command({ id: 'slipway.images.sort', run: sortView('images') }),
  command({ id: 'slipway.view.logs', among: () => rowsOf('slipway.container.logs', 'slipway.pod.logs') }),
  command({ id: 'slipway.view.stop', among: () => rowsOf('slipway.container.stop', 'slipway.pod.stop', 'slipway.forward.stop') }),
  command({
    id: 'slipway.view.remove',
    among: () => rowsOf('slipway.container.remove', 'slipway.pod.remove', 'slipway.image.remove', 'slipway.forward.stop'),
  }),
  command({ id: 'slipway.view.showMore', on: 'more', run: showMore }),
];

function rowsOf(...ids: readonly string[]): readonly Command[] {
  return [...CONTAINER_COMMANDS, ...POD_COMMANDS, ...IMAGE_COMMANDS, ...FORWARD_COMMANDS].filter(({ id }) => ids.includes(id));
}
