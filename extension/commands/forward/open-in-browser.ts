import { publishedPorts } from '../../client/published-ports.ts';
import { RpcError } from '../../client/rpc-error.ts';
import type { Pod, PortMapping } from '../../client/types.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** Opens what a pod serves on its published port, through whatever way leads from the browser to this machine. */
export async function openPodInBrowser({ ui }: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  const ports = browsablePorts(pod);
  const [only] = ports;
  if (only === undefined)
    throw new RpcError('failed-precondition', t('pod {0} publishes no TCP port', pod.name), {
      hint: t('run the image with -p HOST:CONTAINER'),
    });
  const chosen =
    ports.length === 1 ? only : await ui.pick({ title: pod.name, placeholder: t('Choose a port'), items: ports.map(portItem) });
  if (chosen !== undefined) await ui.openInBrowser(`http://localhost:${chosen.hostPort}/`);
}

/** The same for the pod of a container. */
export async function openContainerInBrowser(context: CommandContext, subject: SubjectOf<'container'>): Promise<void> {
  const pod = context.session.pods.snapshot.value?.pods.find(({ id }) => id === subject.container.podId);
  if (pod === undefined)
    throw new RpcError('not-found', t('the pod of container {0} is not there any more', subject.container.name));
  await openPodInBrowser(context, { kind: 'pod', pod });
}

/** The published ports that a browser can ask. */
export function browsablePorts(pod: Pick<Pod, 'annotations'>): readonly PortMapping[] {
  return publishedPorts(pod).filter(({ protocol }) => protocol === 'tcp');
}

function portItem(port: PortMapping): {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly value: PortMapping;
} {
  return { label: String(port.hostPort), description: `to ${port.containerPort} in the pod`, icon: 'globe', value: port };
}
