import { command } from '../command.ts';
import type { Command } from '../command.ts';

/** The commands of an inspect document: they work on the one in front. */
export const INSPECT_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.inspect.refresh', run: ({ documents }) => documents.refreshInspect() }),
  command({ id: 'slipway.inspect.switchFormat', run: ({ documents }) => documents.switchInspectFormat() }),
  command({ id: 'slipway.inspect.compare', run: ({ documents }) => documents.compareInspect() }),
];
