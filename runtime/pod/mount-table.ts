import type { Files } from '../host/files.ts';

/** One line of /proc/self/mountinfo (proc(5)). */
export interface MountEntry {
  readonly path: string;
  readonly fsType: string;
}

/** What is mounted for this process, the oldest first. */
export async function readMountTable(files: Files): Promise<readonly MountEntry[]> {
  const text = await files.readText('/proc/self/mountinfo');
  return text.split('\n').filter(Boolean).map(parseLine);
}

function parseLine(line: string): MountEntry {
  const [before = '', after = ''] = line.split(' - ', 2);
  const path = before.split(' ')[4] ?? '';
  return {
    path: path.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    fsType: after.split(' ')[0] ?? '',
  };
}
