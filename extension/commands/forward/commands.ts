import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { openForward } from './forward-port.ts';

/** The commands on forwarded ports. */
export const FORWARD_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.forward.open', on: 'forward', run: openForward }),
  command({
    id: 'slipway.forward.copyAddress',
    on: 'forward',
    run: ({ ui }, { forward }) => ui.copy(`http://localhost:${String(forward.localPort)}/`),
  }),
  command({ id: 'slipway.forward.stop', on: 'forward', run: ({ forwards }, { forward }) => forwards.stop(forward.id) }),
];
