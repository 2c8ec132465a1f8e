import * as vscode from 'vscode';
import { commandTitles } from './command-titles.ts';
import type { CommandContext } from './commands/command.ts';
import { COMMANDS } from './commands/index.ts';
import { createExports } from './api/create-api.ts';
import type { SlipwayExports } from './api/slipway.d.ts';
import { registerAssistantTools } from './assistant/register-tools.ts';
import { registerConfigFiles } from './config-files/config-features.ts';
import { createCurrentSession } from './current-session.ts';
import { createCredentials } from './credentials.ts';
import { openDocuments } from './open-documents.ts';
import { createPortForwards } from './forward/port-forwards.ts';
import { setTranslation } from './l10n.ts';
import { createLinkHandler } from './links/link-handler.ts';
import { openSession, versionOf } from './open-session.ts';
import { openTargets } from './open-targets.ts';
import { followTrust } from './restricted-mode.ts';
import { runRow } from './run-row.ts';
import { OPENING_SETTINGS, keepSettings, readSettings } from './settings.ts';
import { createShownViews } from './shown-views.ts';
import { subjectsOf } from './subjects.ts';
import { registerTasks } from './tasks/register-tasks.ts';
import { registerShellProfile } from './terminal/shell-profile.ts';
import { createViewOptions } from './tree/view-options.ts';
import { windowUi } from './ui/window-ui.ts';

/** Builds everything and starts nothing: the first visible view makes the first call. */
export function activate(context: vscode.ExtensionContext): SlipwayExports {
  setTranslation((message, ...values) => vscode.l10n.t(message, ...values), vscode.env.language);
  const log = vscode.window.createOutputChannel('Slipway', { log: true });
  const settings = keepSettings();
  const targets = openTargets(context);
  const sessions = createCurrentSession(() => openSession(context, log, targets.chosen));
  const current = sessions.get;
  const forwards = createPortForwards(
    context.workspaceState,
    () => current().client,
    () => current().target.id,
  );
  const credentials = createCredentials(context.secrets, context.globalState);
  const options = createViewOptions(context.workspaceState);
  const views = createShownViews(sessions, { forwards, options, targets });
  const documents = openDocuments({ context, sessions, log, commandContext: () => commandContext() });
  const commandContext = (): CommandContext => ({
    session: current(),
    settings: readSettings(),
    ui: windowUi,
    forwards,
    credentials,
    targets,
    views: options,
    about: {
      id: context.extension.id,
      slipway: versionOf(context.extension.packageJSON),
      editor: `${vscode.env.appName} ${vscode.version} (${vscode.env.appHost})`,
      remote: vscode.env.remoteName ?? '',
    },
    trusted: vscode.workspace.isTrusted,
    documents,
  });
  const titleOf = commandTitles(context.extension.packageJSON);
  const commands = COMMANDS.map((row) =>
    vscode.commands.registerCommand(row.id, (first: unknown, selection: unknown) => {
      const subjects = subjectsOf(first, { selection, session: current(), views: views.get() });
      return runRow(row, { context: commandContext(), subjects, log, title: titleOf(row.id) });
    }),
  );
  const settingsWatch = vscode.workspace.onDidChangeConfiguration((change) => {
    if (OPENING_SETTINGS.some((key) => change.affectsConfiguration(key))) sessions.reopen();
  });
  const targetWatch = targets.onDidChange(() => {
    if (targets.chosen.id !== current().target.id) sessions.reopen();
  });
  const tools = registerAssistantTools(() => ({ session: current(), stopTimeoutSeconds: readSettings().stopTimeoutSeconds }));
  const tasks = registerTasks(() => ({
    session: current(),
    stopTimeoutSeconds: readSettings().stopTimeoutSeconds,
    credentialOf: (image) => credentials.of(image),
  }));
  const links = vscode.window.registerUriHandler(createLinkHandler(current));
  const configFiles = registerConfigFiles(context.extensionPath, sessions);
  const profile = registerShellProfile(commandContext);
  context.subscriptions.push(log, settings, sessions, views, followTrust(), targetWatch, settingsWatch);
  context.subscriptions.push(documents, forwards, profile, links, tools, tasks, configFiles, ...commands);
  return createExports({
    sessions,
    commandIds: COMMANDS.map(({ id }) => id),
    runCommand: async (id, subject) => {
      await vscode.commands.executeCommand(id, ...(subject === undefined ? [] : [subject]));
    },
  });
}
