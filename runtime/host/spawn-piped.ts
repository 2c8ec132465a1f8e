import type { Duplex } from 'node:stream';
import { keepFirst, type ExecParts } from './exec.ts';
import { openStream } from './open-stream.ts';
import { startProgram, type Argv, type ExecConfig } from './start-program.ts';
import type { Syscall } from './syscall.ts';

export interface PipedProcess {
  readonly pid: number;
  /** One socket per extra pipe: `pipes[0]` is the child's fd 3. The caller destroys them. */
  readonly pipes: readonly Duplex[];
  /** The first 64 KiB of stderr, once the process has closed it. */
  readonly stderr: Promise<string>;
  /** Exit code (128 + n after signal n) of the process itself. */
  readonly exited: Promise<number>;
}

export interface SpawnPipedOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** How many extra pipes, from fd 3 on. */
  readonly pipeCount: number;
}

/**
 * Starts a program in a session of its own, with stdin and stdout at /dev/null and extra pipes. It outlives the daemon, and
 * neither it nor its pipes keep the daemon alive. Throws like `Exec`.
 */
export type SpawnPiped = (argv: Argv, options: SpawnPipedOptions) => Promise<PipedProcess>;

const STDERR_BYTES = 64 * 1024;

/** The `SpawnPiped` of this machine. */
export function createSpawnPiped(
  config: ExecConfig,
  { sys, orphanEnd }: ExecParts & { readonly sys: Pick<Syscall, 'socketPair'> },
): SpawnPiped {
  return async (argv, { env, cwd, pipeCount }) => {
    const theirs: number[] = [];
    const ours: number[] = [];
    let pid: number;
    try {
      const error = sys.pipe();
      theirs.push(error.write);
      ours.push(error.read);
      for (let made = 0; made < pipeCount; made++) {
        const [own, other] = sys.socketPair();
        theirs.push(other);
        ours.push(own);
      }
      pid = startProgram(sys, config, { argv, env, cwd, ownSession: true, descriptors: ['null', 'null', ...theirs] });
    } catch (failure) {
      for (const fd of ours) sys.close(fd);
      throw failure;
    } finally {
      for (const fd of theirs) sys.close(fd);
    }
    const [errors, ...pipes] = ours.map((fd) => openStream(fd, 'both').unref());
    const stderr = keepFirst(errors as Duplex, STDERR_BYTES);
    return {
      pid,
      pipes,
      stderr: stderr.ended.then(() => stderr.bytes().toString('utf8')),
      exited: orphanEnd(pid),
    };
  };
}
