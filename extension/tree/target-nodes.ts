import { t } from '../l10n.ts';
import { linkName, brokenLink } from '../target/chain.ts';
import type { Link, LinkState } from '../target/chain.ts';
import type { Health } from '../target/health.ts';
import type { Target } from '../target/target.ts';
import type { Targets } from '../target/targets.ts';
import type { NodeIcon, TreeNode } from './tree-node.ts';
import { factTable, plain } from './words.ts';

const LINK_ICONS: Readonly<Record<LinkState, NodeIcon>> = {
  ok: { id: 'pass', color: 'testing.iconPassed' },
  warning: { id: 'warning', color: 'problemsWarningIcon.foreground' },
  failed: { id: 'error', color: 'testing.iconFailed' },
  untested: { id: 'circle-slash', color: 'disabledForeground' },
};

/** The Targets view: each runtime in the order of the list, the one that is shown with its conditions and the tested chain to it. */
export function allTargetNodes(
  { list, lastHealth }: Pick<Targets, 'list' | 'lastHealth'>,
  shown: Target,
  health: Health | undefined,
): readonly TreeNode[] {
  const all = list.some(({ id }) => id === shown.id) ? list : [...list, shown];
  return all.flatMap((target) =>
    target.id === shown.id ? targetNodes(shown, health) : [otherTargetNode(target, lastHealth(target.id))],
  );
}

function targetNodes(target: Target, health: Health | undefined): readonly TreeNode[] {
  const state = health?.state ?? 'connecting';
  const description = descriptionOf(health);
  return [
    {
      id: `target/${target.id}`,
      label: target.label,
      description,
      icon: targetIcon(state),
      flags: ['target', `kind=${target.kind}`, `state=${state}`],
      spoken: t('runtime {0}, {1}', target.label, description),
      tooltip: () => targetTooltip(target, health),
      children:
        health === undefined ? [] : [...health.links.map((link) => linkNode(target, link)), ...conditionNodes(target, health)],
      expanded: state !== 'ready',
      subject: { kind: 'target', target },
    },
  ];
}

/** A runtime that is not shown now, and how it was when it was last tested. A click shows it. */
function otherTargetNode(target: Target, health: Health | undefined): TreeNode {
  const description = [health === undefined ? t('not shown') : descriptionOf(health), target.socket].join(' · ');
  return {
    id: `target/${target.id}`,
    label: target.label,
    description,
    icon: { id: 'vm-outline', color: 'descriptionForeground' },
    flags: ['target', `kind=${target.kind}`, 'other', `state=${health?.state ?? 'untested'}`],
    spoken: t('runtime {0}, {1}', target.label, description),
    tooltip: () => targetTooltip(target, health),
    children: [],
    expanded: false,
    command: 'slipway.target.switch',
    subject: { kind: 'target', target },
  };
}

function descriptionOf(health: Health | undefined): string {
  switch (health?.state) {
    case undefined:
      return t('connecting…');
    case 'ready':
      return [`${health.version?.runtimeName ?? ''} ${health.version?.runtimeVersion ?? ''}`.trim(), t('ready')].join(' · ');
    case 'degraded':
      return t('not ready: {0}', health.conditions.find((condition) => !condition.ok)?.reason ?? t('unknown'));
    case 'stopped':
      return t('stopped');
    case 'unsupported':
      return t('needs Linux: WSL or Remote-SSH');
    case 'denied':
      return t('permission denied');
    case 'broken':
      return t('not reachable');
  }
}

function targetIcon(state: Health['state'] | 'connecting'): NodeIcon {
  switch (state) {
    case 'ready':
      return { id: 'vm-active', color: 'testing.iconPassed' };
    case 'connecting':
      return { id: 'loading~spin' };
    case 'stopped':
      return { id: 'vm-outline', color: 'descriptionForeground' };
    case 'degraded':
      return { id: 'warning', color: 'problemsWarningIcon.foreground' };
    case 'unsupported':
    case 'denied':
    case 'broken':
      return { id: 'error', color: 'testing.iconFailed' };
  }
}

function linkNode(target: Target, link: Link): TreeNode {
  const name = linkName(link.id);
  const text = link.cause === '' ? link.detail : `${link.detail}: ${link.cause}`;
  return {
    id: `target/${target.id}/link/${link.id}`,
    label: name,
    description: text,
    icon: LINK_ICONS[link.state],
    flags: ['link', `link=${link.id}`, `state=${link.state}`, ...(link.fix === undefined ? [] : [`fix=${link.fix}`])],
    spoken: `${name}, ${linkState(link.state)}, ${text}`,
    tooltip: () => plain(text),
    children: [],
    expanded: false,
    subject: { kind: 'link', link },
  };
}

function linkState(state: LinkState): string {
  switch (state) {
    case 'ok':
      return t('works');
    case 'warning':
      return t('works in part');
    case 'failed':
      return t('failed');
    case 'untested':
      return t('not tested');
  }
}

function conditionNodes(target: Target, health: Health): readonly TreeNode[] {
  return health.conditions.map((condition) => {
    const text = condition.ok ? t('yes') : [condition.reason, condition.message].filter((part) => part !== '').join(': ');
    return {
      id: `target/${target.id}/condition/${condition.type}`,
      label: condition.type,
      description: text,
      icon: LINK_ICONS[condition.ok ? 'ok' : 'failed'],
      flags: ['condition'],
      spoken: `${condition.type}, ${text}`,
      tooltip: () => plain(text),
      children: [],
      expanded: false,
    };
  });
}

function targetTooltip(target: Target, health: Health | undefined): string {
  const broken = health === undefined ? undefined : brokenLink(health.links);
  const table = factTable([
    [t('Runtime'), `${health?.version?.runtimeName ?? ''} ${health?.version?.runtimeVersion ?? ''}`.trim()],
    [t('Socket'), target.socket],
    [t('Handlers'), health?.handlers.map((handler) => (handler === '' ? t('(default)') : handler)).join(', ') ?? ''],
    [t('Broken link'), broken === undefined ? '' : `${linkName(broken.id)}: ${broken.cause}`],
  ]);
  return `**${plain(target.label)}**\n\n${table}`;
}
