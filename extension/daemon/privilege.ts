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

export const runProgram: RunProgram = async ([program = '', ...args]) => {
  const { execa } = await import('execa');
  const { exitCode, all, originalMessage } = await execa(program, args, { stdin: 'ignore', all: true, reject: false });
  return { exitCode: exitCode ?? 127, output: (exitCode === undefined ? (originalMessage ?? '') : all).slice(-OUTPUT_LIMIT) };
};
