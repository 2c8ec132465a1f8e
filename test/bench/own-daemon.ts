import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clearMachine } from '../support/clear-machine.ts';
import { connectCri, type CriClient } from '../support/cri-client.ts';

const program = join(import.meta.dirname, '../../dist/daemon.mjs');

const LIMIT_MS = 20_000;

export interface OwnDaemon {
  readonly cri: CriClient;
  /** Holds root/, run/, cni/ and whatever the caller puts there; removed by `close`. */
  readonly directory: string;
  readonly socket: string;
  readonly pid: number;
  /** Spawn to the first answered list: recovery is over by then. */
  readonly readyMs: number;
  /** Ends the daemon and removes all its state. */
  close(): Promise<void>;
}

/** The built daemon on directories and a bridge of its own below `parent`. The caller closes it. */
export async function startOwnDaemon(parent: string, nodeOptions: readonly string[] = []): Promise<OwnDaemon> {
  const directory = mkdtempSync(join(parent, 'slipway-own-'));
  const socket = join(directory, 'run', 's.sock');
  const bridge = `slipo${process.pid}`;
  const places = ['--socket', socket, '--root', join(directory, 'root'), '--run', join(directory, 'run')];
  const network = ['--default-bridge', bridge, '--cni-conf-dir', join(directory, 'cni')];
  const argv = ['--max-semi-space-size=2', ...nodeOptions, program, ...places, ...network];
  const begin = performance.now();
  const daemon = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  daemon.stderr.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-4000)));
  const cri = connectCri(socket);
  const stop = async (): Promise<void> => {
    cri.close();
    if (daemon.exitCode !== null || daemon.signalCode !== null) return;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    await ended;
  };
  const close = async (): Promise<void> => {
    await stop();
    // What a call that failed has left.
    await clearMachine({ directory, bridge, cgroupParent: '/slipway-bench' });
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const readyMs = await untilReady({ cri, socket, daemon, begin });
    return { cri, directory, socket, pid: daemon.pid ?? 0, readyMs, close };
  } catch (error) {
    await stop();
    rmSync(directory, { recursive: true, force: true });
    throw new Error(`the daemon did not start: ${log}`, { cause: error });
  }
}

async function untilReady({ cri, socket, daemon, begin }: Start): Promise<number> {
  for (;;) {
    try {
      // A call before the socket is there would wait for gRPC's next try, not for the daemon.
      while (!existsSync(socket)) {
        if (daemon.exitCode !== null || performance.now() - begin > LIMIT_MS) throw new Error('it has no socket');
        await sleep(1);
      }
      await cri.runtime.ListPodSandbox({}, { timeoutMs: 1000 });
      return performance.now() - begin;
    } catch (error) {
      if (daemon.exitCode !== null || performance.now() - begin > LIMIT_MS) throw error;
      await sleep(1);
    }
  }
}

interface Start {
  readonly cri: CriClient;
  readonly socket: string;
  readonly daemon: ChildProcess;
  /** performance.now() at spawn. */
  readonly begin: number;
}
