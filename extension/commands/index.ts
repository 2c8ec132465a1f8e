import type { SubjectOf } from '../tree/tree-node.ts';
import { clearFilter, filterView, groupView, showMore, sortView } from './arrange-views.ts';
import { attach } from './attach.ts';
import { cleanUpImages } from './clean-up-images.ts';
import { command, oneByOne } from './command.ts';
import type { Command } from './command.ts';
import { exportImages } from './export-image.ts';
import { forwardContainerPort, forwardPort, openForward } from './forward-port.ts';
import { importImages } from './import-image.ts';
import { browsablePorts, openContainerInBrowser, openPodInBrowser } from './open-in-browser.ts';
import { openShell } from './open-shell.ts';
import { pullImage } from './pull-image.ts';
import { pushImage } from './push-image.ts';
import { confirmRemoveContainer, removeContainer } from './remove-container.ts';
import { confirmRemoveImage, removeImage } from './remove-image.ts';
import { confirmRemovePod, removePod } from './remove-pod.ts';
import { runCommand } from './run-command.ts';
import { runImage } from './run-image.ts';
import { copyAsCrictl, showExchange } from './show-exchange.ts';
import { signIn, signOut } from './sign-in.ts';
import { startContainer } from './start-container.ts';
import { restartRuntime, startInTerminal, startRuntime, stopRuntime } from './start-runtime.ts';
import { stopContainer } from './stop-container.ts';
import { stopPod } from './stop-pod.ts';
import { tagImage, untagImage } from './tag-image.ts';
import { verifyImages } from './verify-images.ts';

/** Every command of the extension; a test holds the table against package.json. */
export const COMMANDS: readonly Command[] = [
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
  command({ id: 'slipway.runtime.inspect', run: ({ documents }) => documents.inspect({ kind: 'target' }) }),
  command({ id: 'slipway.remote.open', run: ({ ui }) => ui.runCommand('workbench.action.remote.showMenu') }),
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

  command({ id: 'slipway.image.pull', changes: true, run: pullImage }),
  command({ id: 'slipway.image.run', on: 'image', optional: true, run: runImage }),
  command({ id: 'slipway.image.inspect', on: 'image', run: ({ documents }, subject) => documents.inspect(subject) }),
  command({ id: 'slipway.image.copyName', on: 'image', run: ({ ui }, { name }) => ui.copy(name) }),
  command({ id: 'slipway.image.tag', on: 'image', changes: true, runAll: oneByOne(tagImage) }),
  command({
    id: 'slipway.image.untag',
    on: 'image',
    changes: true,
    run: untagImage,
    accepts: ({ image, name }) => image.tags.includes(name),
  }),
  command({ id: 'slipway.image.push', on: 'image', changes: true, runAll: oneByOne(pushImage) }),
  command({ id: 'slipway.image.export', on: 'image', runAll: exportImages }),
  command({ id: 'slipway.image.import', changes: true, run: importImages }),
  command({ id: 'slipway.image.cleanUp', changes: true, run: cleanUpImages }),
  command({ id: 'slipway.image.verify', changes: true, run: verifyImages }),
  command({ id: 'slipway.registry.signIn', run: signIn }),
  command({ id: 'slipway.registry.signOut', run: signOut }),
  command({
    id: 'slipway.image.remove',
    on: 'image',
    changes: true,
    run: removeImage,
    confirm: confirmRemoveImage,
    progress: ({ name }) => `Removing ${name}`,
  }),

  command({ id: 'slipway.pod.inspect', on: 'pod', run: ({ documents }, subject) => documents.inspect(subject) }),
  command({ id: 'slipway.pod.logs', on: 'pod', run: ({ documents }, { pod }) => documents.showPodLogs(pod) }),
  command({ id: 'slipway.pod.forwardPort', on: 'pod', run: forwardPort, accepts: ({ pod }) => pod.state === 'ready' }),
  command({
    id: 'slipway.pod.openInBrowser',
    on: 'pod',
    run: openPodInBrowser,
    accepts: ({ pod }) => browsablePorts(pod).length > 0,
  }),
  command({
    id: 'slipway.pod.stop',
    on: 'pod',
    changes: true,
    run: stopPod,
    accepts: ({ pod }) => pod.state === 'ready',
    progress: ({ pod }) => `Stopping ${pod.name}`,
  }),
  command({
    id: 'slipway.pod.remove',
    on: 'pod',
    changes: true,
    run: removePod,
    confirm: confirmRemovePod,
    progress: ({ pod }) => `Removing ${pod.name}`,
  }),

  command({
    id: 'slipway.container.open',
    on: 'container',
    run: ({ documents }, { container }) => documents.openContainer(container),
  }),
  command({
    id: 'slipway.container.logs',
    on: 'container',
    run: ({ documents }, { container }) => documents.showLogs(container),
  }),
  command({ id: 'slipway.container.shell', on: 'container', run: openShell, accepts: isRunning }),
  command({ id: 'slipway.container.attach', on: 'container', run: attach, accepts: isRunning }),
  command({ id: 'slipway.container.runCommand', on: 'container', runAll: runCommand, accepts: isRunning }),
  command({ id: 'slipway.container.forwardPort', on: 'container', run: forwardContainerPort, accepts: isRunning }),
  command({ id: 'slipway.container.inspect', on: 'container', run: ({ documents }, subject) => documents.inspect(subject) }),
  command({ id: 'slipway.container.openInBrowser', on: 'container', run: openContainerInBrowser }),
  command({ id: 'slipway.container.copyId', on: 'container', run: ({ ui }, { container }) => ui.copy(container.id) }),
  command({
    id: 'slipway.container.start',
    on: 'container',
    changes: true,
    run: startContainer,
    accepts: ({ container }) => container.state === 'created',
    progress: ({ container }) => `Starting ${container.name}`,
  }),
  command({
    id: 'slipway.container.stop',
    on: 'container',
    changes: true,
    run: stopContainer,
    accepts: isRunning,
    progress: ({ container }) => `Stopping ${container.name}`,
  }),
  command({
    id: 'slipway.container.remove',
    on: 'container',
    changes: true,
    run: removeContainer,
    confirm: confirmRemoveContainer,
    progress: ({ container }) => `Removing ${container.name}`,
  }),

  command({ id: 'slipway.forward.open', on: 'forward', run: openForward }),
  command({
    id: 'slipway.forward.copyAddress',
    on: 'forward',
    run: ({ ui }, { forward }) => ui.copy(`http://localhost:${String(forward.localPort)}/`),
  }),
  command({ id: 'slipway.forward.stop', on: 'forward', run: ({ forwards }, { forward }) => forwards.stop(forward.id) }),

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

function rowsOf(...ids: readonly string[]): readonly Command[] {
  return COMMANDS.filter(({ id }) => ids.includes(id));
}

function isRunning({ container }: SubjectOf<'container'>): boolean {
  return container.state === 'running';
}
