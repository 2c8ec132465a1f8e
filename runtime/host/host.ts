import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { systemClock, type Clock } from './clock.ts';
import { createConnectTcp, type ConnectTcp } from './connect-tcp.ts';
import { createSyscall } from './create-syscall.ts';
import { createExec, type Exec } from './exec.ts';
import { systemFiles, type Files } from './files.ts';
import { openReader, openStream } from './open-stream.ts';
import { createOrphanEnd, type OrphanEnd } from './orphans.ts';
import { createSpawnPiped, type SpawnPiped } from './spawn-piped.ts';
import type { ExecConfig } from './start-program.ts';
import type { Syscall } from './syscall.ts';

/** The machine. Every privileged act goes through here, so that a test can record each call and make call n fail. */
export interface Host {
  readonly exec: Exec;
  readonly spawnPiped: SpawnPiped;
  readonly sys: Syscall;
  readonly files: Files;
  readonly clock: Clock;
  /** A descriptor as a stream, which owns it. */
  readonly stream: (fd: number, direction: 'write' | 'both') => Socket;
  /** The end of a pipe that is read. */
  readonly reader: (fd: number) => Readable;
  readonly orphanEnd: OrphanEnd;
  readonly connectTcp: ConnectTcp;
}

/** The machine that this process runs on. Make one, at start. */
export function createHost(config: ExecConfig): Host {
  const sys = createSyscall();
  const orphanEnd = createOrphanEnd(sys);
  const parts = { sys, orphanEnd };
  return {
    exec: createExec(config, parts),
    spawnPiped: createSpawnPiped(config, parts),
    sys,
    files: systemFiles,
    clock: systemClock,
    stream: openStream,
    reader: openReader,
    orphanEnd,
    connectTcp: createConnectTcp(sys),
  };
}
