/**
 * What a command is called, from the extension's package.json, which VS Code gives in the language of the window: "Pull Image",
 * without the "…" that asks for more. Its id, when it has no title.
 */
export function commandTitles(packageJson: unknown): (id: string) => string {
  const titles = new Map<string, string>();
  for (const each of listIn(fieldOf(fieldOf(packageJson, 'contributes'), 'commands'))) {
    const id = fieldOf(each, 'command');
    const title = fieldOf(each, 'title');
    const words = typeof title === 'string' ? title : fieldOf(title, 'value');
    if (typeof id === 'string' && typeof words === 'string') titles.set(id, words.replace(/…$/, ''));
  }
  return (id) => titles.get(id) ?? id;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
