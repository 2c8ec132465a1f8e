import * as vscode from 'vscode';
import { examineTarget } from './open-session.ts';
import { readSettings, readTargetEntries, saveTargetEntries } from './settings.ts';
import { createTargets } from './target/targets.ts';
import type { Targets } from './target/targets.ts';

/** The runtimes of the settings; each workspace remembers which one it shows. */
export function openTargets(context: vscode.ExtensionContext): Targets {
  const targets = createTargets({
    socket: () => readSettings().socket,
    entries: readTargetEntries,
    save: saveTargetEntries,
    memory: context.workspaceState,
    examine: (target) => examineTarget(context, target),
  });
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('slipway.targets')) targets.reload();
    }),
  );
  return targets;
}
