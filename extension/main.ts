import { env as environment, execPath, getuid } from 'node:process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createActivity } from './client/activity.ts';
import { connectRuntime } from './client/connect.ts';
import type { Command, CommandContext } from './commands/command.ts';
import { dispatch } from './commands/dispatch.ts';
import { COMMANDS } from './commands/index.ts';
import { createCredentials } from './credentials.ts';
import { createDaemon } from './daemon/daemon.ts';
import { runProgram } from './daemon/privilege.ts';
import { disposeAll } from './events.ts';
import { createPortForwards } from './forward/port-forwards.ts';
import { createInspectDocuments } from './inspect/inspect-documents.ts';
import { setTranslation } from './l10n.ts';
import { createLogDocuments } from './logs/log-documents.ts';
import { createContainerPanels } from './panels/container-panels.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { createSession } from './target/session.ts';
import type { Session } from './target/session.ts';
import { createSystemProbes } from './target/system-probes.ts';
import { localTarget } from './target/target.ts';
import { registerShellProfile } from './terminal/shell-profile.ts';
import type { Subject } from './tree/tree-node.ts';
import { createViewOptions } from './tree/view-options.ts';
import { VIEWS, createViews } from './tree/views.ts';
import type { Views } from './tree/views.ts';
import { showError, showOutcome } from './ui/show-outcome.ts';
import { createStatusItem } from './ui/status-item.ts';
import { windowUi } from './ui/window-ui.ts';

const ACTIVITY_LIMIT = 200;

/** Builds everything and starts nothing: the first visible view makes the first call. */
export function activate(context: vscode.ExtensionContext): void {
  setTranslation((message, ...values) => vscode.l10n.t(message, ...values));
  const log = vscode.window.createOutputChannel('Slipway', { log: true });
  let session = openSession(context, readSettings(), log);
  const forwards = createPortForwards(context.workspaceState, () => session.client);
  const credentials = createCredentials(context.secrets, context.globalState);
  const options = createViewOptions(context.workspaceState);
  let views = createViews({ session, forwards, options });
  let statusItem = createStatusItem(session);
  const current = (): Session => session;
  const logs = createLogDocuments(current, readSettings);
  const inspect = createInspectDocuments(current);
  const panels = createContainerPanels(context.extensionUri, current);
  const commandContext = (): CommandContext => ({
    session,
    settings: readSettings(),
    ui: windowUi,
    forwards,
    credentials,
    views: options,
    documents: {
      showLogs: (container) => logs.show(container),
      showPodLogs: (pod) => logs.showPod(pod),
      inspect: (subject) => inspect.show(subject),
      openContainer: async (container) => {
        panels.show(container);
      },
      showDaemonLog: () => showDaemonLog(session, log),
      showWindowLog: () => {
        log.show();
      },
    },
  });
  const commands = COMMANDS.map((row) =>
    vscode.commands.registerCommand(row.id, (first: unknown, selection: unknown) =>
      run(row, { context: commandContext(), subjects: subjectsOf(first, { selection, session, views }), log }),
    ),
  );
  const reopen = vscode.workspace.onDidChangeConfiguration((change) => {
    if (!change.affectsConfiguration('slipway')) return;
    disposeAll([session, views, statusItem]).dispose();
    session = openSession(context, readSettings(), log);
    views = createViews({ session, forwards, options });
    statusItem = createStatusItem(session);
  });
  const profile = registerShellProfile(commandContext);
  context.subscriptions.push(log, logs, inspect, panels, forwards, profile, reopen, ...commands, {
    dispose: () => {
      disposeAll([session, views, statusItem]).dispose();
    },
  });
}

function openSession(context: vscode.ExtensionContext, settings: Settings, log: vscode.LogOutputChannel): Session {
  const version = versionOf(context.extension.packageJSON);
  const target = localTarget(settings.socket);
  const activity = createActivity({ limit: ACTIVITY_LIMIT, now: Date.now });
  const client = connectRuntime(target.socket, {
    begin: (call) => {
      const end = activity.begin(call);
      return (outcome) => {
        end(outcome);
        const level = outcome.code === 'ok' || outcome.code === 'cancelled' ? 'debug' : call.background ? 'debug' : 'warn';
        log[level](`${call.method} ${outcome.code} ${outcome.message}`.trimEnd());
      };
    },
  });
  const uid = getuid?.() ?? 0;
  const daemon = createDaemon({
    options: { ...settings, node: execPath, program: context.asAbsolutePath(join('dist', 'daemon.mjs')) },
    environment,
    uid,
    runProgram,
    answers: () =>
      client.version({ background: true }).then(
        () => true,
        () => false,
      ),
    logFile: uid === 0 ? join(settings.run, 'daemon.log') : join(context.globalStorageUri.fsPath, 'daemon.log'),
  });
  const probes = createSystemProbes({
    target,
    expectedVersion: version,
    findProcess: async () => (await daemon.find())?.pid,
    askVersion: () => client.version({ background: true }),
  });
  return createSession({ target, client, daemon, activity, probes, intervalMs: () => settings.refreshMs });
}

interface Run {
  readonly context: CommandContext;
  readonly subjects: readonly Subject[];
  readonly log: vscode.LogOutputChannel;
}

/** The one place where the outcome of a command is shown. */
async function run(row: Command, { context, subjects, log }: Run): Promise<void> {
  const title = titleOf(row.id);
  try {
    const outcome = await dispatch(row, context, subjects);
    if (outcome === undefined) return;
    for (const { error } of outcome.failures)
      log.error(`${row.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    showOutcome(title, outcome);
  } catch (error) {
    log.error(`${row.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    showError(title, error);
  }
}

/** "Pull image" for slipway.image.pull. */
function titleOf(id: string): string {
  const [, noun = '', verb = ''] = id.split('.');
  const words = verb.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${noun}`;
}

interface Surroundings {
  readonly selection: unknown;
  readonly session: Session;
  readonly views: Views;
}

/** What a command was called on: tree elements (ids), a subject from code, or the id of a container from its panel. */
function subjectsOf(first: unknown, { selection, session, views }: Surroundings): readonly Subject[] {
  const given: readonly unknown[] = Array.isArray(selection) && selection.length > 1 ? selection : chosenIn(views, first);
  return given.flatMap((each): readonly Subject[] => {
    if (isSubject(each)) return [each];
    if (typeof each !== 'string') return [];
    const subject = views.find(each)?.subject;
    if (subject !== undefined) return [subject];
    const container = session.pods.snapshot.value?.containers.find(({ id }) => id === each);
    return container === undefined ? [] : [{ kind: 'container', container }];
  });
}

/** A keyboard shortcut names the focused line; when that is one of several that are chosen, it means all of them. */
function chosenIn(views: Views, first: unknown): readonly unknown[] {
  if (typeof first !== 'string') return [first];
  const chosen = VIEWS.map((view) => views.selection(view)).find((ids) => ids.includes(first));
  return chosen ?? [first];
}

function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

async function showDaemonLog(session: Session, log: vscode.LogOutputChannel): Promise<void> {
  const file = session.daemon?.logFile;
  const uri = file === undefined ? undefined : vscode.Uri.file(file);
  const there =
    uri !== undefined &&
    (await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ));
  if (there) await vscode.window.showTextDocument(uri, { preview: true });
  else log.show();
}

function versionOf(packageJson: unknown): string {
  const version: unknown =
    typeof packageJson === 'object' && packageJson !== null && 'version' in packageJson ? packageJson.version : '';
  return typeof version === 'string' ? version : '';
}
