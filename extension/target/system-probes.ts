import { access, constants, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import type { RuntimeVersion } from '../client/types.ts';
import type { ChainProbes } from './chain.ts';
import { ownsRuntime } from './target.ts';
import type { Target } from './target.ts';

export interface SystemProbeOptions {
  readonly target: Target;
  readonly expectedVersion: string;
  readonly findProcess: () => Promise<number | undefined>;
  readonly askVersion: () => Promise<RuntimeVersion>;
}

/** The chain's questions, asked of this machine. */
export function createSystemProbes(options: SystemProbeOptions): ChainProbes {
  const { target } = options;
  return {
    platform: platform(),
    architecture: arch(),
    ownsRuntime: ownsRuntime(target),
    socket: target.socket,
    expectedVersion: options.expectedVersion,
    findProcess: options.findProcess,
    statSocket: () => statSocket(target.socket),
    canConnect: () => canConnect(target.socket),
    askVersion: options.askVersion,
  };
}

async function statSocket(path: string): Promise<'socket' | 'missing' | 'denied' | 'other'> {
  try {
    return (await stat(path)).isSocket() ? 'socket' : 'other';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EACCES' || code === 'EPERM') return 'denied';
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    throw error;
  }
}

async function canConnect(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true; // gone again: gRPC says so better
    return false;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
