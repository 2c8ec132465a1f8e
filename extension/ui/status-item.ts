import * as vscode from 'vscode';
import type { Disposable } from '../events.ts';
import type { Session } from '../target/session.ts';
import { statusText } from './status-text.ts';
import { t } from '../l10n.ts';

/** The target and its health in the status bar; it asks nothing by itself, and appears with the first answer. The caller disposes it. */
export function createStatusItem(session: Session): Disposable {
  const item = vscode.window.createStatusBarItem('slipway.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Slipway';
  item.command = 'slipway.targets.focus';
  const subscription = session.health.onDidChange(({ value }) => {
    if (value === undefined) {
      item.hide();
      return;
    }
    const { text, tooltip, warning } = statusText(session.target, value);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: t('Slipway, {0}', tooltip) };
    item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  });
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}
