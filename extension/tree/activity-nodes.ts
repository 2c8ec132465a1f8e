import type { Activity, CallRecord, TaskRecord } from '../client/activity.ts';
import type { NodeIcon, TreeNode } from './tree-node.ts';
import { factTable, plain } from './words.ts';
import { t, timeText } from '../l10n.ts';

const TASK_ICONS: Readonly<Record<TaskRecord['state'], NodeIcon>> = {
  running: { id: 'sync~spin' },
  done: { id: 'pass', color: 'testing.iconPassed' },
  failed: { id: 'error', color: 'testing.iconFailed' },
  cancelled: { id: 'circle-slash', color: 'descriptionForeground' },
};

/** The Activity view: what runs for the user, the calls made, and the background calls folded into one line. */
export function activityNodes(activity: Pick<Activity, 'calls' | 'tasks'>): readonly TreeNode[] {
  const own = activity.calls.filter((call) => !call.background);
  const background = activity.calls.filter((call) => call.background);
  return [
    ...activity.tasks.map(taskNode),
    ...own.map(callNode),
    ...(background.length === 0 ? [] : [backgroundNode(background)]),
  ];
}

function taskNode(task: TaskRecord): TreeNode {
  const percent = task.fraction === undefined ? '' : `${Math.floor(task.fraction * 100)} %`;
  const description = [task.state === 'running' ? '' : taskState(task.state), percent, task.detail]
    .filter((part) => part !== '')
    .join(' · ');
  return {
    // VS Code opens only what is new to it: the line that gets its first parts counts as a new one.
    id: task.parts.length === 0 ? `task/${task.key}` : `task/${task.key}/parts`,
    label: task.title,
    description,
    icon: TASK_ICONS[task.state],
    flags: ['task', `state=${task.state}`],
    spoken: [task.title, task.state === 'running' ? t('running') : '', description].filter((part) => part !== '').join(', '),
    tooltip: () => plain(`${task.title} ${description}`),
    children: task.parts.map((part, index) => ({
      id: `task/${task.key}/${index}`,
      label: part.name,
      description: part.detail,
      icon: part.done ? TASK_ICONS.done : { id: 'arrow-down' },
      flags: ['taskpart'],
      spoken: `${part.name}, ${part.detail}`,
      tooltip: () => plain(part.name),
      children: [],
      expanded: false,
    })),
    expanded: task.state === 'running',
    subject: { kind: 'task', task },
  };
}

function taskState(state: TaskRecord['state']): string {
  switch (state) {
    case 'running':
      return t('running');
    case 'done':
      return t('done');
    case 'failed':
      return t('failed');
    case 'cancelled':
      return t('cancelled');
  }
}

function callNode(call: CallRecord): TreeNode {
  const { icon, text } = outcome(call);
  const times = call.repetitions > 1 ? ` · ${t('{0} times', call.repetitions)}` : '';
  return {
    id: `call/${call.key}`,
    label: call.method,
    description: `${text}${times}`,
    icon,
    flags: ['call', `code=${call.code ?? 'running'}`],
    spoken: `${call.method}, ${text}`,
    tooltip: () =>
      `**${plain(call.method)}**\n\n${factTable([
        [t('Service'), call.service],
        [t('At'), timeText(call.startedAt)],
        [t('Outcome'), text],
        [t('Message'), call.message],
      ])}`,
    children: [],
    expanded: false,
    command: 'slipway.activity.showExchange',
    subject: { kind: 'call', call },
  };
}

function backgroundNode(calls: readonly CallRecord[]): TreeNode {
  // What a closed panel no longer wants is cancelled, and has not failed.
  const failed = calls.filter(({ code }) => code !== 'ok' && code !== 'cancelled' && code !== undefined).length;
  return {
    id: 'background',
    label: t('In the background'),
    description: [calls.length === 1 ? t('1 kind') : t('{0} kinds', calls.length), failed === 0 ? '' : t('{0} failing', failed)]
      .filter((part) => part !== '')
      .join(' · '),
    icon: failed === 0 ? { id: 'history' } : { id: 'warning', color: 'problemsWarningIcon.foreground' },
    flags: ['background'],
    spoken: t('background calls, {0} failing', failed),
    tooltip: () => t('Calls that keep the views fresh, one line for each kind\\.'),
    children: calls.toSorted((a, b) => a.method.localeCompare(b.method)).map(callNode),
    expanded: false,
  };
}

function outcome(call: CallRecord): { readonly icon: NodeIcon; readonly text: string } {
  if (call.code === undefined) return { icon: { id: 'sync~spin' }, text: t('running') };
  const time = `${call.milliseconds ?? 0} ms`;
  if (call.code === 'ok') return { icon: { id: 'check', color: 'testing.iconPassed' }, text: time };
  if (call.code === 'cancelled')
    return { icon: { id: 'circle-slash', color: 'descriptionForeground' }, text: `${time} · ${t('cancelled')}` };
  return { icon: { id: 'error', color: 'testing.iconFailed' }, text: `${time} · ${call.code}` };
}
