import { element } from '../../components/element.ts';
import { factList } from '../../components/fact-list.ts';
import { plainText } from '../../components/plain-text.ts';
import { actionButtons, pageHeader } from '../../components/header.ts';
import { pairTable } from '../../components/pairs.ts';
import { nothing, section } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { when } from '../../components/times.ts';
import { button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import type { ContainerAction, ContainerView, Pair } from '../../protocol.ts';
import { stateSentence } from './words.ts';

export interface RenderOptions {
  readonly nowMs: number;
  readonly act: (action: ContainerAction) => void;
  /** Names of the variables whose values the person wants to see. */
  readonly revealed: ReadonlySet<string>;
  readonly reveal: (names: readonly string[]) => void;
  /** What lives on while the rest is drawn anew. */
  readonly usage: HTMLElement;
  readonly resources: HTMLElement;
  /** The end of the log of a container that has ended; undefined until it is known. */
  readonly lastLines: readonly string[] | undefined;
}

/** The whole panel for one container, as elements. */
export function renderContainer(container: ContainerView, options: RenderOptions): readonly HTMLElement[] {
  return [
    header(container, options),
    ...(container.state === 'exited' ? [section(t('Why did it stop?'), why(container, options.lastLines))] : []),
    ...(container.state === 'running' ? [section(t('Usage'), options.usage)] : []),
    ...(['running', 'created'].includes(container.state) ? [section(t('Limits'), options.resources)] : []),
    section(t('Overview'), overview(container)),
    section(t('Mounts'), mounts(container), container.mounts.length),
    section(t('Environment'), variables(container.env, options), container.env.length),
    section(t('Labels'), pairTable(t('Label'), container.labels, t('No labels.')), container.labels.length),
    section(
      t('Annotations'),
      pairTable(t('Annotation'), container.annotations, t('No annotations.')),
      container.annotations.length,
    ),
  ];
}

function header(container: ContainerView, { nowMs, act }: RenderOptions): HTMLElement {
  const failed = container.state === 'exited' && container.exitCode !== 0;
  return pageHeader({
    title: container.name,
    badges: container.restarts > 0 ? [t('{0} restarts', container.restarts)] : [],
    state: { kind: failed ? 'failed' : container.state, text: stateSentence(container, nowMs) },
    actions: actionButtons(actionsOf(container), act),
  });
}

function actionsOf({ state, browsable }: ContainerView): readonly (readonly [string, ContainerAction])[] {
  return [
    ...(state === 'created' ? [[t('Start'), 'start'] as const] : []),
    [t('Show Logs'), 'logs'],
    [t('Logs in a Panel'), 'logsPanel'],
    ...(browsable ? [[t('Open in Browser'), 'browse'] as const] : []),
    [t('Inspect'), 'inspect'],
    [t('Copy ID'), 'copyId'],
    ...(state === 'running' ? [[t('Stop'), 'stop'] as const] : []),
    [t('Remove…'), 'remove'],
  ];
}

function why(container: ContainerView, lastLines: readonly string[] | undefined): HTMLElement {
  const { what = '', advice = [] } = container.end ?? {};
  const parts = [element('p', { text: what, className: 'what' })];
  if (container.message !== '') parts.push(element('pre', { className: 'code said', text: plainText(container.message) }));
  if (advice.length > 0)
    parts.push(
      element(
        'ul',
        { className: 'advice' },
        advice.map((text) => element('li', { text })),
      ),
    );
  if (lastLines !== undefined)
    parts.push(
      element('h3', { text: t('The last lines of its log') }),
      lastLines.length === 0
        ? nothing(t('It has written nothing.'))
        : element('pre', {
            className: 'code said',
            text: lastLines.map(plainText).join('\n'),
            attributes: { tabindex: '0', 'aria-label': t('The last lines of its log') },
          }),
    );
  return element('div', { className: 'why' }, parts);
}

function overview(container: ContainerView): HTMLElement {
  return factList([
    { name: t('Image'), value: container.image, code: true },
    { name: t('Command'), value: container.command.join(' '), code: true },
    { name: t('Pod'), value: container.pod === undefined ? '' : `${container.pod.namespace} / ${container.pod.name}` },
    { name: t('Pod address'), value: container.pod?.ip ?? '', code: true },
    { name: t('Published ports'), value: container.ports.join(', '), code: true },
    { name: t('Created'), value: when(container.createdAt) },
    { name: t('Started'), value: when(container.startedAt) },
    { name: t('Finished'), value: when(container.finishedAt) },
    { name: t('Message'), value: container.message },
    { name: t('Container ID'), value: container.id, code: true },
    { name: t('Image ID'), value: container.imageId, code: true },
    { name: t('Log file'), value: container.logPath, code: true },
  ]);
}

function mounts(container: ContainerView): HTMLElement {
  if (container.mounts.length === 0) return nothing(t('No mounts.'));
  const rows = container.mounts.map((mount) => ({
    key: mount.target,
    cells: [mount.target, mount.source, mount.kind, mount.readonly ? t('read-only') : t('read-write')],
  }));
  return table([t('In the container'), t('From'), t('Kind'), t('Access')], rows);
}

/** Values may be secrets, and screens are shared: each one shows itself only when asked. */
function variables(env: readonly Pair[], { revealed, reveal }: RenderOptions): HTMLElement {
  if (env.length === 0) return nothing(t('No variables.'));
  const hidden = env.filter(({ name }) => !revealed.has(name));
  const shown = table(
    [t('Variable'), t('Value')],
    env.map(({ name, value }) => ({ key: name, cells: [name, revealed.has(name) ? value : maskButton(name, reveal)] })),
  );
  const toggle =
    hidden.length === 0
      ? button({
          text: t('Hide Values'),
          onClick: () => {
            reveal([]);
          },
        })
      : button({
          text: t('Reveal Values'),
          onClick: () => {
            reveal(env.map(({ name }) => name));
          },
        });
  return element('div', { className: 'variables' }, [shown, toggle]);
}

function maskButton(name: string, reveal: RenderOptions['reveal']): HTMLElement {
  const made = element('button', {
    className: 'mask',
    text: '••••••',
    attributes: { 'aria-label': t('Reveal {0}', name), title: t('Reveal') },
  });
  made.addEventListener('click', () => {
    reveal([name]);
  });
  return made;
}
