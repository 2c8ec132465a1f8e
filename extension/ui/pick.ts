import * as vscode from 'vscode';
import type { PickItem, PickOptions } from './ui.ts';

interface Row<T> extends vscode.QuickPickItem {
  readonly item: PickItem<T>;
}

/** A quick pick, in which text that no item has may become an item of its own. Undefined when dismissed. */
export function pickFrom<T>(options: PickOptions<T>): Promise<T | undefined> {
  const box = vscode.window.createQuickPick<Row<T>>();
  const rows = options.items.map(rowOf);
  box.title = options.title;
  box.placeholder = options.placeholder;
  box.matchOnDescription = true;
  box.ignoreFocusOut = true;
  box.items = rows;
  if (options.step !== undefined) {
    box.step = options.step.at;
    box.totalSteps = options.step.of;
  }
  return new Promise((resolve) => {
    box.onDidChangeValue((text) => {
      const known = options.items.some((item) => item.label === text.trim());
      const free = known || text.trim() === '' ? undefined : options.free?.(text);
      box.items = free === undefined ? rows : [...rows, rowOf(free)];
    });
    box.onDidAccept(() => {
      const [chosen] = box.selectedItems;
      if (chosen === undefined) return;
      resolve(chosen.item.value);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** An item as VS Code shows it. */
export function rowOf<T>(item: PickItem<T>): Row<T> {
  return {
    item,
    label: item.icon === undefined ? item.label : `$(${item.icon}) ${item.label}`,
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
  };
}
