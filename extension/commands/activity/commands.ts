import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { copyAsCrictl, showExchange } from './show-exchange.ts';

/** The commands of the Activity view. */
export const ACTIVITY_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.activity.showExchange', on: 'call', run: showExchange }),
  command({ id: 'slipway.activity.copyAsCrictl', on: 'call', run: copyAsCrictl }),
  command({
    id: 'slipway.activity.cancel',
    on: 'task',
    accepts: ({ task }) => task.state === 'running',
    run: async ({ session }, { task }) => {
      session.activity.cancel(task.key);
    },
  }),
  command({
    id: 'slipway.activity.clear',
    run: async ({ session }) => {
      session.activity.clear();
    },
  }),
];
