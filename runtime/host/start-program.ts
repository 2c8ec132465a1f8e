import { accessSync, constants, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CriError, errnoOf, hostError, messageOf } from '../base/cri-error.ts';
import { installHint } from '../base/install-hint.ts';
import type { SpawnRequest, Syscall } from './syscall.ts';

export type Argv = readonly [program: string, ...args: string[]];

export interface ExecConfig {
  /** PATH in which programs are looked up, and which they get. */
  readonly path: string;
}

export interface StartRequest {
  readonly argv: Argv;
  readonly env: Readonly<Record<string, string>> | undefined;
  readonly cwd: string | undefined;
  readonly ownSession: boolean;
  readonly descriptors: SpawnRequest['descriptors'];
}

/**
 * Starts a program; its environment is PATH and what is given. Throws failed-precondition when it is not installed, permission-denied
 * when it may not be run, resource-exhausted when the machine has no more processes.
 */
export function startProgram(sys: Pick<Syscall, 'spawn'>, { path }: ExecConfig, request: StartRequest): number {
  const [name] = request.argv;
  try {
    return sys.spawn({
      ...request,
      program: name.includes('/') ? name : findIn(path, name),
      environment: Object.entries({ PATH: path, ...request.env }).map(([variable, value]) => `${variable}=${value}`),
    });
  } catch (error) {
    throw startError(error, name, request.cwd);
  }
}

/** The first that may be run. An absent one is left to the call that starts it: that says what is wrong. */
function findIn(path: string, name: string): string {
  const places = path.split(':').map((directory) => join(directory, name));
  return places.find((place) => isRunnable(place)) ?? places[0] ?? name;
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function startError(error: unknown, program: string, cwd: string | undefined): unknown {
  const name = basename(program);
  switch (errnoOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      if (cwd !== undefined && !existsSync(cwd)) {
        return new CriError('failed-precondition', `cannot run ${name}: its working directory ${cwd} is absent`, {
          cause: error,
        });
      }
      return new CriError('failed-precondition', `${program} is not installed`, { cause: error, hint: installHint(name) });
    case 'EAGAIN':
    case 'ENOMEM':
    case 'EMFILE':
    case 'ENFILE':
      return new CriError('resource-exhausted', `cannot run ${name}: ${messageOf(error)}`, {
        cause: error,
        hint: 'this machine has no process, descriptor or memory left: stop something, or raise the limit',
      });
    default:
      return hostError(error, `run ${name}`);
  }
}
