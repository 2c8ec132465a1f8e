import type { ContainerState } from '../client/types.ts';
import { dateText, t } from '../l10n.ts';
import type { ListedContainer } from '../target/lists.ts';
import type { ContainerUsage } from '../target/usage.ts';
import type { NodeIcon, TreeNode } from './tree-node.ts';
import { ageOf, cpuOf, factTable, plain, shortId, sizeOf } from './words.ts';

const ICONS: Readonly<Record<ContainerState | 'failed' | 'paused', NodeIcon>> = {
  running: { id: 'play-circle', color: 'testing.iconPassed' },
  created: { id: 'circle-large-outline', color: 'descriptionForeground' },
  exited: { id: 'stop-circle', color: 'descriptionForeground' },
  paused: { id: 'debug-pause', color: 'testing.iconQueued' },
  failed: { id: 'error', color: 'testing.iconFailed' },
  unknown: { id: 'question', color: 'problemsWarningIcon.foreground' },
};

export interface ContainerParts {
  readonly container: ListedContainer;
  /** Flags that it has from its pod. */
  readonly podFlags: readonly string[];
  /** Undefined while nobody has measured it. */
  readonly usage: ContainerUsage | undefined;
  readonly now: number;
}

/** One container: its state, what it uses, how often it was started, and its age. */
export function containerNode({ container, podFlags, usage, now }: ContainerParts): TreeNode {
  const restarts = container.attempt === 0 ? '' : t('{0}× restarted', container.attempt);
  const used = usage === undefined || container.state !== 'running' ? '' : usageText(usage);
  const words = [stateText(container), used, restarts].filter((word) => word !== '');
  return {
    id: `container/${container.id}`,
    label: container.name,
    description: [...words, ageOf(container.createdAt, now)].filter((word) => word !== '').join(' · '),
    icon: ICONS[looksOf(container)],
    flags: ['container', `state=${container.state}`, ...(container.paused ? ['paused'] : []), ...podFlags],
    spoken: t('container {0}, {1}', container.name, words.join(', ')),
    tooltip: () => containerTooltip(container),
    children: [],
    expanded: false,
    command: 'slipway.container.open',
    subject: { kind: 'container', container },
  };
}

/** The words that `state:` finds it by. */
export function containerStates(container: ListedContainer): readonly string[] {
  return [container.state, ...(hasFailed(container) ? ['failed'] : []), ...(container.paused ? ['paused'] : [])];
}

function looksOf(container: ListedContainer): keyof typeof ICONS {
  if (hasFailed(container)) return 'failed';
  return container.paused ? 'paused' : container.state;
}

function hasFailed({ state, exitCode }: ListedContainer): boolean {
  return state === 'exited' && exitCode !== undefined && exitCode !== 0;
}

/** "3 % · 12 MB", as coarse as a glance needs: a line that changes under the pointer disturbs. */
function usageText({ cores, memoryBytes }: ContainerUsage): string {
  return [cores === undefined ? '' : cpuOf(cores), sizeOf(memoryBytes)].filter((word) => word !== '').join(' · ');
}

function stateText(container: ListedContainer): string {
  switch (container.state) {
    case 'running':
      return container.paused ? t('paused') : t('running');
    case 'created':
      return t('created');
    case 'unknown':
      return t('unknown');
    case 'exited': {
      if (container.exitCode === undefined) return t('exited');
      const { reason } = container;
      const known = reason === '' || reason === 'Completed' || reason === 'Error';
      return [t('exited {0}', container.exitCode), known ? '' : reason].filter((word) => word !== '').join(' ');
    }
  }
}

function containerTooltip(container: ListedContainer): string {
  const table = factTable([
    [t('State'), stateText(container)],
    [t('Image'), container.image],
    [t('Id'), shortId(container.id)],
    [t('Created'), dateText(container.createdAt)],
    ...Object.entries(container.labels),
  ]);
  return `**${plain(container.name)}**\n\n${table}`;
}
