import { env as environment, execPath, getuid } from 'node:process';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { createActivity } from './client/activity.ts';
import { connectRuntime } from './client/connect.ts';
import type { RuntimeClient } from './client/runtime-client.ts';
import { createDaemon } from './daemon/daemon.ts';
import type { Daemon } from './daemon/daemon.ts';
import { runProgram } from './daemon/privilege.ts';
import { readSettings } from './settings.ts';
import { createSession } from './target/session.ts';
import type { Session } from './target/session.ts';
import { createSystemProbes } from './target/system-probes.ts';
import type { ChainProbes } from './target/chain.ts';
import { examine } from './target/health.ts';
import type { Health } from './target/health.ts';
import { ownsRuntime } from './target/target.ts';
import type { Target } from './target/target.ts';

const ACTIVITY_LIMIT = 200;

/** A session with one runtime; it asks nothing yet. The caller disposes it. */
export function openSession(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, target: Target): Session {
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
  const daemon = ownsRuntime(target) ? daemonFor(context, client) : undefined;
  const probes = probesFor(context, target, { client, daemon });
  return createSession({ target, client, daemon, activity, probes, intervalMs: () => readSettings().refreshMs });
}

/** How one runtime is, asked over a connection of its own. */
export async function examineTarget(context: vscode.ExtensionContext, target: Target): Promise<Health> {
  const client = connectRuntime(target.socket, { begin: () => () => undefined });
  try {
    const daemon = ownsRuntime(target) ? daemonFor(context, client) : undefined;
    return await examine(probesFor(context, target, { client, daemon }), () => client.status({ background: true }));
  } finally {
    client.close();
  }
}

function daemonFor(context: vscode.ExtensionContext, client: RuntimeClient): Daemon {
  const settings = readSettings();
  const uid = getuid?.() ?? 0;
  return createDaemon({
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
}

interface Connected {
  readonly client: RuntimeClient;
  readonly daemon: Daemon | undefined;
}

function probesFor(context: vscode.ExtensionContext, target: Target, { client, daemon }: Connected): ChainProbes {
  return createSystemProbes({
    target,
    expectedVersion: versionOf(context.extension.packageJSON),
    findProcess: async () => (await daemon?.find())?.pid,
    askVersion: () => client.version({ background: true }),
  });
}

/** The version in a package.json; '' when it has none. */
export function versionOf(packageJson: unknown): string {
  const version: unknown =
    typeof packageJson === 'object' && packageJson !== null && 'version' in packageJson ? packageJson.version : '';
  return typeof version === 'string' ? version : '';
}
