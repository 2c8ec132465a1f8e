import { element } from '../../components/element.ts';
import { areaField, selectField } from '../../components/fields.ts';
import { startPage } from '../../components/page.ts';
import { button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import type { RunPreview, RunSource, RunView } from '../../protocol.ts';
import { createForm, EMPTY_FORM, showProblem } from './form.ts';
import './run.css';

/** After the last key. */
const PREVIEW_MS = 250;
const EXAMPLE = 'docker run -d --name web -p 8080:80 -e KEY=value nginx';

const images = element('datalist', { attributes: { id: 'images' } });
const config = element('pre', { className: 'config code', attributes: { tabindex: '0', 'aria-label': t('Configuration') } });
const dropped = element('div', { className: 'dropped', attributes: { role: 'status' } });
const outcome = element('p', { className: 'outcome', attributes: { role: 'status' } });
const problem = element('p', { className: 'problem', attributes: { role: 'alert' } });
const textProblem = element('p', { className: 'problem', attributes: { role: 'alert' } });
let isRunning = false;
let asked: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

const page = startPage<RunView, never>({
  goneText: '',
  draw: (view) => {
    images.replaceChildren(...view.images.map((value) => element('option', { attributes: { value } })));
    if (form.image.value === '' && view.image !== '') {
      form.image.value = view.image;
      preview();
    }
    return parts;
  },
});
const kept = sourceFrom(page.host.kept);
const form = createForm(kept.form, changed);
const text = areaField({
  label: t('Kubernetes YAML, a line for docker run, or a configuration of CRI'),
  value: kept.text,
  rows: 22,
  placeholder: EXAMPLE,
  onInput: changed,
});
const from = selectField({
  label: t('From'),
  value: kept.from,
  choices: [
    ['form', t('a form')],
    ['text', t('a text')],
  ],
  onChange: changed,
});
const runButton = button({ text: t('Run'), primary: true, onClick: () => void run() });
const parts = [
  element('header', {}, [
    element('div', { className: 'title' }, [element('h1', { text: t('Run') }), from.field]),
    element('p', { className: 'notice', attributes: { role: 'alert' } }),
    element('div', { className: 'actions', attributes: { role: 'toolbar', 'aria-label': t('Actions') } }, [
      runButton,
      button({ text: t('Copy Configuration'), onClick: () => void act('copy') }),
      button({ text: t('Save Configuration…'), onClick: () => void act('save') }),
      button({ text: t('Edit Configuration'), onClick: edit }),
    ]),
    problem,
    outcome,
  ]),
  element('div', { className: 'columns' }, [
    element('section', { className: 'source', attributes: { 'aria-label': t('What runs') } }, [
      form.element,
      element('div', { className: 'text' }, [text.field, textProblem]),
    ]),
    element('section', { className: 'meaning', attributes: { 'aria-label': t('Configuration') } }, [dropped, config]),
  ]),
  images,
];
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
});
showSource();
preview();

function sourceNow(): RunSource {
  return { from: from.input.value === 'text' ? 'text' : 'form', form: form.value(), text: text.input.value };
}

function changed(): void {
  page.host.keep(sourceNow());
  outcome.textContent = '';
  problem.textContent = '';
  showSource();
  clearTimeout(timer);
  timer = setTimeout(preview, PREVIEW_MS);
}

function showSource(): void {
  document.body.classList.toggle('from-text', from.input.value === 'text');
}

/** What is typed meanwhile makes an answer worthless. */
function preview(): void {
  asked?.abort();
  const own = (asked = new AbortController());
  page.host.ask('preview', sourceNow(), own.signal).then(
    (answer) => {
      show(answer as RunPreview);
    },
    (error: unknown) => {
      if (!own.signal.aborted) problem.textContent = messageOf(error);
    },
  );
}

function show({ problems, config: written, dropped: lost }: RunPreview): void {
  const source = sourceNow();
  // A form that nobody has begun is not wrong yet.
  const isBlank = source.from === 'form' ? source.form.image === '' : source.text.trim() === '';
  form.problems(isBlank ? {} : problems);
  showProblem(text.input, textProblem, isBlank ? '' : (problems['text'] ?? ''));
  const isRunnable = Object.keys(problems).length === 0;
  if (isRunnable) config.textContent = written;
  else if (isBlank) config.textContent = '';
  config.classList.toggle('old', !isRunnable);
  allow(isRunnable && !isRunning);
  dropped.replaceChildren(
    ...(lost.length === 0
      ? []
      : [
          element('h2', { text: t('What does not come along') }),
          element(
            'ul',
            {},
            lost.map(({ path, reason }) =>
              element('li', {}, [element('span', { className: 'code', text: path }), document.createTextNode(` — ${reason}`)]),
            ),
          ),
        ]),
  );
}

function allow(on: boolean): void {
  runButton.toggleAttribute('disabled', !on);
}

async function run(): Promise<void> {
  if (isRunning || runButton.hasAttribute('disabled')) return;
  isRunning = true;
  allow(false);
  problem.textContent = '';
  outcome.textContent = t('Running…');
  try {
    const name = await page.host.ask('run', sourceNow());
    outcome.textContent = typeof name === 'string' && name !== '' ? t('{0} is running.', name) : '';
  } catch (error) {
    outcome.textContent = '';
    problem.textContent = messageOf(error);
  }
  isRunning = false;
  preview();
}

async function act(what: 'copy' | 'save'): Promise<void> {
  try {
    await page.host.ask(what, sourceNow());
    problem.textContent = '';
  } catch (error) {
    problem.textContent = messageOf(error);
  }
}

/** From here on the text is what runs. */
function edit(): void {
  if (config.textContent === '') return;
  text.input.value = config.textContent;
  from.input.value = 'text';
  changed();
  text.input.focus();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sourceFrom(value: unknown): RunSource {
  const source = typeof value === 'object' && value !== null ? (value as Partial<RunSource>) : {};
  return { from: source.from === 'text' ? 'text' : 'form', form: { ...EMPTY_FORM, ...source.form }, text: source.text ?? '' };
}
