import { element } from '../../components/element.ts';
import { textField } from '../../components/fields.ts';
import { button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import type { Limits, LimitTexts } from '../../protocol.ts';

const KIB = 1024;
/** The largest first. */
const BINARY = ['Ti', 'Gi', 'Mi', 'Ki'] as const;

export interface Resources {
  readonly element: HTMLElement;
  /** What is in force; what a person is typing stays. */
  limit(limits: Limits): void;
}

/** The limits of a container as a form, which changes them while it runs. */
export function createResources(resize: (texts: LimitTexts) => Promise<LimitTexts>): Resources {
  let known: LimitTexts = { cpus: '', memory: '' };
  let isBusy = false;
  const outcome = element('p', { className: 'outcome', attributes: { role: 'status' } });
  const problem = element('p', { className: 'problem', attributes: { role: 'alert' } });
  const cpus = textField({ label: t('Processors'), value: '', placeholder: t('no limit') });
  const memory = textField({ label: t('Memory'), value: '', placeholder: t('no limit') });
  const isTouched = (): boolean => cpus.input.value !== known.cpus || memory.input.value !== known.memory;
  const fill = (texts: LimitTexts): void => {
    known = texts;
    cpus.input.value = texts.cpus;
    memory.input.value = texts.memory;
  };
  const apply = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    outcome.textContent = '';
    problem.textContent = '';
    try {
      fill(await resize({ cpus: cpus.input.value, memory: memory.input.value }));
      outcome.textContent = t('These limits are in force.');
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      isBusy = false;
    }
  };
  const form = element('form', { className: 'resources', attributes: { 'aria-label': t('Limits') } }, [
    cpus.field,
    memory.field,
    button({ text: t('Apply'), onClick: () => void apply() }),
  ]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) void apply();
  });
  return {
    element: element('div', {}, [form, problem, outcome]),
    limit: (limits) => {
      if (!isTouched()) fill(limitTexts(limits));
    },
  };
}

/** As a person writes them. */
function limitTexts({ cores, memoryBytes }: Limits): LimitTexts {
  return { cpus: cores === undefined ? '' : String(cores), memory: memoryBytes === undefined ? '' : memoryText(memoryBytes) };
}

function memoryText(bytes: number): string {
  const at = BINARY.findIndex((_unit, index) => bytes % KIB ** (BINARY.length - index) === 0);
  return at < 0 ? String(bytes) : `${String(bytes / KIB ** (BINARY.length - at))}${String(BINARY[at])}`;
}
