import { element } from './element.ts';

/** A headed part of a panel, with the number of its entries when there is one. */
export function section(title: string, content: HTMLElement, count?: number): HTMLElement {
  const heading = element('h2', { text: title });
  if (count !== undefined) heading.append(element('span', { className: 'count', text: String(count) }));
  return element('section', { attributes: { 'aria-label': title } }, [heading, content]);
}

/** A quiet line for "nothing here". */
export function nothing(text: string): HTMLElement {
  return element('p', { className: 'quiet', text });
}
