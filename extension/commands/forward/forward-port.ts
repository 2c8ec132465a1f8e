import { publishedPorts } from '../../client/published-ports.ts';
import { RpcError } from '../../client/rpc-error.ts';
import { parseForward } from '../../forward/parse-forward.ts';
import type { ForwardedPorts } from '../../forward/parse-forward.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { PickItem } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';
import { exposedPorts } from '../image/offered-ports.ts';
import { t } from '../../l10n.ts';

/** Makes a port of this machine lead to one of the pod. */
export async function forwardPort(context: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  const { ui, forwards } = context;
  const chosen = await ui.pick<ForwardedPorts>({
    title: t('Forward a Port of {0}', pod.name),
    placeholder: t('Choose a port of the pod, or type one: 8080, or LOCAL:8080 to choose the local one'),
    items: await knownPorts(context, pod.id),
    free: (text) => {
      const ports = parseForward(text);
      return ports === undefined ? undefined : { label: text.trim(), description: 'forward', icon: 'plug', value: ports };
    },
  });
  if (chosen === undefined) return;
  const forward = await forwards.start(pod, chosen);
  ui.tell(t('localhost:{0} leads to port {1} of {2}.', forward.localPort, forward.port, pod.name), [
    { title: t('Open in Browser'), run: () => openForward(context, { kind: 'forward', forward }) },
    { title: t('Stop'), run: () => forwards.stop(forward.id) },
  ]);
}

/** The same for the pod of a container. */
export async function forwardContainerPort(context: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const pod = context.session.pods.snapshot.value?.pods.find(({ id }) => id === container.podId);
  if (pod === undefined) throw new RpcError('not-found', t('the pod of container {0} is not there any more', container.name));
  await forwardPort(context, { kind: 'pod', pod });
}

/** Opens it, through whatever way leads from the browser to this machine. */
export async function openForward({ ui }: CommandContext, { forward }: SubjectOf<'forward'>): Promise<void> {
  await ui.openInBrowser(`http://localhost:${String(forward.localPort)}/`);
}

/** What the pod publishes, and what the images of its containers say that they serve. */
async function knownPorts({ session }: CommandContext, podId: string): Promise<readonly PickItem<ForwardedPorts>[]> {
  const { pods = [], containers = [] } = session.pods.snapshot.value ?? {};
  const published = pods.filter(({ id }) => id === podId).flatMap(publishedPorts);
  const ports = new Set(published.filter(({ protocol }) => protocol === 'tcp').map(({ containerPort }) => containerPort));
  const images = new Set(containers.filter((container) => container.podId === podId).map(({ imageId }) => imageId));
  for (const id of images) {
    const image = await session.client.imageStatus(id);
    for (const port of image === undefined ? [] : exposedPorts(image)) ports.add(port);
  }
  return [...ports].map((port) => ({ label: String(port), icon: 'plug', value: { port, localPort: undefined } }));
}
