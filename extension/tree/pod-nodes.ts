import { publishedPorts } from '../client/published-ports.ts';
import type { PortForward } from '../forward/port-forwards.ts';
import type { ContainerState, Pod, PortMapping } from '../client/types.ts';
import type { ListedContainer, PodList } from '../target/lists.ts';
import type { NodeIcon, TreeNode } from './tree-node.ts';
import { ageOf, count, factTable, plain, shortId } from './words.ts';

const CONTAINER_ICONS: Readonly<Record<ContainerState | 'failed', NodeIcon>> = {
  running: { id: 'play-circle', color: 'testing.iconPassed' },
  created: { id: 'circle-large-outline', color: 'descriptionForeground' },
  exited: { id: 'stop-circle', color: 'descriptionForeground' },
  failed: { id: 'error', color: 'testing.iconFailed' },
  unknown: { id: 'question', color: 'problemsWarningIcon.foreground' },
};

/** The Pods view: sandboxes, newest first, with their containers and forwarded ports. */
export function podNodes(list: PodList, nowMs: number, forwards: readonly PortForward[] = []): readonly TreeNode[] {
  const byPod = Map.groupBy(list.containers, (container) => container.podId);
  const known = new Set(list.pods.map((pod) => pod.id));
  const pods = list.pods.toSorted((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  const orphans = list.containers.filter((container) => !known.has(container.podId));
  return [
    ...pods.map((pod) => {
      const own = forwards.filter(({ podId }) => podId === pod.id);
      return podNode({ pod, containers: byPod.get(pod.id) ?? [], forwards: own }, nowMs);
    }),
    ...orphans.map((container) => containerNode(container, [], nowMs)),
  ];
}

interface PodParts {
  readonly pod: Pod;
  readonly containers: readonly ListedContainer[];
  readonly forwards: readonly PortForward[];
}

function podNode({ pod, containers, forwards }: PodParts, nowMs: number): TreeNode {
  const ready = pod.state === 'ready';
  const owner = ownerOf(pod);
  const namespace = pod.namespace === 'default' ? '' : pod.namespace;
  const state = ready ? '' : 'not ready';
  const ports = publishedPorts(pod);
  const description = [state, namespace, owner, ...ports.map(portText), ageOf(pod.createdAt, nowMs)]
    .filter((word) => word !== '')
    .join(' · ');
  return {
    id: `pod/${pod.id}`,
    label: pod.name,
    description,
    icon: ready ? { id: 'vm-running', color: 'testing.iconPassed' } : { id: 'vm-outline', color: 'descriptionForeground' },
    flags: ['pod', `state=${pod.state}`, ...(owner === '' ? [] : ['owned']), ...browseFlag(ready, ports)],
    spoken: `pod ${pod.name}, ${ready ? 'ready' : 'not ready'}, ${count(containers.length, 'container')}`,
    tooltip: () => podTooltip(pod, containers),
    children: [
      ...containers
        .toSorted((a, b) => a.createdAt - b.createdAt)
        .map((container) => containerNode(container, browseFlag(ready, ports), nowMs)),
      ...forwards.map(forwardNode),
    ],
    expanded: true,
    subject: { kind: 'pod', pod },
  };
}

function containerNode(container: ListedContainer, podFlags: readonly string[], nowMs: number): TreeNode {
  const failed = container.state === 'exited' && container.exitCode !== undefined && container.exitCode !== 0;
  const restarts = container.attempt === 0 ? '' : count(container.attempt, 'restart');
  const description = [stateText(container), restarts, ageOf(container.createdAt, nowMs)]
    .filter((word) => word !== '')
    .join(' · ');
  return {
    id: `container/${container.id}`,
    label: container.name,
    description,
    icon: CONTAINER_ICONS[failed ? 'failed' : container.state],
    flags: ['container', `state=${container.state}`, ...podFlags],
    spoken: `container ${container.name}, ${stateText(container)}`,
    tooltip: () => containerTooltip(container),
    children: [],
    expanded: false,
    command: 'slipway.container.open',
    subject: { kind: 'container', container },
  };
}

function forwardNode(forward: PortForward): TreeNode {
  const { id, localPort, port, connections, problem } = forward;
  const open = connections === 0 ? '' : `${String(connections)} open`;
  const description = [`→ ${String(port)}`, open, problem === '' ? '' : 'failed'].filter((word) => word !== '').join(' · ');
  return {
    id: `forward/${id}`,
    label: `localhost:${String(localPort)}`,
    description,
    icon:
      problem === '' ? { id: 'plug', color: 'testing.iconPassed' } : { id: 'warning', color: 'problemsWarningIcon.foreground' },
    flags: ['forward'],
    spoken: `forwarded port, localhost ${String(localPort)} leads to port ${String(port)}`,
    tooltip: () => {
      const last = problem === '' ? '' : `\n\nThe last connection failed: ${plain(problem)}`;
      return `\`localhost:${String(localPort)}\` leads to port ${String(port)} of **${plain(forward.podName)}**${last}`;
    },
    children: [],
    expanded: false,
    command: 'slipway.forward.open',
    subject: { kind: 'forward', forward },
  };
}

function browseFlag(ready: boolean, ports: readonly PortMapping[]): readonly string[] {
  return ready && ports.some((port) => port.protocol === 'tcp') ? ['browse'] : [];
}

/** ":8080" for the host's port, with the protocol where it is not TCP. */
function portText({ hostPort, protocol }: PortMapping): string {
  return protocol === 'tcp' ? `:${hostPort}` : `:${hostPort}/${protocol}`;
}

function stateText(container: ListedContainer): string {
  if (container.state !== 'exited' || container.exitCode === undefined) return container.state;
  const reason =
    container.reason === '' || container.reason === 'Completed' || container.reason === 'Error' ? '' : ` ${container.reason}`;
  return `exited ${container.exitCode}${reason}`;
}

/** "kubelet" for a pod that Kubernetes made: Slipway must not surprise its owner. */
function ownerOf(pod: Pod): string {
  return pod.labels['io.kubernetes.pod.uid'] === undefined ? '' : 'kubelet';
}

function podTooltip(pod: Pod, containers: readonly ListedContainer[]): string {
  const table = factTable([
    ['State', pod.state === 'ready' ? 'ready' : 'not ready'],
    ['Namespace', pod.namespace],
    ['Id', shortId(pod.id)],
    ['Created', new Date(pod.createdAt).toLocaleString()],
    ['Runtime handler', pod.handler],
    [
      'Published ports',
      publishedPorts(pod)
        .map((port) => `${portText(port)} to ${port.containerPort}`)
        .join(', '),
    ],
    ['Containers', String(containers.length)],
    ...Object.entries(pod.labels),
  ]);
  return `**${plain(pod.name)}**\n\n${table}`;
}

function containerTooltip(container: ListedContainer): string {
  const table = factTable([
    ['State', stateText(container)],
    ['Image', container.image],
    ['Id', shortId(container.id)],
    ['Created', new Date(container.createdAt).toLocaleString()],
    ...Object.entries(container.labels),
  ]);
  return `**${plain(container.name)}**\n\n${table}`;
}
