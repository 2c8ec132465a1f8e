import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Duplex, Readable, Writable } from 'node:stream';
import type { ContainerRecord } from '../../base/container.ts';
import type { Stdio } from '../../host/exec.ts';
import { runtimeError, type LowLevelRuntime } from '../../oci/low-level-runtime.ts';
import type { ContainerContext } from '../container-context.ts';

export interface StartRequest {
  readonly record: ContainerRecord;
  readonly runtime: LowLevelRuntime;
  readonly argv: readonly string[];
}

/** A command that runs, and our ends of its streams. The caller destroys them. */
export interface StartedCommand {
  /** Its exit code. The low-level runtime has ended: the command is an orphan of ours. */
  readonly ended: Promise<number>;
  readonly stdin: Writable | undefined;
  readonly stdout: Readable | undefined;
  readonly stderr: Readable | undefined;
}

/** Both ends of the streams that are wanted, as pipes: a program may open its /dev/stdout anew, which it could not with a socket. */
export async function startOnPipes(
  context: ContainerContext,
  request: StartRequest,
  wanted: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean },
): Promise<StartedCommand> {
  const { sys, stream, reader } = context.host;
  const open = new Set<number>();
  const streams: (Readable | Writable)[] = [];
  const pipe = (isWanted: boolean): { readonly read?: number; readonly write?: number } => {
    if (!isWanted) return {};
    const ends = sys.pipe();
    open.add(ends.read).add(ends.write);
    return ends;
  };
  /** From here on the stream owns it. */
  const hand = <T extends Readable | Writable>(fd: number | undefined, to: (fd: number) => T): T | undefined => {
    if (fd === undefined) return undefined;
    const made = to(fd);
    open.delete(fd);
    streams.push(made);
    return made;
  };
  try {
    const [stdin, stdout, stderr] = [pipe(wanted.stdin), pipe(wanted.stdout), pipe(wanted.stderr)];
    const stdio: Stdio = [stdin.read ?? 'null', stdout.write ?? 'null', stderr.write ?? 'null'];
    const { ended } = await startDetached(context, request, { stdio });
    return {
      ended,
      stdin: hand(stdin.write, (fd) => stream(fd, 'write')),
      stdout: hand(stdout.read, reader),
      stderr: hand(stderr.read, reader),
    };
  } catch (error) {
    for (const made of streams) made.destroy();
    throw error;
  } finally {
    for (const fd of open) sys.close(fd);
  }
}

/** A terminal, whose master is `stdin` and `stdout`, and how to tell it its size. */
export async function startOnTerminal(
  context: ContainerContext,
  request: StartRequest,
): Promise<StartedCommand & { readonly resize: (size: { readonly rows: number; readonly columns: number }) => void }> {
  const { host, paths } = context;
  const name = `exec-${randomBytes(8).toString('hex')}.sock`;
  const path = join(paths.bundle(request.record.id), name);
  const listening = host.sys.listenAt(path);
  try {
    const { ended } = await startDetached(context, request, { stdio: ['null', 'null', 'null'], consoleSocket: name });
    const master = host.sys.receiveDescriptor(listening);
    if (master === undefined) throw new Error(`${request.runtime.name} has sent no terminal`);
    const terminal = ownedStream(context, master);
    return {
      ended,
      stdin: terminal,
      stdout: terminal,
      stderr: undefined,
      resize: (size) => {
        // Afterwards its number may be another file's.
        if (terminal.destroyed) return;
        try {
          host.sys.setTerminalSize(master, size);
        } catch (error) {
          context.log.warn('the size of a terminal could not be set', { container: request.record.id, error });
        }
      },
    };
  } finally {
    host.sys.close(listening);
    removeLater(context, path);
  }
}

/** Resolves once the command runs without the low-level runtime. */
async function startDetached(
  context: ContainerContext,
  { record, runtime, argv }: StartRequest,
  { stdio, consoleSocket }: { readonly stdio: Stdio; readonly consoleSocket?: string },
): Promise<Pick<StartedCommand, 'ended'>> {
  const { host, paths } = context;
  const bundle = paths.bundle(record.id);
  const base = join(bundle, `exec-${randomBytes(8).toString('hex')}`);
  const [pidFile, logPath] = [`${base}.pid`, `${base}.log`];
  try {
    const console = consoleSocket === undefined ? {} : { consoleSocket };
    const command = runtime.execArgv({ id: record.id, argv, pidFile, logPath, detach: true, ...console });
    // The name of the socket is relative: its whole path may be longer than the kernel takes.
    const { exitCode } = await host.exec(command, { stdio, cwd: bundle });
    if (exitCode !== 0) throw await runtimeError(host, { doing: `${runtime.name} exec`, logPath, stderr: '' });
    return { ended: endOf(context, await host.files.readText(pidFile)) };
  } catch (error) {
    const pid = await host.files.readTextIfPresent(pidFile).catch(() => undefined);
    if (pid !== undefined) void endOf(context, pid);
    throw error;
  } finally {
    // Nobody has to wait for that; what is left goes with the bundle.
    for (const path of [pidFile, logPath]) removeLater(context, path);
  }
}

/** Whatever becomes of its client: a container whose dead commands nobody takes note of cannot end. */
function endOf({ host }: ContainerContext, pid: string): Promise<number> {
  const ended = host.orphanEnd(Number(pid));
  ended.catch(() => undefined);
  return ended;
}

function ownedStream({ host }: ContainerContext, fd: number): Duplex {
  try {
    return host.stream(fd, 'both');
  } catch (error) {
    host.sys.close(fd);
    throw error;
  }
}

function removeLater({ host, log }: ContainerContext, path: string): void {
  host.files.remove(path).catch((error: unknown) => {
    log.warn('a file of a command could not be removed', { path, error });
  });
}
