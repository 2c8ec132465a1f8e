import type * as vscode from 'vscode';
import type { Command, CommandContext } from './commands/command.ts';
import { dispatch } from './commands/dispatch.ts';
import type { Subject } from './tree/tree-node.ts';
import { showError, showOutcome } from './ui/show-outcome.ts';

export interface Run {
  readonly context: CommandContext;
  readonly subjects: readonly Subject[];
  readonly log: vscode.LogOutputChannel;
  /** What the command is called in menus. */
  readonly title: string;
}

/** The one place where the outcome of a command is shown. */
export async function runRow(row: Command, { context, subjects, log, title }: Run): Promise<void> {
  try {
    const outcome = await dispatch(row, context, subjects);
    if (outcome === undefined) return;
    for (const { error } of outcome.failures) log.error(`${row.id}: ${stackOf(error)}`);
    showOutcome(title, outcome);
  } catch (error) {
    log.error(`${row.id}: ${stackOf(error)}`);
    showError(title, error);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
