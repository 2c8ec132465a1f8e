import { element } from '../../components/element.ts';
import { factList } from '../../components/fact-list.ts';
import { actionButtons, linkButton, pageHeader } from '../../components/header.ts';
import { pairTable } from '../../components/pairs.ts';
import { nothing, section } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { duration, when } from '../../components/times.ts';
import { t } from '../../l10n.ts';
import type { PodAction, PodContainer, PodView } from '../../protocol.ts';

export interface RenderOptions {
  readonly nowMs: number;
  readonly act: (action: PodAction) => void;
  readonly openContainer: (container: PodContainer) => void;
  /** What lives on while the rest is drawn anew. */
  readonly usage: HTMLElement;
}

/** The whole panel for one pod, as elements. */
export function renderPod(pod: PodView, options: RenderOptions): readonly HTMLElement[] {
  return [
    header(pod, options),
    section(t('Containers'), containers(pod, options), pod.containers.length),
    ...(pod.state === 'ready' ? [section(t('Usage'), options.usage)] : []),
    section(t('Overview'), overview(pod)),
    ...(pod.namespaces.length === 0 ? [] : [section(t('Namespaces'), namespaces(pod))]),
    section(t('Labels'), pairTable(t('Label'), pod.labels, t('No labels.')), pod.labels.length),
    section(t('Annotations'), pairTable(t('Annotation'), pod.annotations, t('No annotations.')), pod.annotations.length),
  ];
}

function header(pod: PodView, { nowMs, act }: RenderOptions): HTMLElement {
  const age = duration(nowMs - pod.createdAt);
  return pageHeader({
    title: pod.name,
    state:
      pod.state === 'ready'
        ? { kind: 'running', text: t('Ready, made {0} ago', age) }
        : { kind: 'exited', text: t('Stopped, made {0} ago', age) },
    actions: actionButtons(actionsOf(pod), act),
  });
}

function actionsOf({ state, browsable }: PodView): readonly (readonly [string, PodAction])[] {
  const isReady = state === 'ready';
  return [
    [t('Logs in a Panel'), 'logsPanel'],
    [t('Show Logs'), 'logs'],
    ...(browsable ? [[t('Open in Browser'), 'browse'] as const] : []),
    ...(isReady ? [[t('Forward Port…'), 'forward'] as const, [t('Limits…'), 'limits'] as const] : []),
    [t('Inspect'), 'inspect'],
    [t('Copy Link'), 'copyLink'],
    ...(isReady ? [[t('Stop'), 'stop'] as const] : []),
    [t('Remove…'), 'remove'],
  ];
}

function containers({ containers: list }: PodView, { nowMs, openContainer }: RenderOptions): HTMLElement {
  if (list.length === 0) return nothing(t('No containers.'));
  const rows = list.map((container) => ({
    key: container.id,
    cells: [
      linkButton(container.name, () => {
        openContainer(container);
      }),
      stateCell(container),
      container.image,
      String(container.attempt),
      t('{0} ago', duration(nowMs - container.createdAt)),
    ],
  }));
  return table([t('Name'), t('State'), t('Image'), t('Restarts'), t('Made')], rows);
}

function stateCell(container: PodContainer): HTMLElement {
  const failed = container.state === 'exited' && (container.exitCode ?? 0) !== 0;
  return element('span', { className: `state ${failed ? 'failed' : container.state}` }, [
    element('span', { className: 'dot', attributes: { 'aria-hidden': 'true' } }),
    element('span', { text: stateText(container) }),
  ]);
}

function stateText({ state, exitCode, reason }: PodContainer): string {
  switch (state) {
    case 'running':
      return t('running');
    case 'created':
      return t('created');
    case 'exited':
      return [t('exited with {0}', exitCode ?? '?'), reason === '' || reason === 'Completed' ? '' : `(${reason})`]
        .filter((part) => part !== '')
        .join(' ');
    case 'unknown':
      return t('unknown');
  }
}

function overview(pod: PodView): HTMLElement {
  return factList([
    { name: t('Namespace'), value: pod.namespace },
    { name: t('Addresses'), value: pod.addresses.join(', '), code: true },
    { name: t('Published ports'), value: pod.ports.join(', '), code: true },
    { name: t('Runtime handler'), value: pod.handler, code: true },
    { name: t('Attempt'), value: pod.attempt === 0 ? '' : String(pod.attempt) },
    { name: t('Created'), value: when(pod.createdAt) },
    { name: t('Pod ID'), value: pod.id, code: true },
    { name: t('UID'), value: pod.uid, code: true },
  ]);
}

function namespaces({ namespaces: list }: PodView): HTMLElement {
  return factList(list.map(({ name, value }) => ({ name: nameOfKind(name), value: meaningOf(value) })));
}

function nameOfKind(kind: string): string {
  switch (kind) {
    case 'network':
      return t('Network');
    case 'pid':
      return t('Processes');
    default:
      return t('IPC');
  }
}

/** CRI's NamespaceMode in words. */
function meaningOf(mode: string): string {
  switch (mode) {
    case 'POD':
      return t('shared by the containers of the pod');
    case 'CONTAINER':
      return t('one of each container');
    case 'NODE':
      return t("the machine's own");
    default:
      return mode;
  }
}
