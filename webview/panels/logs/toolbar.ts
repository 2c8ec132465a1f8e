import { element } from '../../components/element.ts';
import { checkField, selectField, textField } from '../../components/fields.ts';
import { button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import { localTime, timeFrom } from './settings.ts';
import type { LogsSettings } from './settings.ts';

export interface ToolbarOptions {
  readonly settings: LogsSettings;
  /** Something that the log is read anew for, or not. */
  readonly onSettings: (change: Partial<LogsSettings>) => void;
  readonly onFollow: () => void;
  readonly onSearch: (text: string) => void;
  readonly onNext: (direction: 1 | -1) => void;
  readonly onJump: (time: number) => void;
  readonly onCopy: () => void;
  readonly onSave: () => void;
  readonly onClear: () => void;
  readonly onAgain: () => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  readonly actions: HTMLElement;
  readonly search: HTMLInputElement;
  readonly filter: HTMLInputElement;
  following(on: boolean): void;
  found(text: string): void;
}

/** What stands above the lines. */
export function createToolbar(options: ToolbarOptions): Toolbar {
  const follow = element('button', { className: 'follow', attributes: { title: t('Stay at the end (End)') } });
  follow.addEventListener('click', options.onFollow);
  const following = (on: boolean): void => {
    follow.textContent = on ? t('Following') : t('Follow');
    follow.setAttribute('aria-pressed', String(on));
  };
  following(true);
  const filter = textField({
    label: t('Filter'),
    type: 'search',
    value: options.settings.pattern,
    placeholder: t('Regular expression, such as error|warn'),
    onChange: (pattern) => {
      options.onSettings({ pattern });
    },
  });
  filter.field.classList.add('wide');
  const { field: searching, input: search, found } = searchField(options);
  const first = element('div', { className: 'bar', attributes: { role: 'toolbar', 'aria-label': t('Log') } }, [
    follow,
    filter.field,
    searching,
  ]);
  const actions = element('div', { className: 'actions', attributes: { role: 'toolbar', 'aria-label': t('Actions') } }, [
    button({ text: t('Copy'), onClick: options.onCopy }),
    button({ text: t('Save…'), onClick: options.onSave }),
    button({ text: t('Clear'), onClick: options.onClear }),
    button({ text: t('Read Again'), onClick: options.onAgain }),
  ]);
  const second = element('div', { className: 'bar', attributes: { role: 'toolbar', 'aria-label': t('What is read') } }, [
    ...readingFields(options),
    ...lookFields(options),
  ]);
  return {
    element: element('div', { className: 'bars' }, [first, second]),
    actions,
    search,
    filter: filter.input,
    following,
    found,
  };
}

function searchField({ onSearch, onNext }: ToolbarOptions): {
  readonly field: HTMLElement;
  readonly input: HTMLInputElement;
  readonly found: (text: string) => void;
} {
  const { field, input } = textField({
    label: t('Search'),
    type: 'search',
    value: '',
    placeholder: t('Text in these lines'),
    onInput: onSearch,
  });
  input.title = t('Enter: next; Shift+Enter: previous');
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onNext(event.shiftKey ? -1 : 1);
  });
  const count = element('span', { className: 'found', attributes: { role: 'status' } });
  const found = (text: string): void => {
    if (count.textContent !== text) count.textContent = text;
  };
  const step = (text: string, label: string, direction: 1 | -1): HTMLElement => {
    const made = element('button', { className: 'step', text, attributes: { 'aria-label': label, title: label } });
    made.addEventListener('click', () => {
      onNext(direction);
    });
    return made;
  };
  const steps = [step('↑', t('Previous match'), -1), step('↓', t('Next match'), 1)];
  return { field: element('div', { className: 'search wide' }, [field, count, ...steps]), input, found };
}

function readingFields({ settings, onSettings }: ToolbarOptions): readonly HTMLElement[] {
  const tail = selectField({
    label: t('Lines'),
    value: String(settings.tailLines),
    choices: [
      ['100', t('last {0}', '100')],
      ['1000', t('last {0}', (1000).toLocaleString())],
      ['10000', t('last {0}', (10_000).toLocaleString())],
      ['0', t('all')],
    ],
    onChange: (value) => {
      onSettings({ tailLines: Number(value) });
    },
  });
  const streams = selectField({
    label: t('Streams'),
    value: settings.stream,
    choices: [
      ['both', t('both')],
      ['stdout', 'stdout'],
      ['stderr', 'stderr'],
    ],
    onChange: (value) => {
      onSettings({ stream: value === 'stdout' || value === 'stderr' ? value : 'both' });
    },
  });
  const time = (label: string, key: 'sinceMs' | 'untilMs'): HTMLElement => {
    const onChange = (value: string): void => {
      onSettings({ [key]: timeFrom(value) });
    };
    const { field, input } = textField({ label, type: 'datetime-local', value: localTime(settings[key]), onChange });
    input.step = '1';
    return field;
  };
  return [tail.field, streams.field, time(t('Since'), 'sinceMs'), time(t('Until'), 'untilMs')];
}

function lookFields({ settings, onSettings, onJump }: ToolbarOptions): readonly HTMLElement[] {
  const jump = textField({
    label: t('Jump to'),
    type: 'datetime-local',
    value: '',
    onChange: (value) => {
      const ms = timeFrom(value);
      if (ms > 0) onJump(ms);
    },
  });
  jump.input.step = '1';
  const wrap = checkField({
    label: t('Wrap'),
    checked: settings.wrap,
    onChange: (checked) => {
      onSettings({ wrap: checked });
    },
  });
  const times = checkField({
    label: t('Times'),
    checked: settings.timestamps,
    onChange: (checked) => {
      onSettings({ timestamps: checked });
    },
  });
  return [jump.field, wrap.field, times.field];
}
