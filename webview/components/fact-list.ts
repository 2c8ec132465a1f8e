import { element } from './element.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** In the editor's font: ids, paths, commands. */
  readonly code?: boolean;
}

/** Names and values, one pair a line; pairs without value are left out. */
export function factList(facts: readonly Fact[]): HTMLElement {
  const rows = facts
    .filter((fact) => fact.value !== '')
    .flatMap((fact) => [
      element('dt', { text: fact.name }),
      element('dd', { text: fact.value, className: fact.code === true ? 'code' : '' }),
    ]);
  return element('dl', { className: 'facts' }, rows);
}
