import { join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import { printable } from '../base/sanitize.ts';
import type { Host } from '../host/host.ts';
import type { LowLevelRuntime } from './low-level-runtime.ts';

/** Throws failed-precondition with what criu's own check finds wrong, when it is missing or cannot work on this kernel. */
export async function requireCriu(host: Host, signal?: AbortSignal): Promise<void> {
  const { exitCode, stdout, stderr } = await host.exec(['criu', 'check'], { signal });
  if (exitCode === 0) return;
  const said = `${stdout.toString('utf8')}\n${stderr.toString('utf8')}`;
  throw new CriError('failed-precondition', `criu check fails on this machine: ${firstError(said)}`, {
    hint: 'install a criu that is as new as the kernel (criu 4 for Linux 6), on a kernel with CONFIG_CHECKPOINT_RESTORE',
  });
}

export interface DumpRequest {
  readonly id: string;
  /** Takes the images; made by the caller. */
  readonly images: string;
  /** Takes dump.log. */
  readonly work: string;
  readonly logPath: string;
  readonly signal: AbortSignal;
}

/** Writes the state of a paused container's processes into a directory; they go on. Throws failed-precondition in criu's words. */
export async function dumpProcesses(host: Host, runtime: LowLevelRuntime, request: DumpRequest): Promise<void> {
  const { id, images, work, logPath, signal } = request;
  const places = ['--image-path', images, '--work-path', work];
  const argv = ['checkpoint', ...places, '--leave-running', ...CRIU_OPTIONS, id];
  const { exitCode, stderr } = await host.exec([runtime.program, ...runtime.globalArgs(logPath), ...argv], {
    signal,
    ownSession: false,
  });
  if (exitCode === 0) return;
  const log = (await host.files.readTextIfPresent(join(work, 'dump.log'))) ?? stderr.toString('utf8');
  throw new CriError('failed-precondition', `the processes of container ${id.slice(0, 12)} cannot be saved: ${firstError(log)}`, {
    hint: 'close what the message names (devices, sockets of other machines, files outside of the container), and try again',
  });
}

/** Of the low-level runtime, for a dump and for its restoration alike. */
export const CRIU_OPTIONS = ['--tcp-established', '--file-locks', '--ext-unix-sk'] as const;

/** criu writes a line for each step; the first that is an error is the cause of the others. */
export function firstError(log: string): string {
  const line = log.split('\n').find((each) => /\bError\b/.test(each)) ?? log.trim().split('\n').at(-1) ?? '';
  return printable(line.replace(/^.*?Error\s*(\([^)]*\))?:?\s*/, '').trim(), 300);
}
