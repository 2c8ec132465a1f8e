import { element } from '../../components/element.ts';
import { factList } from '../../components/fact-list.ts';
import { nothing, section } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { badge, button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import type { ContainerAction, ContainerView, Pair } from '../../protocol.ts';
import { stateSentence, when } from './words.ts';

export interface RenderOptions {
  readonly nowMs: number;
  readonly act: (action: ContainerAction) => void;
  /** Names of the variables whose values the person wants to see. */
  readonly revealed: ReadonlySet<string>;
  readonly reveal: (names: readonly string[]) => void;
}

/** The whole panel for one container, as elements. */
export function renderContainer(container: ContainerView, options: RenderOptions): readonly HTMLElement[] {
  return [
    header(container, options),
    section(t('Overview'), overview(container)),
    section(t('Mounts'), mounts(container), container.mounts.length),
    section(t('Environment'), variables(container.env, options), container.env.length),
    section(t('Labels'), pairs(t('Label'), container.labels, t('No labels.')), container.labels.length),
    section(t('Annotations'), pairs(t('Annotation'), container.annotations, t('No annotations.')), container.annotations.length),
  ];
}

function header(container: ContainerView, { nowMs, act }: RenderOptions): HTMLElement {
  const failed = container.state === 'exited' && container.exitCode !== 0;
  const sentence = element('p', { className: `state ${failed ? 'failed' : container.state}`, attributes: { role: 'status' } }, [
    element('span', { className: 'dot', attributes: { 'aria-hidden': 'true' } }),
    element('span', { className: 'sentence', text: stateSentence(container, nowMs) }),
  ]);
  const title = element('div', { className: 'title' }, [element('h1', { text: container.name })]);
  if (container.restarts > 0) title.append(badge(t('{0} restarts', container.restarts)));
  const actions = element(
    'div',
    { className: 'actions', attributes: { role: 'toolbar', 'aria-label': t('Actions') } },
    buttons(container, act),
  );
  const parts = [title, sentence, element('p', { className: 'notice', attributes: { role: 'alert' } }), actions];
  return element('header', {}, parts);
}

function buttons(container: ContainerView, act: RenderOptions['act']): readonly HTMLElement[] {
  const make = (text: string, action: ContainerAction, primary = false): HTMLElement =>
    button({
      text,
      primary,
      onClick: () => {
        act(action);
      },
    });
  return [
    ...(container.state === 'created' ? [make(t('Start'), 'start', true)] : []),
    make(t('Show Logs'), 'logs', container.state !== 'created'),
    make(t('Logs in a Panel'), 'logsPanel'),
    ...(container.browsable ? [make(t('Open in Browser'), 'browse')] : []),
    make(t('Inspect'), 'inspect'),
    make(t('Copy ID'), 'copyId'),
    ...(container.state === 'running' ? [make(t('Stop'), 'stop')] : []),
    make(t('Remove…'), 'remove'),
  ];
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

function pairs(heading: string, list: readonly Pair[], none: string): HTMLElement {
  if (list.length === 0) return nothing(none);
  return table(
    [heading, t('Value')],
    list.map(({ name, value }) => ({ key: name, cells: [name, value] })),
  );
}
