import { join } from 'node:path';
import type { Files } from '../host/files.ts';

/** Absolute path of a program, as conmon wants it; undefined when no directory of `searchPath` (as in PATH) has it. */
export async function findProgram(files: Files, program: string, searchPath: string): Promise<string | undefined> {
  const candidates = program.includes('/')
    ? [program]
    : searchPath
        .split(':')
        .filter(Boolean)
        .map((directory) => join(directory, program));
  for (const path of candidates) if (await files.exists(path)) return path;
  return undefined;
}
