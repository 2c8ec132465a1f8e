import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { checkTarget } from './check-target.ts';
import { setPodCidr } from './set-pod-cidr.ts';
import { showMetrics } from './show-metrics.ts';
import { restartRuntime, startInTerminal, startRuntime, stopRuntime } from './start-runtime.ts';

/** The commands of the runtime itself. */
export const RUNTIME_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.runtime.start', changes: true, run: startRuntime }),
  command({ id: 'slipway.runtime.startInTerminal', run: startInTerminal }),
  command({ id: 'slipway.runtime.stop', run: stopRuntime }),
  command({ id: 'slipway.runtime.restart', run: restartRuntime }),
  command({ id: 'slipway.runtime.showLog', run: ({ documents }) => documents.showDaemonLog() }),
  command({
    id: 'slipway.window.showLog',
    run: async ({ documents }) => {
      documents.showWindowLog();
    },
  }),
  command({
    id: 'slipway.runtime.open',
    run: ({ documents, session: { target } }) => documents.openPanel('target', { id: target.id, name: target.label }),
  }),
  command({ id: 'slipway.runtime.inspect', run: ({ documents }) => documents.inspect({ kind: 'target' }) }),
  command({ id: 'slipway.runtime.check', run: checkTarget }),
  command({ id: 'slipway.runtime.metrics', run: showMetrics }),
  command({ id: 'slipway.runtime.setPodCidr', run: setPodCidr }),
  command({ id: 'slipway.remote.open', run: ({ ui }) => ui.runCommand('workbench.action.remote.showMenu') }),
];
