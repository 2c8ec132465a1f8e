import { publishedPorts } from '../client/published-ports.ts';
import { isRpcError } from '../client/rpc-error.ts';
import type { PodDetails } from '../client/types.ts';
import type { CommandContext } from '../commands/command.ts';
import type { ListedContainer } from '../target/lists.ts';
import type { Session } from '../target/session.ts';
import type { PodAction, PodView } from '../../webview/protocol.ts';
import { pairs } from './container-view.ts';
import { openAnswer } from './open-answer.ts';
import type { PanelKind } from './panel-connection.ts';
import { usageAnswers } from './usage-answers.ts';

const ACTIONS: Readonly<Record<PodAction, string>> = {
  logs: 'slipway.pod.logs',
  logsPanel: 'slipway.pod.showLogsPanel',
  browse: 'slipway.pod.openInBrowser',
  forward: 'slipway.pod.forwardPort',
  limits: 'slipway.pod.setLimits',
  inspect: 'slipway.pod.inspect',
  stop: 'slipway.pod.stop',
  remove: 'slipway.pod.remove',
  copyLink: 'slipway.pod.copyLink',
};

/** The panel of one pod. */
export function podPanel(context: () => CommandContext): PanelKind<PodView> {
  return {
    name: 'pod',
    ask: askView,
    actions: ACTIONS,
    answers: { open: openAnswer(context) },
    openAnswers: () => usageAnswers(({ session: { client }, id, signal }) => client.podUsage(id, { signal, background: true })),
  };
}

async function askView({ client, pods }: Session, id: string, signal: AbortSignal): Promise<PodView | 'gone'> {
  try {
    const pod = await client.podStatus(id, { signal, background: true });
    return podView(pod, pods.snapshot.value?.containers.filter(({ podId }) => podId === id) ?? []);
  } catch (error) {
    if (isRpcError(error, 'not-found')) return 'gone';
    throw error;
  }
}

/** What the pod panel shows, from what the runtime says. */
function podView(pod: PodDetails, containers: readonly ListedContainer[]): PodView {
  const { id, name, namespace, uid, attempt, state, createdAt, handler, addresses } = pod;
  const ports = publishedPorts(pod);
  return {
    ...{ id, name, namespace, uid, attempt, state, createdAt, handler, addresses },
    ports: ports.map((port) => `${port.hostPort} → ${port.containerPort}/${port.protocol}`),
    browsable: state === 'ready' && ports.some(({ protocol }) => protocol === 'tcp'),
    namespaces: pairs(pod.namespaces),
    containers: containers
      .toSorted((a, b) => a.createdAt - b.createdAt)
      .map((each) => ({
        id: each.id,
        name: each.name,
        image: each.image,
        state: each.state,
        exitCode: each.exitCode,
        reason: each.reason,
        attempt: each.attempt,
        createdAt: each.createdAt,
      })),
    labels: pairs(pod.labels),
    annotations: pairs(pod.annotations),
  };
}
