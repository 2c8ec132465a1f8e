import { open } from 'node:fs/promises';
import { homedir, release, userInfo } from 'node:os';
import { arch, platform, versions } from 'node:process';
import { messageOf } from '../client/rpc-error.ts';
import type { Settings } from '../settings.ts';
import type { Session } from '../target/session.ts';
import { redact } from './redact.ts';

/** What a report says of the window. */
export interface About {
  /** Of this extension, with its publisher. */
  readonly id: string;
  readonly slipway: string;
  readonly editor: string;
  /** '' for a window on this machine. */
  readonly remote: string;
}

const LOG_BYTES = 16 * 1024;
const LAST_ERRORS = 20;

/** All that helps to find a fault, as Markdown in English, without secrets and home directories. Nothing is sent. */
export async function collectDiagnostics({ session, settings, about }: Parts): Promise<string> {
  await session.health.refresh();
  const text = [
    '## What happened',
    '',
    '<!-- What you did, what you expected, and what came instead. -->',
    '',
    ...section('Versions', versionsOf(about, session)),
    ...section('Settings', JSON.stringify(settings, undefined, 2)),
    ...section('The way to the runtime', chainOf(session)),
    ...section('Check of the machine', await checksOf(session)),
    ...section('Last errors', errorsOf(session)),
    ...section('End of the log of the runtime', await tailOf(session.daemon?.logFile)),
  ].join('\n');
  return redact(text, { homes: [homedir()], users: [userInfo().username] });
}

interface Parts {
  readonly session: Session;
  readonly settings: Settings;
  readonly about: About;
}

function section(title: string, text: string): readonly string[] {
  return [`### ${title}`, '', '```', text === '' ? '(nothing)' : text.replaceAll('```', "'''"), '```', ''];
}

function versionsOf({ slipway, editor, remote }: About, { health }: Session): string {
  const runtime = health.snapshot.value?.version;
  return [
    `Slipway ${slipway}`,
    `editor ${editor}${remote === '' ? '' : `, remote: ${remote}`}`,
    `extension host: Node.js ${versions.node}, ${platform} ${release()} ${arch}`,
    runtime === undefined
      ? 'runtime: does not answer'
      : `runtime: ${runtime.runtimeName} ${runtime.runtimeVersion}, CRI ${runtime.apiVersion}`,
  ].join('\n');
}

function chainOf({ health, target }: Session): string {
  const { value } = health.snapshot;
  const links = value?.links ?? [];
  const conditions = value?.conditions ?? [];
  return [
    `${target.kind}: ${value?.state ?? 'not asked'}`,
    ...links.map(({ id, state, detail, cause }) => [id, state, detail, cause].filter((part) => part !== '').join(' · ')),
    ...conditions.map(({ type, ok, reason, message }) => `${type}: ${ok ? 'yes' : `no, ${reason} ${message}`}`),
  ].join('\n');
}

async function checksOf({ client }: Session): Promise<string> {
  try {
    const { checks, kernel, os, architecture, cgroupDriver, cgroupVersion } = await client.systemInfo({ background: true });
    return [
      `${os}, Linux ${kernel} ${architecture}, cgroup v${String(cgroupVersion)} ${cgroupDriver}`,
      ...checks.map(({ name, state, detail }) => `${state} ${name}: ${detail}`),
    ].join('\n');
  } catch (error) {
    return `not known: ${messageOf(error)}`;
  }
}

/** Requests and replies stay here: they hold names, environments and addresses of the person. */
function errorsOf({ activity }: Session): string {
  return activity.calls
    .filter(({ code }) => code !== undefined && code !== 'ok' && code !== 'cancelled')
    .slice(0, LAST_ERRORS)
    .map(({ startedAt, method, code, message }) => `${new Date(startedAt).toISOString()} ${method} ${code ?? ''}: ${message}`)
    .join('\n');
}

async function tailOf(path: string | undefined): Promise<string> {
  if (path === undefined) return 'this runtime is run by somebody else';
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - LOG_BYTES);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, LOG_BYTES)), 0, LOG_BYTES, start);
      const text = buffer.toString('utf8', 0, bytesRead);
      return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
    } finally {
      await file.close();
    }
  } catch (error) {
    return `cannot be read: ${messageOf(error)}`;
  }
}
