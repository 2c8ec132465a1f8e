import * as vscode from 'vscode';
import type { Disposable } from './events.ts';
import type { TargetEntry } from './target/target.ts';

/** Every setting with its default; a test holds it against package.json. */
export const SETTINGS = {
  'slipway.socket': '/run/slipway/slipway.sock',
  'slipway.root': '/var/lib/slipway',
  'slipway.run': '/run/slipway',
  'slipway.configFile': '',
  'slipway.targets': [],
  'slipway.stopTimeoutSeconds': 10,
  'slipway.refreshSeconds': 2,
  'slipway.logs.tailLines': 1000,
} as const;

/** Those that say which runtime it is and how it is started: only a change of these opens another session. */
export const OPENING_SETTINGS = ['slipway.socket', 'slipway.root', 'slipway.run', 'slipway.configFile'] as const;

export interface Settings {
  /** Absolute path of the runtime's unix socket. */
  readonly socket: string;
  /** What survives a reboot: images, containers, state. */
  readonly root: string;
  /** What does not have to: namespaces, bundles, the socket. */
  readonly run: string;
  /** '' for none. */
  readonly configFile: string;
  readonly stopTimeoutSeconds: number;
  readonly refreshMs: number;
  readonly logTailLines: number;
}

type Key = keyof typeof SETTINGS;

let kept: vscode.WorkspaceConfiguration | undefined;

/** Reading the configuration costs VS Code a while: one is kept until it changes. Comes before everybody else who listens for changes. */
export function keepSettings(): Disposable {
  return vscode.workspace.onDidChangeConfiguration(() => {
    kept = undefined;
  });
}

function configuration(): vscode.WorkspaceConfiguration {
  return (kept ??= vscode.workspace.getConfiguration());
}

/** Other runtimes that somebody has named; entries that are none are left out. */
export function readTargetEntries(): readonly TargetEntry[] {
  const value = configuration().get<unknown>('slipway.targets');
  return Array.isArray(value) ? value.filter(isEntry) : [];
}

/** For this machine, whatever workspace is open. */
export async function saveTargetEntries(entries: readonly TargetEntry[]): Promise<void> {
  await vscode.workspace.getConfiguration().update('slipway.targets', entries, vscode.ConfigurationTarget.Global);
}

/** The settings as they are now. */
export function readSettings(): Settings {
  return {
    socket: textOf('slipway.socket'),
    root: textOf('slipway.root'),
    run: textOf('slipway.run'),
    configFile: textOf('slipway.configFile'),
    stopTimeoutSeconds: numberOf('slipway.stopTimeoutSeconds'),
    refreshMs: Math.max(1, numberOf('slipway.refreshSeconds')) * 1000,
    logTailLines: Math.max(0, numberOf('slipway.logs.tailLines')),
  };
}

function textOf(key: Key): string {
  const value = configuration().get<unknown>(key);
  return typeof value === 'string' && (value !== '' || key === 'slipway.configFile') ? value : String(SETTINGS[key]);
}

function numberOf(key: Key): number {
  const value = configuration().get<unknown>(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : Number(SETTINGS[key]);
}

function isEntry(value: unknown): value is TargetEntry {
  if (typeof value !== 'object' || value === null || !('label' in value) || !('socket' in value)) return false;
  const { label, socket } = value;
  return typeof label === 'string' && label !== '' && typeof socket === 'string' && socket.startsWith('/');
}
