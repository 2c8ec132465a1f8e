import { env as environment, execPath, getuid } from 'node:process';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { createActivity } from './client/activity.ts';
import { connectRuntime } from './client/connect.ts';
import { createDaemon } from './daemon/daemon.ts';
import { runProgram } from './daemon/privilege.ts';
import { readSettings } from './settings.ts';
import { createSession } from './target/session.ts';
import type { Session } from './target/session.ts';
import { createSystemProbes } from './target/system-probes.ts';
import { localTarget } from './target/target.ts';

const ACTIVITY_LIMIT = 200;

/** A session with the runtime that the settings name; it asks nothing yet. The caller disposes it. */
export function openSession(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Session {
  const settings = readSettings();
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
  return createSession({ target, client, daemon, activity, probes, intervalMs: () => readSettings().refreshMs });
}

/** The version in a package.json; '' when it has none. */
export function versionOf(packageJson: unknown): string {
  const version: unknown =
    typeof packageJson === 'object' && packageJson !== null && 'version' in packageJson ? packageJson.version : '';
  return typeof version === 'string' ? version : '';
}
