import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { CriError } from '../../../runtime/base/cri-error.ts';
import { createHost } from '../../../runtime/host/host.ts';
import type { PipedProcess } from '../../../runtime/host/spawn-piped.ts';

const config = { path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
const { exec, spawnPiped } = createHost(config);

describe('exec', () => {
  it('gives both outputs and the exit code of a program that fails', async () => {
    const result = await exec(['sh', '-c', 'printf out; printf err >&2; exit 3']);
    expect([result.exitCode, String(result.stdout), String(result.stderr)]).toEqual([3, 'out', 'err']);
  });

  it('answers 128 + n for a program that a signal ended', async () => {
    expect((await exec(['sh', '-c', 'kill -TERM $$'])).exitCode).toBe(143);
  });

  it('passes PATH and the given variables, and nothing of the own environment', async () => {
    const { stdout } = await exec(['env'], { env: { A: '1' } });
    expect(String(stdout).trim().split('\n').sort()).toEqual(['A=1', `PATH=${config.path}`]);
  });

  it('runs in the given directory and feeds stdin', async () => {
    const { stdout } = await exec(['sh', '-c', 'pwd; cat'], { cwd: '/usr', stdin: 'fed' });
    expect(String(stdout)).toBe('/usr\nfed');
  });

  it('does not mind a program that ends without reading its input', async () => {
    expect((await exec(['true'], { stdin: 'x'.repeat(1_000_000) })).exitCode).toBe(0);
  });

  it('keeps the first bytes of an output that is too long, while the program goes on', async () => {
    const result = await exec(['sh', '-c', 'head -c 300000 /dev/zero | tr "\\0" x; exit 7'], { maxOutputBytes: 1000 });
    expect([result.exitCode, result.stdout.length]).toEqual([7, 1000]);
  });

  it('says how to install a program that is not there', async () => {
    const error = await exec(['conmon-of-nowhere']).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CriError);
    expect(error).toMatchObject({ code: 'failed-precondition', message: 'conmon-of-nowhere is not installed' });
    expect((error as CriError).hint).toContain('PATH');
    await expect(exec(['/opt/nowhere/runc'])).rejects.toMatchObject({
      hint: expect.stringContaining('apt-get install runc') as string,
    });
  });

  it('blames an absent working directory, not the program', async () => {
    await expect(exec(['true'], { cwd: '/nowhere' })).rejects.toMatchObject({
      message: expect.stringContaining('/nowhere') as string,
    });
  });

  it('answers permission-denied for a file that may not be run', async () => {
    await expect(exec(['/etc/passwd'])).rejects.toMatchObject({ code: 'permission-denied' });
  });

  it('rejects an argument that no program can take', async () => {
    await expect(exec(['echo', 'a\0b'])).rejects.toThrow(/null byte/);
  });

  it('does not start anything when the signal is aborted already', async () => {
    await expect(exec(['touch', '/nowhere/x'], { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  });

  it('kills the program and its children on abort, and throws the reason', async () => {
    const abort = new AbortController();
    const running = exec(['sh', '-c', `sleep 1000.${process.pid} & echo $!; wait`], { signal: abort.signal });
    const children = await groupOf(running, 'sleep');
    const reason = new Error('the caller went away');
    abort.abort(reason);
    await expect(running).rejects.toBe(reason);
    // The signal has been sent; another processor may take a moment to act on it.
    await expect.poll(() => children.some(isAlive), { interval: 1 }).toBe(false);
  });

  it('stays in the own session when that is asked for, and is then killed alone on abort', async () => {
    const abort = new AbortController();
    const running = exec(['sleep', `1001.${process.pid}`], { signal: abort.signal, ownSession: false });
    const failed = expect(running).rejects.toThrow('enough');
    await expect.poll(() => pidsOf('sleep', `1001.${process.pid}`), { interval: 1 }).not.toEqual([]);
    const [pid = 0] = pidsOf('sleep', `1001.${process.pid}`);
    expect(sessionOf(pid)).toBe(sessionOf(process.pid));
    abort.abort(new Error('enough'));
    await failed;
    await expect.poll(() => isAlive(pid), { interval: 1 }).toBe(false);
  });

  it('does not wait past the abort for a child that holds the output open', async () => {
    const running = exec(['sh', '-c', `sleep 30.${process.pid} & exit 0`], { signal: AbortSignal.timeout(200) });
    await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
    for (const pid of pidsOf('sleep', `30.${process.pid}`)) process.kill(pid, 'SIGKILL');
  });

  it('stops reading after the drain time when a child holds the output open', async () => {
    const result = await exec(['sh', '-c', `echo done; sleep 31.${process.pid} & exit 4`], { drainMs: 50 });
    expect([result.exitCode, String(result.stdout)]).toEqual([4, 'done\n']);
    for (const pid of pidsOf('sleep', `31.${process.pid}`)) process.kill(pid, 'SIGKILL');
  });
});

describe('spawnPiped', () => {
  const started: PipedProcess[] = [];
  afterEach(() => {
    for (const { pid, pipes } of started.splice(0)) {
      if (isAlive(pid)) process.kill(-pid, 'SIGKILL');
      for (const pipe of pipes) pipe.destroy();
    }
  });

  it('connects the extra pipes from fd 3 on, both ways', async () => {
    const child = await spawnPiped(['sh', '-c', 'read -r line <&4; echo "got $line" >&3'], { pipeCount: 2 });
    started.push(child);
    const data = once(child.pipes[0] as NodeJS.EventEmitter, 'data');
    child.pipes[1]?.write('go\n');
    expect(String((await data)[0])).toBe('got go\n');
    expect(await child.exited).toBe(0);
  });

  it('gives what the program said on stderr, and its exit code', async () => {
    const child = await spawnPiped(['sh', '-c', 'echo broken >&2; exit 5'], { pipeCount: 0 });
    expect([await child.stderr, await child.exited]).toEqual(['broken\n', 5]);
  });

  it('starts the program in a session of its own', async () => {
    const child = await spawnPiped(['sleep', '1000'], { pipeCount: 1 });
    started.push(child);
    expect(sessionOf(child.pid)).toBe(child.pid);
  });

  it('throws at once when the program is absent', async () => {
    await expect(spawnPiped(['conmon-of-nowhere'], { pipeCount: 3 })).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});

/** Waits for a child of this name to appear among the children of this process's children. */
async function groupOf(running: Promise<unknown>, name: string): Promise<number[]> {
  running.catch(() => undefined);
  for (;;) {
    const found = pidsOf(name, `1000.${process.pid}`);
    if (found.length > 0) return found;
    await new Promise(setImmediate);
  }
}

/** The fraction of a second in their arguments tells our own processes from everybody else's. */
function pidsOf(...argv: string[]): number[] {
  return childrenOf(process.pid)
    .concat(orphans())
    .filter((pid) => commandLine(pid) === argv.join('\0') + '\0');
}

function childrenOf(pid: number): number[] {
  const direct = readText(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return direct.flatMap((child) => [child, ...childrenOf(child)]);
}

function orphans(): number[] {
  return childrenOf(1);
}

function commandLine(pid: number): string {
  return readText(`/proc/${pid}/cmdline`);
}

function sessionOf(pid: number): number {
  return Number(readText(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[3]);
}

function isAlive(pid: number): boolean {
  return !['', 'Z', 'X'].includes(readText(`/proc/${pid}/stat`).split(') ')[1]?.[0] ?? '');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return '';
    throw error;
  }
}
