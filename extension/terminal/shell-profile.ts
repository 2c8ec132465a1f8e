import * as vscode from 'vscode';
import type { CommandContext } from '../commands/command.ts';
import { chooseSubject } from '../commands/dispatch.ts';
import { shellOf } from '../commands/container/open-shell.ts';
import { showError } from '../ui/show-outcome.ts';
import { createStreamTerminal } from './stream-terminal.ts';
import { t } from '../l10n.ts';

/** The id of package.json; a test holds them together. */
export const SHELL_PROFILE = 'slipway.containerShell';

/** "Container Shell" among the profiles of the terminal: asks for a container. */
export function registerShellProfile(context: () => CommandContext): vscode.Disposable {
  return vscode.window.registerTerminalProfileProvider(SHELL_PROFILE, {
    provideTerminalProfile: async () => {
      try {
        return await profile(context());
      } catch (error) {
        showError(t('Container shell'), error);
        return undefined;
      }
    },
  });
}

async function profile(context: CommandContext): Promise<vscode.TerminalProfile | undefined> {
  const subject = await chooseSubject('container', context, ({ container }) => container.state === 'running');
  const shell = subject === undefined ? undefined : await shellOf(context, subject.container);
  if (subject === undefined || shell === undefined) return undefined;
  const { name } = subject.container;
  return new vscode.TerminalProfile({ name, pty: createStreamTerminal(shell), iconPath: new vscode.ThemeIcon('terminal') });
}
