import { t } from '../../l10n.ts';
import { command } from '../command.ts';
import { copyLinks } from '../view/copy-link.ts';
import type { Command } from '../command.ts';
import { podLogId } from '../../logs/log-subject.ts';
import { forwardPort } from '../forward/forward-port.ts';
import { browsablePorts, openPodInBrowser } from '../forward/open-in-browser.ts';
import { addContainer, addContainerFile } from './add-container.ts';
import { newConfigFile } from './new-config-file.ts';
import { checkpointPod, restorePod } from './checkpoint.ts';
import { copyPodAsKubernetes } from './copy-as-kubernetes.ts';
import { confirmRemovePod, removePod } from './remove-pod.ts';
import { runPod } from './run-pod.ts';
import { setPodLimits } from './set-limits.ts';
import { stopPod } from './stop-pod.ts';

/** The commands on pods. */
export const POD_COMMANDS: readonly Command[] = [
  command({ id: 'slipway.pod.open', on: 'pod', run: ({ documents }, { pod }) => documents.openPanel('pod', pod) }),
  command({ id: 'slipway.pod.inspect', on: 'pod', run: ({ documents }, subject) => documents.inspect(subject) }),
  command({ id: 'slipway.pod.copyLink', on: 'pod', runAll: copyLinks }),
  command({ id: 'slipway.pod.logs', on: 'pod', run: ({ documents }, { pod }) => documents.showPodLogs(pod) }),
  command({
    id: 'slipway.pod.showLogsPanel',
    on: 'pod',
    run: ({ documents }, { pod }) => documents.openPanel('logs', { id: podLogId(pod.id), name: t('{0} (pod) — logs', pod.name) }),
  }),
  command({ id: 'slipway.pod.forwardPort', on: 'pod', run: forwardPort, accepts: ({ pod }) => pod.state === 'ready' }),
  command({
    id: 'slipway.pod.openInBrowser',
    on: 'pod',
    run: openPodInBrowser,
    accepts: ({ pod }) => browsablePorts(pod).length > 0,
  }),
  command({ id: 'slipway.pod.run', on: 'file', optional: true, changes: true, run: runPod }),
  command({ id: 'slipway.pod.checkpoint', on: 'pod', run: checkpointPod, accepts: ({ pod }) => pod.state === 'ready' }),
  command({ id: 'slipway.pod.restore', changes: true, run: restorePod }),
  command({
    id: 'slipway.pod.addContainer',
    on: 'pod',
    changes: true,
    run: addContainer,
    accepts: ({ pod }) => pod.state === 'ready',
  }),
  command({ id: 'slipway.pod.addContainerFile', on: 'file', changes: true, run: addContainerFile }),
  command({ id: 'slipway.config.new', run: newConfigFile }),
  command({ id: 'slipway.pod.copyAsKubernetes', on: 'pod', run: copyPodAsKubernetes }),
  command({ id: 'slipway.pod.setLimits', on: 'pod', run: setPodLimits, accepts: ({ pod }) => pod.state === 'ready' }),
  command({
    id: 'slipway.pod.stop',
    on: 'pod',
    changes: true,
    run: stopPod,
    accepts: ({ pod }) => pod.state === 'ready',
    progress: ({ pod }) => t('Stopping {0}', pod.name),
  }),
  command({
    id: 'slipway.pod.remove',
    on: 'pod',
    changes: true,
    run: removePod,
    confirm: confirmRemovePod,
    progress: ({ pod }) => t('Removing {0}', pod.name),
  }),
];
