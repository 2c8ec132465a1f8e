import { t } from '../../l10n.ts';
import { collectDiagnostics } from '../../report/diagnostics.ts';
import type { CommandContext } from '../command.ts';

/** Collects what helps to find a fault and shows it; only the person sends it, with the issue reporter of VS Code or by hand. */
export async function reportIssue({ session, settings, about, ui }: CommandContext): Promise<void> {
  const text = await ui.progress({ title: t('Collecting diagnostics'), cancellable: false }, () =>
    collectDiagnostics({ session, settings, about }),
  );
  await ui.showText({ title: t('Slipway diagnostics'), text, language: 'markdown' });
  ui.tell(t('This is all that would be sent. Read it first: nothing has left this machine.'), [
    {
      title: t('Open Issue Reporter'),
      run: () => ui.runCommand('workbench.action.openIssueReporter', { extensionId: about.id, issueBody: text }),
    },
    { title: t('Copy'), run: () => ui.copy(text) },
  ]);
}
