import type { Pod } from '../client/types.ts';
import type { PortForward } from '../forward/port-forwards.ts';
import { t } from '../l10n.ts';
import type { ListedContainer, PodList } from '../target/lists.ts';
import type { Usage } from '../target/usage.ts';
import { containerNode, containerStates } from './container-node.ts';
import { matches, parseFilter } from './filter.ts';
import type { Facts, Filter } from './filter.ts';
import type { Listing } from './listing.ts';
import { pageNodes } from './page-nodes.ts';
import { isOwned, podNode } from './pod-node.ts';
import type { TreeNode } from './tree-node.ts';
import { DEFAULT_OPTIONS, PAGE } from './view-options.ts';
import type { SortOrder, ViewOptions } from './view-options.ts';

export interface PodsInput {
  readonly list: PodList;
  readonly now: number;
  readonly forwards?: readonly PortForward[];
  readonly usage?: Usage;
  readonly options?: ViewOptions;
  readonly limitOf?: (list: string) => number;
}

interface Entry {
  readonly pod: Pod;
  readonly containers: readonly ListedContainer[];
}

/** The Pods view: sandboxes with their containers and forwarded ports, filtered, grouped, sorted, in pages. */
export function podNodes(input: PodsInput): Listing {
  const { list, now, forwards = [], usage = new Map(), options = DEFAULT_OPTIONS.pods, limitOf = () => PAGE } = input;
  const filter = parseFilter(options.filter);
  const byPod = Map.groupBy(list.containers, (container) => container.podId);
  const entries = list.pods
    .flatMap((pod) => filtered({ pod, containers: byPod.get(pod.id) ?? [] }, filter))
    .toSorted((a, b) => compare(a, b, options.sort));
  const draw = ({ pod, containers }: Entry): TreeNode =>
    podNode({
      pod,
      containers,
      now,
      usage,
      forwards: forwards.filter(({ podId }) => podId === pod.id),
      saysNamespace: !options.grouped,
    });
  const nodes = options.grouped
    ? groupNodes(entries, draw, limitOf)
    : pageNodes([...entries.map(draw), ...orphanNodes(input, filter)], 'pods', limitOf);
  return { nodes, shown: entries.length, total: list.pods.length };
}

/** Containers whose pod is not in the list: somebody removes it right now, or the runtime has lost it. */
function orphanNodes({ list, now, usage }: PodsInput, filter: Filter): readonly TreeNode[] {
  const known = new Set(list.pods.map((pod) => pod.id));
  return list.containers
    .filter((container) => !known.has(container.podId) && matches(filter, factsOf(container)))
    .map((container) => containerNode({ container, podFlags: [], usage: usage?.get(container.id), now }));
}

function groupNodes(
  entries: readonly Entry[],
  draw: (entry: Entry) => TreeNode,
  limitOf: (list: string) => number,
): readonly TreeNode[] {
  const groups = [...Map.groupBy(entries, ({ pod }) => pod.namespace)].toSorted(([a], [b]) => a.localeCompare(b));
  return groups.map(([namespace, own]) => {
    const id = `pods/namespace/${namespace}`;
    const owned = own.every(({ pod }) => isOwned(pod)) ? 'kubelet' : '';
    const description = [t('{0} pods', own.length), owned].filter((word) => word !== '').join(' · ');
    const name = namespace === '' ? t('(no namespace)') : namespace;
    return {
      id,
      label: name,
      description,
      icon: { id: 'symbol-namespace' },
      flags: ['namespace'],
      spoken: t('namespace {0}, {1}', name, description),
      tooltip: () => '',
      children: pageNodes(own.map(draw), id, limitOf),
      expanded: true,
    };
  });
}

/** A pod that fits keeps all its containers; else those that fit keep their pod. */
function filtered(entry: Entry, filter: Filter): readonly Entry[] {
  const { pod, containers } = entry;
  if (filter.terms.length === 0) return [entry];
  const own = podFacts(pod);
  const fitting = containers.filter((container) => matches(filter, join(own, factsOf(container))));
  if (fitting.length > 0) return [{ pod, containers: fitting }];
  // Its containers speak for it: `-state:running` must not find the pod of one that runs.
  if (containers.length > 0 && filter.terms.some((term) => term.not)) return [];
  return matches(filter, own) ? [entry] : [];
}

function podFacts(pod: Pod): Facts {
  const { name, id, labels, namespace } = pod;
  return { text: [name, id], states: [pod.state], labels, images: [], namespace };
}

function factsOf(container: ListedContainer): Facts {
  const { name, id, labels, image, imageId } = container;
  return { text: [name, id], states: containerStates(container), labels, images: [image, imageId], namespace: '' };
}

function join(pod: Facts, container: Facts): Facts {
  return {
    text: [...pod.text, ...container.text],
    states: [...pod.states, ...container.states],
    labels: { ...pod.labels, ...container.labels },
    images: container.images,
    namespace: pod.namespace,
  };
}

function compare(a: Entry, b: Entry, order: SortOrder): number {
  const byState = order === 'state' ? rank(a) - rank(b) : 0;
  const byName = order === 'age' ? 0 : a.pod.name.localeCompare(b.pod.name);
  return byState || byName || b.pod.createdAt - a.pod.createdAt || a.pod.id.localeCompare(b.pod.id);
}

/** What needs somebody's eyes comes first. */
function rank({ pod, containers }: Entry): number {
  if (containers.some((container) => containerStates(container).includes('failed'))) return 0;
  if (containers.some(({ state }) => state === 'unknown')) return 1;
  if (pod.state === 'ready' && containers.some(({ state }) => state === 'running')) return 2;
  return pod.state === 'ready' ? 3 : 4;
}
