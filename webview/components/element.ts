export interface ElementOptions {
  readonly className?: string;
  /** Plain text; never markup. */
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** One element with its children; the only way in which panels make elements, so no text becomes markup. */
export function element(tag: string, options: ElementOptions = {}, children: readonly Node[] = []): HTMLElement {
  const made = document.createElement(tag);
  if (options.className !== undefined) made.className = options.className;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
