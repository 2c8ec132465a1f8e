import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectCri, type CriClient } from '../support/cri-client.ts';

const projectRoot = join(import.meta.dirname, '..', '..');

export interface OwnDaemon {
  readonly cri: CriClient;
  readonly socket: string;
  readonly pid: number;
  /** Spawn to the first answered Version call. */
  readonly readyMs: number;
  /** Ends the daemon and removes all its state. */
  close(): Promise<void>;
}

/** The built daemon on directories of its own below `parent` (a tmpfs). */
export async function startOwnDaemon(parent: string): Promise<OwnDaemon> {
  const directory = mkdtempSync(join(parent, 'slipway-bench-'));
  const socket = join(directory, 'run', 's.sock');
  const program = join(projectRoot, 'dist', 'daemon.mjs');
  const argv = [
    '--max-semi-space-size=2',
    program,
    '--socket',
    socket,
    '--root',
    join(directory, 'root'),
    '--run',
    join(directory, 'run'),
  ];
  const bridge = [
    '--default-bridge',
    `slipb${String(process.pid % 10000)}`,
    '--cni-conf-dir',
    join(directory, 'cni'),
    '--log-level',
    'warn',
  ];
  const begin = performance.now();
  const daemon = spawn(process.execPath, [...argv, ...bridge], { stdio: ['ignore', 'ignore', 'inherit'] });
  const cri = connectCri(socket);
  const readyMs = await untilReady(cri, daemon, begin);
  return {
    cri,
    socket,
    pid: daemon.pid ?? 0,
    readyMs,
    close: async () => {
      cri.close();
      daemon.kill('SIGTERM');
      if (daemon.exitCode === null) await once(daemon, 'exit');
      spawnSync('ip', ['link', 'del', bridge[1] ?? ''], { stdio: 'ignore' });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function untilReady(cri: CriClient, daemon: ChildProcess, begin: number): Promise<number> {
  for (;;) {
    try {
      await cri.runtime.Version({}, { timeoutMs: 1000 });
      return performance.now() - begin;
    } catch (error) {
      if (daemon.exitCode !== null || performance.now() - begin > 20_000) throw error;
      await sleep(2);
    }
  }
}

/** Proportional set size in MiB of one process. */
export function pssMiB(pid: number): number {
  const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'));
  return Number(match?.[1] ?? NaN) / 1024;
}
