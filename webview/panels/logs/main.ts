import { element } from '../../components/element.ts';
import { startPage } from '../../components/page.ts';
import { t } from '../../l10n.ts';
import type { LogsBatch, LogsView } from '../../protocol.ts';
import { createLogList } from './log-list.ts';
import { createLogSearch } from './log-search.ts';
import { createLogStore } from './log-store.ts';
import { timeOf } from './render-line.ts';
import { settingsFrom } from './settings.ts';
import type { LogsSettings } from './settings.ts';
import { createToolbar } from './toolbar.ts';
import './logs.css';

const LIMIT = 200_000;
const STATUS_MS = 250;

/** What the page filters itself, where the runtime cannot. */
let wanted: (plain: string) => boolean = () => true;
const store = createLogStore({ limit: LIMIT, wanted: (plain) => wanted(plain) });
const search = createLogSearch(store);
const list = createLogList(store, (on) => {
  toolbar.following(on);
});
const title = element('h1');
const status = element('span', { className: 'status' });
const problem = element('p', { className: 'problem', attributes: { role: 'alert' } });
const notice = element('p', { className: 'notice', attributes: { role: 'alert' } });
let many = false;
let current = -1;
/** Above all numbers of a page that was here before. */
let reading = Date.now();
let end = '';
let jumpTo = 0;

const page = startPage<LogsView, never>({
  goneText: t('What wrote this log was removed; the lines below are all there is.'),
  draw: (view) => {
    title.textContent = view.name;
    if (view.many !== many) {
      many = view.many;
      show();
    }
    list.changed();
    return parts;
  },
});
let settings = settingsFrom(page.host.kept);
const toolbar = createToolbar({
  settings,
  onSettings: change,
  onFollow: () => {
    list.follow(!list.following);
  },
  onSearch: (text) => {
    search.set(text);
    current = -1;
    show();
    say();
  },
  onNext: (direction) => {
    const next = search.next(current, direction);
    if (next !== undefined) goTo(next);
  },
  onJump: jump,
  onCopy: () => void act('copy'),
  onSave: () => void act('save'),
  onClear: () => {
    store.clear();
    search.set(search.text);
    list.changed();
    say();
  },
  onAgain: begin,
});
const parts = [
  element('header', {}, [
    element('div', { className: 'title' }, [title, status, toolbar.actions]),
    toolbar.element,
    notice,
    problem,
  ]),
  list.element,
];
document.addEventListener('keydown', keyed);
show();
begin();

function begin(): void {
  reading += 1;
  store.clear();
  search.set(search.text);
  current = -1;
  end = '';
  problem.textContent = '';
  list.follow(true);
  list.changed();
  void readOn(reading);
}

async function readOn(own: number): Promise<void> {
  const { tailLines, sinceMs, untilMs, stream, pattern } = settings;
  const query = { follow: true, tailLines, sinceMs, untilMs, stream, pattern };
  try {
    while (own === reading) {
      const batch = (await page.host.ask('read', { reading: own, query })) as LogsBatch;
      if (own !== reading) return;
      take(batch, pattern);
      if (batch.state === 'ended' || batch.state === 'failed') return;
      // The next one is asked for when this one is drawn: the page sets the pace.
      await (batch.state === 'hidden' ? shownAgain() : nextFrame());
    }
  } catch (error) {
    if (own === reading) problem.textContent = error instanceof Error ? error.message : String(error);
  }
}

function take(batch: LogsBatch, pattern: string): void {
  if (batch.filtered || pattern === '') wanted = () => true;
  else {
    const expression = new RegExp(pattern);
    wanted = (plain) => expression.test(plain);
  }
  store.add(batch);
  if (search.text !== '') search.update();
  if (batch.state === 'ended') end = t('the log has ended');
  if (batch.state === 'failed') problem.textContent = t('The log cannot be read: {0}', batch.problem);
  if (jumpTo > 0 && store.length > 0) {
    goTo(store.at(jumpTo));
    jumpTo = 0;
  }
  list.changed();
  say();
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** The extension tells a page nothing while it is hidden. */
function shownAgain(): Promise<void> {
  return new Promise((resolve) => waiting.push(resolve));
}

const waiting: (() => void)[] = [];
page.host.onMessage(() => {
  for (const resolve of waiting.splice(0)) resolve();
});

let saying: ReturnType<typeof setTimeout> | undefined;
/** The line of figures, a few times a second at most. */
function say(): void {
  saying ??= setTimeout(() => {
    saying = undefined;
    const older = store.dropped === 0 ? '' : ` · ${t('{0} older ones are no longer here', store.dropped.toLocaleString())}`;
    status.textContent = `${t('{0} lines', store.length.toLocaleString())}${older}${end === '' ? '' : ` · ${end}`}`;
    status.dataset['total'] = String(store.total);
    toolbar.found(search.text === '' ? '' : t('{0} of {1}', search.position(current), search.count.toLocaleString()));
  }, STATUS_MS);
}

function change(changed: Partial<LogsSettings>): void {
  const before = settings;
  settings = { ...settings, ...changed };
  page.host.keep(settings);
  const isLook = before.wrap !== settings.wrap || before.timestamps !== settings.timestamps;
  if (isLook) show();
  else begin();
}

function show(): void {
  list.show({ wrap: settings.wrap, timestamps: settings.timestamps, sources: many, search: search.text, current });
}

function goTo(number: number): void {
  current = number;
  show();
  list.reveal(number);
  say();
}

/** What is older than all lines here is read from the runtime. */
function jump(time: number): void {
  const first = store.line(store.dropped)?.time ?? 0;
  if (time >= first || settings.sinceMs !== 0) goTo(Math.min(store.at(time), store.total - 1));
  else {
    jumpTo = time;
    settings = { ...settings, sinceMs: time, tailLines: 0 };
    begin();
  }
}

async function act(what: 'copy' | 'save'): Promise<void> {
  const lines: string[] = [];
  for (let number = store.dropped; number < store.total; number += 1) {
    const line = store.line(number);
    if (line === undefined) continue;
    const time = settings.timestamps ? `${timeOf(line.time)} ` : '';
    lines.push(`${time}${many ? `${line.source} ` : ''}${line.plain}\n`);
  }
  try {
    await page.host.ask(what, { text: lines.join(''), name: title.textContent });
    problem.textContent = '';
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
  }
}

function keyed(event: KeyboardEvent): void {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    toolbar.search.focus();
    toolbar.search.select();
  } else if (event.key === 'End' && !isTyping) {
    event.preventDefault();
    list.follow(true);
  } else if (event.key === 'Escape' && isTyping) list.element.focus();
}
