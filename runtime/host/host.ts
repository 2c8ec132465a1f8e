import type { Clock } from './clock.ts';
import type { Exec, SpawnPiped } from './exec.ts';
import type { Files } from './files.ts';
import type { Syscall } from './syscall.ts';

/** The machine. Every privileged act goes through here, so that a test can record each call and make call n fail. */
export interface Host {
  readonly exec: Exec;
  readonly spawnPiped: SpawnPiped;
  readonly sys: Syscall;
  readonly files: Files;
  readonly clock: Clock;
}
