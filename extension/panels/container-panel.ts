import { isRpcError } from '../client/rpc-error.ts';
import type { Session } from '../target/session.ts';
import type { ContainerAction, ContainerView } from '../../webview/protocol.ts';
import { containerView } from './container-view.ts';
import type { PanelKind } from './panel-connection.ts';

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
export const CONTAINER_PANEL: PanelKind<ContainerView> = { name: 'container', ask: askView, actions: ACTIONS };

async function askView(session: Session, id: string, signal: AbortSignal): Promise<ContainerView | 'gone'> {
  const options = { signal, background: true };
  try {
    const container = await session.client.containerStatus(id, options);
    const podId = session.pods.snapshot.value?.containers.find((each) => each.id === id)?.podId;
    const pod = podId === undefined ? undefined : await session.client.podStatus(podId, options);
    return containerView(container, pod);
  } catch (error) {
    if (isRpcError(error, 'not-found')) return 'gone';
    throw error;
  }
}
