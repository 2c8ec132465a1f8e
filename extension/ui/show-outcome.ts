import * as vscode from 'vscode';
import { describe } from '../commands/dispatch.ts';
import type { Outcome } from '../commands/dispatch.ts';
import { t } from '../l10n.ts';
import { wordsOf } from './error-words.ts';

const SUMMARY_MS = 8000;

/** Shows how a command ended: nothing when one thing went well, one quiet line when many did, one notification when something did not. */
export function showOutcome(title: string, outcome: Outcome): void {
  const [first, ...more] = outcome.failures;
  if (first === undefined) {
    if (outcome.done > 1) void vscode.window.setStatusBarMessage(`$(check) ${title}: ${t('{0} done', outcome.done)}`, SUMMARY_MS);
    return;
  }
  if (more.length === 0 && outcome.done === 0) {
    showError(title, first.error);
    return;
  }
  const names = outcome.failures.map(({ subject }) => describe(subject)).join(', ');
  showError(`${title}: ${t('{0} done, {1} failed ({2})', outcome.done, outcome.failures.length, names)}`, first.error);
}

/** Shows one error after the table of errors; never throws. */
export function showError(what: string, error: unknown): void {
  const { severity, text, actions } = wordsOf(error, what);
  if (severity === 'none') return;
  if (severity === 'note') {
    void vscode.window.setStatusBarMessage(`$(info) ${text}`, 8000);
    return;
  }
  const titles = actions.map((action) => action.title);
  const shown =
    severity === 'warning' ? vscode.window.showWarningMessage(text, ...titles) : vscode.window.showErrorMessage(text, ...titles);
  void shown.then((chosen) => {
    const action = actions.find(({ title }) => title === chosen);
    return action === undefined ? undefined : vscode.commands.executeCommand(action.command);
  });
}
