import { isRpcError } from '../client/rpc-error.ts';
import type { CommandContext } from '../commands/command.ts';
import { containerLog } from '../logs/container-log.ts';
import type { Session } from '../target/session.ts';
import type { ContainerAction, ContainerView } from '../../webview/protocol.ts';
import { containerView } from './container-view.ts';
import type { Question } from './panel-answers.ts';
import type { PanelKind } from './panel-connection.ts';
import { resizeAnswer } from './resize-answer.ts';
import { measureContainer, usageAnswers } from './usage-answers.ts';

const LAST_LINES = 12;

const ACTIONS: Readonly<Record<ContainerAction, string>> = {
  logs: 'slipway.container.logs',
  logsPanel: 'slipway.container.showLogsPanel',
  browse: 'slipway.container.openInBrowser',
  inspect: 'slipway.container.inspect',
  start: 'slipway.container.start',
  stop: 'slipway.container.stop',
  remove: 'slipway.container.remove',
  copyId: 'slipway.container.copyId',
};

/** The panel of one container. */
export function containerPanel(context: () => CommandContext): PanelKind<ContainerView> {
  return {
    name: 'container',
    ask: askView,
    actions: ACTIONS,
    answers: { resize: resizeAnswer(context), lastLines },
    openAnswers: () =>
      usageAnswers(({ session, id, signal }) => measureContainer(session.client, { id, podId: podIdOf(session, id) }, signal)),
  };
}

/** The end of its log, where most programs say why they end. */
async function lastLines({ session, id, signal }: Question): Promise<readonly string[]> {
  const query = { follow: false, tailLines: LAST_LINES };
  const lines: string[] = [];
  for await (const entries of containerLog(session.client, id, { query, signal })) lines.push(...entries.map(({ text }) => text));
  return lines.slice(-LAST_LINES);
}

function podIdOf({ pods }: Session, id: string): string | undefined {
  return pods.snapshot.value?.containers.find((each) => each.id === id)?.podId;
}

async function askView(session: Session, id: string, signal: AbortSignal): Promise<ContainerView | 'gone'> {
  const options = { signal, background: true };
  try {
    const container = await session.client.containerStatus(id, options);
    const podId = podIdOf(session, id);
    const pod = podId === undefined ? undefined : await session.client.podStatus(podId, options);
    return containerView(container, pod);
  } catch (error) {
    if (isRpcError(error, 'not-found')) return 'gone';
    throw error;
  }
}
