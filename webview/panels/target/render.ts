import { bytesText } from '../../components/amounts.ts';
import { element } from '../../components/element.ts';
import { factList } from '../../components/fact-list.ts';
import { actionButtons, pageHeader } from '../../components/header.ts';
import { nothing, section } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { t } from '../../l10n.ts';
import type { MachineView, TargetAction, TargetView } from '../../protocol.ts';

export interface RenderOptions {
  readonly act: (action: TargetAction) => void;
  /** What lives on while the rest is drawn anew. */
  readonly events: HTMLElement;
  readonly metrics: HTMLElement;
}

/** The whole panel of a runtime, as elements. */
export function renderTarget(target: TargetView, options: RenderOptions): readonly HTMLElement[] {
  const { machine, conditions, handlers } = target;
  return [
    header(target, options),
    section(t('Overview'), overview(target)),
    section(t('Conditions'), conditionTable(target), conditions.length),
    section(t('Runtime handlers'), handlerTable(target), handlers.length),
    ...(machine === undefined
      ? []
      : [section(t('Machine'), machineFacts(machine)), section(t('Checks'), checkTable(machine), machine.checks.length)]),
    section(t('Events'), options.events),
    section(t('Metrics'), options.metrics),
  ];
}

function header(target: TargetView, { act }: RenderOptions): HTMLElement {
  const bad = target.conditions.filter(({ ok }) => !ok);
  return pageHeader({
    title: target.name,
    state:
      bad.length === 0
        ? { kind: 'running', text: t('{0} is ready', target.runtime) }
        : { kind: 'failed', text: t('{0} is not ready: {1}', target.runtime, bad.map(({ type }) => type).join(', ')) },
    actions: actionButtons(
      [
        [t('Inspect'), 'inspect'],
        ...(target.machine === undefined
          ? []
          : ([
              [t('Show Log'), 'log'],
              [t('Restart'), 'restart'],
            ] as const)),
        [t('Update Pod CIDR…'), 'podCidr'],
        [t('Clean Up Images…'), 'cleanUp'],
      ],
      act,
    ),
  });
}

function overview({ address, apiVersion, counts, disk }: TargetView): HTMLElement {
  return factList([
    { name: t('Socket'), value: address, code: true },
    { name: t('CRI'), value: apiVersion },
    { name: t('Pods'), value: String(counts.pods) },
    { name: t('Containers'), value: t('{0}, {1} of them running', counts.containers, counts.running) },
    {
      name: t('Images'),
      value: disk === undefined ? String(counts.images) : t('{0}, on disk {1}', counts.images, bytesText(disk.usedBytes)),
    },
    { name: t('Where images are'), value: disk?.mountpoint ?? '', code: true },
  ]);
}

function conditionTable({ conditions }: TargetView): HTMLElement {
  if (conditions.length === 0) return nothing(t('The runtime does not say.'));
  return table(
    [t('Condition'), t('State'), t('Message')],
    conditions.map(({ type, ok, reason, message }) => ({
      key: type,
      cells: [type, mark(ok ? 'ok' : 'failed', ok ? t('good') : reason === '' ? t('bad') : reason), message],
    })),
  );
}

function handlerTable({ handlers }: TargetView): HTMLElement {
  if (handlers.length === 0) return nothing(t('The runtime does not say.'));
  return table(
    [t('Handler'), t('Can')],
    handlers.map(({ name, features }) => ({
      key: name,
      cells: [name === '' ? t('(default)') : name, features.map(featureText).join(', ')],
    })),
  );
}

/** CRI's RuntimeHandlerFeatures in words. */
function featureText(feature: string): string {
  if (feature === 'user_namespaces') return t('user namespaces');
  return feature === 'recursive_read_only_mounts' ? t('recursive read-only mounts') : feature;
}

function machineFacts(machine: MachineView): HTMLElement {
  return factList([
    { name: t('System'), value: `${machine.os}, Linux ${machine.kernel} (${machine.architecture})` },
    { name: t('Processors'), value: String(machine.processors) },
    { name: t('Memory'), value: bytesText(machine.memoryBytes) },
    { name: t('Control groups'), value: machine.cgroups },
    { name: t('Directory of the runtime'), value: machine.rootDirectory, code: true },
  ]);
}

/** What needs attention comes first. */
function checkTable({ checks }: MachineView): HTMLElement {
  const order = { failed: 0, warning: 1, ok: 2 } as const;
  const words = { failed: t('missing'), warning: t('attention'), ok: t('good') } as const;
  return table(
    [t('Check'), t('State'), t('Found'), t('What to do')],
    checks
      .toSorted((a, b) => order[a.state] - order[b.state])
      .map(({ name, state, detail, fix }) => ({ key: name, cells: [name, mark(state, words[state]), detail, fix] })),
  );
}

/** Shape, colour and word all say it. */
function mark(state: 'ok' | 'warning' | 'failed', text: string): HTMLElement {
  const signs = { ok: '✓', warning: '⚠', failed: '✗' } as const;
  return element('span', { className: `mark-${state}` }, [
    element('span', { text: signs[state], attributes: { 'aria-hidden': 'true' } }),
    document.createTextNode(` ${text}`),
  ]);
}
