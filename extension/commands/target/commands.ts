import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { addTarget } from './add-target.ts';
import { removeTarget } from './remove-target.ts';
import { switchTarget, testTarget } from './switch-target.ts';

/** The commands on the runtimes that a window can show. */
export const TARGET_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.target.add', run: addTarget }),
  command({ id: 'slipway.target.switch', on: 'target', optional: true, run: switchTarget }),
  command({ id: 'slipway.target.test', on: 'target', optional: true, run: testTarget }),
  command({ id: 'slipway.target.remove', on: 'target', optional: true, runAll: removeTarget }),
];
