import { systemClock, type Clock } from './clock.ts';
import { createSyscall } from './create-syscall.ts';
import { createExec, createSpawnPiped, type Exec, type ExecConfig, type SpawnPiped } from './exec.ts';
import { systemFiles, type Files } from './files.ts';
import type { Syscall } from './syscall.ts';

/** The machine. Every privileged act goes through here, so that a test can record each call and make call n fail. */
export interface Host {
  readonly exec: Exec;
  readonly spawnPiped: SpawnPiped;
  readonly sys: Syscall;
  readonly files: Files;
  readonly clock: Clock;
}

/** The machine that this process runs on. Make one, at start. */
export function createHost(config: ExecConfig): Host {
  return {
    exec: createExec(config),
    spawnPiped: createSpawnPiped(config),
    sys: createSyscall(),
    files: systemFiles,
    clock: systemClock,
  };
}
