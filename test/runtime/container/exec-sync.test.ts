import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerRecord } from '../../../runtime/base/container.ts';
import { execSync } from '../../../runtime/container/exec-sync.ts';
import type { Argv } from '../../../runtime/host/start-program.ts';
import { createContainerBed, type ContainerBed } from '../../support/container-bed.ts';

const EXEC = ['runc', '--root', '*', '--log', '*', '--log-format', 'json', 'exec'];

let bed: ContainerBed;
let record: ContainerRecord;

beforeEach(async () => {
  bed = createContainerBed();
  record = await bed.add();
  await bed.host.files.makeDirectory(`/run/containers/${record.id}`);
});
afterEach(() => {
  bed.close();
});

const pidFileOf = (argv: Argv): string => argv[argv.indexOf('--pid-file') + 1] ?? '';
const files = (): string[] => bed.host.paths().filter((path) => path.startsWith('/run/containers/') && path.includes('exec-'));

/** A program that goes on until it is killed; answers the signal that the exec was given. */
function neverEnds(leader: number): { readonly aborted: () => boolean } {
  let isAborted = false;
  bed.host.program(EXEC, async (argv, { signal }) => {
    await bed.host.files.write(pidFileOf(argv), String(leader));
    await new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        isAborted = true;
        reject(signal.reason as Error);
      });
    });
    return {};
  });
  return { aborted: () => isAborted };
}

describe('exec', () => {
  test('answers the exit code and leaves no file', async () => {
    bed.host.program(EXEC, async (argv) => {
      await bed.host.files.write(pidFileOf(argv), '7');
      return { exitCode: 3, stdout: 'out', stderr: 'err' };
    });
    const result = await execSync(bed.context, { id: record.id, argv: ['true'], timeoutSeconds: 5 });
    expect([result.exitCode, String(result.stdout), String(result.stderr), files()]).toEqual([3, 'out', 'err', []]);
  });

  test('says in the words of the runtime that the command cannot be started', async () => {
    bed.host.program(EXEC, async (argv) => {
      await bed.host.files.write(pidFileOf(argv).replace('.pid', '.log'), '{"level":"error","msg":"no such file"}\n');
      return { exitCode: 255 };
    });
    await expect(execSync(bed.context, { id: record.id, argv: ['/x'], timeoutSeconds: 5 })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: 'runc exec failed: no such file',
    });
    expect(files()).toEqual([]);
  });

  test('at its deadline kills the command, its session and what descends from them, and nobody else', async () => {
    const leader = await bed.process({ in: record });
    const sameSession = await bed.process({ in: record, session: leader });
    const ownSession = await bed.process({ in: record, parent: sameSession });
    const stranger = await bed.process({ in: record });
    const { aborted } = neverEnds(leader);
    bed.host.sys.onSignal = (pid) => {
      void bed.host.files.remove(`/proc/${String(pid)}`);
    };
    const act = execSync(bed.context, { id: record.id, argv: ['sleep'], timeoutSeconds: 2 });
    const failed = expect(act).rejects.toMatchObject({ code: 'deadline-exceeded' });
    await bed.pass(1900);
    expect([bed.host.sys.signals, aborted()]).toEqual([[], false]);
    await bed.pass(1000);
    await failed;
    expect(bed.host.sys.signals.map(({ pid }) => pid)).toEqual([leader, sameSession, ownSession]);
    expect(bed.host.sys.signals.map(({ pid }) => pid)).not.toContain(stranger);
    expect([aborted(), files()]).toEqual([true, []]);
  });

  test('ends when its caller goes away, and has no bound without a timeout', async () => {
    const leader = await bed.process({ in: record });
    neverEnds(leader);
    bed.host.sys.onSignal = (pid) => {
      void bed.host.files.remove(`/proc/${String(pid)}`);
    };
    const caller = new AbortController();
    const act = execSync(bed.context, { id: record.id, argv: ['sleep'], timeoutSeconds: 0, signal: caller.signal });
    const failed = expect(act).rejects.toThrow('gone');
    await bed.pass(100_000);
    expect(bed.host.sys.signals).toEqual([]);
    caller.abort(new Error('gone'));
    await bed.pass(1000);
    await failed;
    expect(bed.host.sys.signals).toEqual([{ pid: leader, signal: 9 }]);
  });

  test.each([['created'], ['exited'], ['unknown']] as const)('in a container that is %s is refused', async (state) => {
    bed.context.containers.put({ ...record, state });
    await expect(execSync(bed.context, { id: record.id, argv: ['true'], timeoutSeconds: 1 })).rejects.toMatchObject({
      code: 'failed-precondition',
    });
  });
});
