import { publishedPorts } from '../client/published-ports.ts';
import type { Pod, PortMapping } from '../client/types.ts';
import type { PortForward } from '../forward/port-forwards.ts';
import { dateText, t } from '../l10n.ts';
import type { ListedContainer } from '../target/lists.ts';
import type { Usage } from '../target/usage.ts';
import { containerNode } from './container-node.ts';
import { forwardNode } from './forward-node.ts';
import type { TreeNode } from './tree-node.ts';
import { ageOf, factTable, plain, shortId } from './words.ts';

export interface PodParts {
  readonly pod: Pod;
  readonly containers: readonly ListedContainer[];
  readonly forwards: readonly PortForward[];
  readonly usage: Usage;
  readonly now: number;
  /** False under a group that says it already. */
  readonly saysNamespace: boolean;
}

/** One sandbox with its containers, oldest first, and its forwarded ports. */
export function podNode(parts: PodParts): TreeNode {
  const { pod, containers, forwards, usage, now } = parts;
  const ready = pod.state === 'ready';
  const owner = isOwned(pod) ? 'kubelet' : '';
  const namespace = parts.saysNamespace && pod.namespace !== 'default' ? pod.namespace : '';
  const ports = publishedPorts(pod);
  const words = [ready ? '' : t('not ready'), namespace, owner, ...ports.map(portText)].filter((word) => word !== '');
  const podFlags = ready && ports.some((port) => port.protocol === 'tcp') ? ['browse'] : [];
  return {
    id: `pod/${pod.id}`,
    label: pod.name,
    description: [...words, ageOf(pod.createdAt, now)].filter((word) => word !== '').join(' · '),
    icon: ready ? { id: 'vm-running', color: 'testing.iconPassed' } : { id: 'vm-outline', color: 'descriptionForeground' },
    flags: ['pod', `state=${pod.state}`, ...(owner === '' ? [] : ['owned']), ...podFlags],
    spoken: t('pod {0}, {1}, {2} containers', pod.name, [ready ? t('ready') : '', ...words].join(' ').trim(), containers.length),
    tooltip: () => podTooltip(pod, containers),
    children: [
      ...(containers.length + forwards.length === 0 ? [noContainersNode(pod)] : []),
      ...containers
        .toSorted((a, b) => a.createdAt - b.createdAt)
        .map((container) => containerNode({ container, podFlags, usage: usage.get(container.id), now })),
      ...forwards.map(forwardNode),
    ],
    expanded: true,
    subject: { kind: 'pod', pod },
  };
}

/** An empty pod says so. (VS Code would also keep a line that once had nothing below it folded when its containers come.) */
function noContainersNode(pod: Pod): TreeNode {
  return {
    id: `pod/${pod.id}/no-containers`,
    label: t('no containers'),
    description: '',
    icon: { id: 'dash', color: 'descriptionForeground' },
    flags: ['nothing'],
    spoken: t('no containers'),
    tooltip: () => '',
    children: [],
    expanded: false,
  };
}

/** True for a pod that Kubernetes made: Slipway must not surprise its owner. */
export function isOwned(pod: Pod): boolean {
  return pod.labels['io.kubernetes.pod.uid'] !== undefined;
}

/** ":8080" for the host's port, with the protocol where it is not TCP. */
function portText({ hostPort, protocol }: PortMapping): string {
  return protocol === 'tcp' ? `:${hostPort}` : `:${hostPort}/${protocol}`;
}

function podTooltip(pod: Pod, containers: readonly ListedContainer[]): string {
  const ports = publishedPorts(pod).map((port) => t('{0} to {1}', portText(port), port.containerPort));
  const table = factTable([
    [t('State'), pod.state === 'ready' ? t('ready') : t('not ready')],
    [t('Namespace'), pod.namespace],
    [t('Owner'), isOwned(pod) ? t('a kubelet, which makes its pods anew when they are removed') : ''],
    [t('Id'), shortId(pod.id)],
    [t('Created'), dateText(pod.createdAt)],
    [t('Runtime handler'), pod.handler],
    [t('Published ports'), ports.join(', ')],
    [t('Containers'), String(containers.length)],
    ...Object.entries(pod.labels),
  ]);
  return `**${plain(pod.name)}**\n\n${table}`;
}
