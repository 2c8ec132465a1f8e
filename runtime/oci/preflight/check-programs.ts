import { isCriError } from '../../base/cri-error.ts';
import { installHint } from '../../base/install-hint.ts';
import { printable } from '../../base/sanitize.ts';
import type { Host } from '../../host/host.ts';
import { findProgram } from '../find-program.ts';
import type { SystemCheck } from './system-check.ts';

export interface ProgramsToCheck {
  /** As in PATH. */
  readonly path: string;
  /** Programs of the runtime handlers, the default one first. */
  readonly runtimes: readonly string[];
  readonly conmon: string;
}

/** How bad it is when it is missing, and what is missed. */
interface Wanted {
  readonly program: string;
  readonly ifMissing: 'failed' | 'warning' | 'ok';
  readonly without: string;
}

/** The programs that pods and containers need, and those that add something, each with the version that it tells. */
export async function checkPrograms(host: Host, { path, runtimes, conmon }: ProgramsToCheck): Promise<readonly SystemCheck[]> {
  const [first = 'runc', ...others] = runtimes;
  const wanted: readonly Wanted[] = [
    { program: first, ifMissing: 'failed', without: 'no container can run' },
    { program: conmon, ifMissing: 'failed', without: 'no container can run' },
    { program: 'iptables', ifMissing: 'warning', without: 'pods do not reach other machines' },
    ...others.map((program): Wanted => ({ program, ifMissing: 'ok', without: 'its handler is not offered' })),
    { program: 'criu', ifMissing: 'ok', without: 'containers cannot be checkpointed' },
  ];
  return Promise.all(wanted.map((each) => checkProgram(host, path, each)));
}

async function checkProgram(host: Host, searchPath: string, { program, ifMissing, without }: Wanted): Promise<SystemCheck> {
  const name = program.split('/').at(-1) ?? program;
  const found = await findProgram(host.files, program, searchPath);
  if (found === undefined) return { name, state: ifMissing, detail: `not installed: ${without}`, fix: installHint(name) };
  return { name, state: 'ok', detail: `${await versionOf(host, found)} (${found})`, fix: '' };
}

/** The first line of what it says of itself. */
async function versionOf(host: Host, program: string): Promise<string> {
  try {
    const { stdout, stderr } = await host.exec([program, '--version']);
    const [line = ''] = `${stdout.toString('utf8')}\n${stderr.toString('utf8')}`.trim().split('\n');
    return printable(line, 100);
  } catch (error) {
    if (isCriError(error)) return 'it does not say its version';
    throw error;
  }
}
