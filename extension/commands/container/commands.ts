import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { shortId } from '../../tree/words.ts';
import { command, oneByOne } from '../command.ts';
import { copyFromContainer, copyToContainer } from '../file/copy-files.ts';
import { copyLinks } from '../view/copy-link.ts';
import type { Command } from '../command.ts';
import { forwardContainerPort } from '../forward/forward-port.ts';
import { openContainerInBrowser } from '../forward/open-in-browser.ts';
import { attach } from './attach.ts';
import { checkpointContainer } from './checkpoint.ts';
import { copyContainerAsKubernetes } from '../pod/copy-as-kubernetes.ts';
import { compareFiles } from './compare-files.ts';
import { debugContainer } from './debug-container.ts';
import { openShell } from './open-shell.ts';
import { pauseContainer, resumeContainer } from './pause-container.ts';
import { confirmRemoveContainer, removeContainer } from './remove-container.ts';
import { restartContainer } from './restart-container.ts';
import { rotateLog } from './rotate-log.ts';
import { runCommand } from './run-command.ts';
import { setContainerLimits } from './set-limits.ts';
import { showChanges } from './show-changes.ts';
import { showLogsPanel } from './show-logs-panel.ts';
import { showProcesses } from './show-processes.ts';
import { startContainer } from './start-container.ts';
import { stopContainer } from './stop-container.ts';

/** The commands on containers. */
export const CONTAINER_COMMANDS: readonly Command[] = [
  command({
    id: 'slipway.container.open',
    on: 'container',
    run: ({ documents }, { container }) => documents.openPanel('container', container),
  }),
  command({
    id: 'slipway.container.logs',
    on: 'container',
    run: ({ documents }, { container }) => documents.showLogs(container),
  }),
  command({ id: 'slipway.container.showLogsPanel', on: 'container', runAll: showLogsPanel }),
  command({ id: 'slipway.container.shell', on: 'container', run: openShell, accepts: isRunning }),
  command({ id: 'slipway.container.debug', on: 'container', changes: true, run: debugContainer, accepts: isRunning }),
  command({ id: 'slipway.container.copyAsKubernetes', on: 'container', run: copyContainerAsKubernetes }),
  command({ id: 'slipway.container.attach', on: 'container', run: attach, accepts: isRunning }),
  command({ id: 'slipway.container.runCommand', on: 'container', runAll: runCommand, accepts: isRunning }),
  command({ id: 'slipway.container.forwardPort', on: 'container', run: forwardContainerPort, accepts: isRunning }),
  command({ id: 'slipway.container.inspect', on: 'container', run: ({ documents }, subject) => documents.inspect(subject) }),
  command({ id: 'slipway.container.openInBrowser', on: 'container', run: openContainerInBrowser }),
  command({ id: 'slipway.container.processes', on: 'container', run: showProcesses, accepts: isRunning }),
  command({ id: 'slipway.container.changes', on: 'container', run: showChanges }),
  command({ id: 'slipway.container.compareFiles', on: 'container', run: compareFiles }),
  command({
    id: 'slipway.container.browse',
    on: 'container',
    run: ({ documents }, { container }) =>
      documents.browseFiles({ containerId: shortId(container.id), path: '/' }, container.name),
  }),
  command({
    id: 'slipway.container.addFolder',
    on: 'container',
    run: async ({ documents }, { container }) => {
      documents.addFolder({ containerId: shortId(container.id), path: '/' }, container.name);
    },
  }),
  command({ id: 'slipway.container.copyTo', on: 'container', runAll: oneByOne(copyToContainer) }),
  command({ id: 'slipway.container.copyFrom', on: 'container', runAll: oneByOne(copyFromContainer) }),
  command({
    id: 'slipway.container.pause',
    on: 'container',
    changes: true,
    run: pauseContainer,
    accepts: isRunning,
    progress: ({ container }) => t('Pausing {0}', container.name),
  }),
  command({
    id: 'slipway.container.resume',
    on: 'container',
    changes: true,
    run: resumeContainer,
    accepts: isRunning,
    progress: ({ container }) => t('Resuming {0}', container.name),
  }),
  command({
    id: 'slipway.container.restart',
    on: 'container',
    changes: true,
    run: restartContainer,
    accepts: ({ container }) => container.state !== 'created',
    progress: ({ container }) => t('Restarting {0}', container.name),
  }),
  command({ id: 'slipway.container.checkpoint', on: 'container', run: checkpointContainer, accepts: isRunning }),
  command({ id: 'slipway.container.setLimits', on: 'container', run: setContainerLimits, accepts: isRunning }),
  command({ id: 'slipway.container.rotateLog', on: 'container', run: rotateLog, accepts: isRunning }),
  command({ id: 'slipway.container.copyId', on: 'container', run: ({ ui }, { container }) => ui.copy(container.id) }),
  command({ id: 'slipway.container.copyLink', on: 'container', runAll: copyLinks }),
  command({
    id: 'slipway.container.start',
    on: 'container',
    changes: true,
    run: startContainer,
    accepts: ({ container }) => container.state === 'created',
    progress: ({ container }) => t('Starting {0}', container.name),
  }),
  command({
    id: 'slipway.container.stop',
    on: 'container',
    changes: true,
    run: stopContainer,
    accepts: isRunning,
    progress: ({ container }) => t('Stopping {0}', container.name),
  }),
  command({
    id: 'slipway.container.remove',
    on: 'container',
    changes: true,
    run: removeContainer,
    confirm: confirmRemoveContainer,
    progress: ({ container }) => t('Removing {0}', container.name),
  }),
];

function isRunning({ container }: SubjectOf<'container'>): boolean {
  return container.state === 'running';
}
