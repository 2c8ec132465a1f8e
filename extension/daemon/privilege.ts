import { spawn } from 'node:child_process';

/** Runs a short program to its end; answers its exit code and the end of its output. Rejects only when it cannot be started. */
export type RunProgram = (argv: readonly string[]) => Promise<{ readonly exitCode: number; readonly output: string }>;

/** How this user becomes root without being asked: already root, `sudo -n`, or not at all. */
export type Privilege = 'root' | 'sudo' | 'none';

export async function findPrivilege(uid: number, run: RunProgram): Promise<Privilege> {
  if (uid === 0) return 'root';
  const { exitCode } = await run(['sudo', '-n', 'true']);
  return exitCode === 0 ? 'sudo' : 'none';
}

const OUTPUT_LIMIT = 8192;

export const runProgram: RunProgram = ([program = '', ...args]) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-OUTPUT_LIMIT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      resolve({ exitCode: 127, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ exitCode: code ?? 1, output });
    });
  });
