import { element } from '../../components/element.ts';
import { areaField, textField } from '../../components/fields.ts';
import { t } from '../../l10n.ts';
import type { RunForm } from '../../protocol.ts';

export const EMPTY_FORM: RunForm = {
  image: '',
  name: '',
  command: '',
  env: '',
  ports: '',
  mounts: '',
  memory: '',
  cpus: '',
  flags: '',
};

const FLAGS = '--user 1000 --cap-add NET_ADMIN --read-only';

interface Question {
  readonly label: string;
  readonly placeholder: string;
  /** Of an area; one line where it is missing. */
  readonly rows?: number;
}

export interface FormFields {
  readonly element: HTMLElement;
  readonly image: HTMLInputElement;
  value(): RunForm;
  /** What is wrong, said beside the field it is wrong with. */
  problems(found: Readonly<Record<string, string>>): void;
}

/** The fields of the form; `onInput` hears of each key. */
export function createForm(first: RunForm, onInput: () => void): FormFields {
  const made = Object.entries(questions()).map(([name, question]) => {
    const options = { ...question, value: first[name as keyof RunForm], onInput };
    const { field, input } = question.rows === undefined ? textField(options) : areaField({ ...options, rows: question.rows });
    const problem = element('p', { className: 'problem', attributes: { id: `problem-${name}` } });
    input.id = `field-${name}`;
    input.setAttribute('aria-describedby', problem.id);
    return { name, input, problem, element: element('div', { className: `entry entry-${name}` }, [field, problem]) };
  });
  const imageInput = made[0]?.input;
  if (!(imageInput instanceof HTMLInputElement)) throw new Error('the form has no field for the image');
  imageInput.setAttribute('list', 'images');
  return {
    element: element(
      'div',
      { className: 'form' },
      made.map((each) => each.element),
    ),
    image: imageInput,
    value: () => ({ ...EMPTY_FORM, ...Object.fromEntries(made.map(({ name, input }) => [name, input.value])) }),
    problems: (found) => {
      for (const { name, input, problem } of made) showProblem(input, problem, found[name] ?? '');
    },
  };
}

/** Says what is wrong with a field, and takes it away again with ''. */
export function showProblem(input: HTMLElement, problem: HTMLElement, text: string): void {
  if (problem.textContent !== text) problem.textContent = text;
  input.setAttribute('aria-invalid', String(text !== ''));
}

function questions(): Readonly<Record<keyof RunForm, Question>> {
  return {
    image: { label: t('Image'), placeholder: 'busybox:1.37' },
    name: { label: t('Name'), placeholder: t('from the image') },
    command: { label: t('Command'), placeholder: t('what the image says') },
    ports: { label: t('Ports'), placeholder: '8080:80', rows: 2 },
    env: { label: t('Environment'), placeholder: 'KEY=value', rows: 3 },
    mounts: { label: t('Mounts'), placeholder: '/srv/data:/data:ro', rows: 2 },
    memory: { label: t('Memory'), placeholder: t('no limit, or as in 512m') },
    cpus: { label: t('Processors'), placeholder: t('no limit, or as in 1.5') },
    flags: { label: t('More flags'), placeholder: FLAGS },
  };
}
