import type { ContainerRecord } from '../base/container.ts';
import { cgroupProcesses } from './container-cgroup.ts';
import type { ContainerContext } from './container-context.ts';
import { processStat } from './proc.ts';

export interface RunningCommand {
  readonly record: ContainerRecord;
  /** Where the low-level runtime wrote the pid of the command. */
  readonly pidFile: string;
}

const SIGKILL = 9;
const KILL_ROUNDS = 20;

/**
 * Kills a command that was started in a running container: it leads a session of its own, so all of that session, and all children of
 * what is killed, until none is left. Answers their pids.
 */
export async function killCommand(
  { host, machine }: ContainerContext,
  { record, pidFile }: RunningCommand,
): Promise<ReadonlySet<number>> {
  const leader = Number((await host.files.readTextIfPresent(pidFile)) ?? 0);
  const killed = new Set(leader > 0 ? [leader] : []);
  if (leader <= 0) return killed;
  for (let round = 0; round < KILL_ROUNDS; round++) {
    let found = 0;
    for (const pid of await cgroupProcesses(host, machine, record)) {
      const stat = await processStat(host.files, pid);
      if (stat === undefined || stat.state === 'Z' || pid === record.init.pid) continue;
      if (pid !== leader && stat.session !== leader && !killed.has(stat.parent)) continue;
      killed.add(pid);
      host.sys.kill(pid, SIGKILL);
      found++;
    }
    if (found === 0) break;
    await host.clock.sleep(2);
  }
  return killed;
}
