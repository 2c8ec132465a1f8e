import { element } from './element.ts';
import './fields.css';

export interface FieldOptions {
  /** Said before the field, and to a screen reader. */
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search' | 'datetime-local' | 'number';
  /** After a pause of typing is for the caller to make; each key calls it. */
  readonly onInput?: (value: string) => void;
  /** With Enter, or when the field is left. */
  readonly onChange?: (value: string) => void;
}

/** A field of one line: the label that holds it, and the input itself. */
export function textField(options: FieldOptions): { readonly field: HTMLElement; readonly input: HTMLInputElement } {
  const input = document.createElement('input');
  input.type = options.type ?? 'text';
  input.value = options.value;
  input.placeholder = options.placeholder ?? '';
  input.spellcheck = false;
  listen(input, options);
  return { field: labelled(options.label, input), input };
}

/** A field of several lines. */
export function areaField(options: FieldOptions & { readonly rows: number }): {
  readonly field: HTMLElement;
  readonly input: HTMLTextAreaElement;
} {
  const input = document.createElement('textarea');
  input.rows = options.rows;
  input.value = options.value;
  input.placeholder = options.placeholder ?? '';
  input.spellcheck = false;
  listen(input, options);
  return { field: labelled(options.label, input), input };
}

/** One of a few; `choices` are values and what is said of them. */
export function selectField(
  options: Pick<FieldOptions, 'label' | 'value' | 'onChange'> & { readonly choices: readonly (readonly [string, string])[] },
): { readonly field: HTMLElement; readonly input: HTMLSelectElement } {
  const input = document.createElement('select');
  input.append(...options.choices.map(([value, text]) => element('option', { text, attributes: { value } })));
  input.value = options.value;
  listen(input, options);
  return { field: labelled(options.label, input), input };
}

/** On or off. */
export function checkField(options: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): { readonly field: HTMLElement; readonly input: HTMLInputElement } {
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.checked = options.checked;
  input.addEventListener('change', () => {
    options.onChange(input.checked);
  });
  const field = element('label', { className: 'check' }, [input, element('span', { text: options.label })]);
  return { field, input };
}

function labelled(label: string, input: HTMLElement): HTMLElement {
  return element('label', { className: 'field' }, [element('span', { className: 'label', text: label }), input]);
}

function listen(
  input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
  { onInput, onChange }: Pick<FieldOptions, 'onInput' | 'onChange'>,
): void {
  if (onInput !== undefined)
    input.addEventListener('input', () => {
      onInput(input.value);
    });
  if (onChange !== undefined)
    input.addEventListener('change', () => {
      onChange(input.value);
    });
}
