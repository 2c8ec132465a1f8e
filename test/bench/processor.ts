import { readFileSync } from 'node:fs';

/** Milliseconds of user and system time that a process has used; a tick has 10 ms. */
export function processorMs(pid: number): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
