import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../extension/client/streams/command-session.ts';
import { parseCommandLine } from '../../extension/commands/container/run-command.ts';
import { createStreamTerminal, type StreamTerminal } from '../../extension/terminal/stream-terminal.ts';
import type { Subject } from '../../extension/tree/tree-node.ts';
import type { StreamOptions } from '../../extension/ui/ui.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

let bed: CommandBed;

beforeEach(async () => {
  bed = await openCommandBed();
  bed.endpoint.pods.set('p', { name: 'web', state: 0, createdAt: 1 });
  const common = { podId: 'p', image: 'i', createdAt: 1 };
  bed.endpoint.containers.set('c1', { ...common, name: 'app', state: 1, shells: ['sh', 'bash'] });
  bed.endpoint.containers.set('c2', { ...common, name: 'bare', state: 1, shells: [] });
  bed.endpoint.containers.set('c3', { ...common, name: 'over', state: 2 });
  bed.endpoint.containers.set('c4', { ...common, name: 'term', state: 1, tty: true });
  await bed.session.refresh();
});

afterEach(() => bed.close());

interface Screen {
  readonly terminal: StreamTerminal;
  /** Waits until the screen says it. */
  says(text: string): Promise<void>;
  readonly closed: Promise<number>;
}

function open(options: StreamOptions | undefined, size = { columns: 80, rows: 24 }): Screen {
  if (options === undefined) throw new Error('no terminal was opened');
  const terminal = createStreamTerminal(options);
  let text = '';
  terminal.onDidWrite((more) => (text += more));
  const closed = new Promise<number>((resolve) => {
    terminal.onDidClose((code) => {
      terminal.close();
      resolve(code);
    });
  });
  terminal.open(size);
  return { terminal, says: (wanted) => expect.poll(() => text, { timeout: 5000, interval: 2 }).toContain(wanted), closed };
}

function container(id: string): Subject {
  const found = bed.session.pods.snapshot.value?.containers.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no container ${id}`);
  return { kind: 'container', container: found };
}

describe('Open Shell', () => {
  it('runs the best shell of a running container, and echoes what is typed', async () => {
    await bed.run('slipway.container.shell', { picks: ['app'] });
    expect(bed.offered).toEqual(['app', 'bare', 'term']);
    const screen = open(bed.streams[0]);
    await screen.says('$ ');
    screen.terminal.handleInput('hi');
    await screen.says('$ hi');
    screen.terminal.handleInput('\r');
    screen.terminal.handleInput('exit 0\r');
    expect(await screen.closed).toBe(0);
    expect(bed.endpoint.calls.filter((name) => name.startsWith('Exec'))).toEqual(['ExecSync', 'Exec']);
  });

  it('tells the size at once and with each change', async () => {
    await bed.run('slipway.container.shell', {}, [container('c1')]);
    const screen = open(bed.streams[0], { columns: 100, rows: 30 });
    await screen.says('$ ');
    screen.terminal.handleInput('size\r');
    await screen.says('100x30');
    screen.terminal.setDimensions({ columns: 50, rows: 20 });
    screen.terminal.handleInput('size\r');
    await screen.says('50x20');
    screen.terminal.close();
  });

  it('says the exit code of a shell that ends badly; Enter opens it again, another key closes with that code', async () => {
    await bed.run('slipway.container.shell', {}, [container('c1')]);
    const screen = open(bed.streams[0]);
    await screen.says('$ ');
    screen.terminal.handleInput('exit 3\r');
    await screen.says('The shell has ended with exit code 3');
    screen.terminal.handleInput('\r');
    await expect.poll(() => bed.endpoint.calls.filter((name) => name === 'Exec').length).toBe(2);
    await screen.says('close.\u001b[0m\r\n$ ');
    screen.terminal.handleInput('exit 4\r');
    await screen.says('exit code 4');
    screen.terminal.handleInput('q');
    expect(await screen.closed).toBe(4);
  });

  it('says that the connection was lost, and opens another', async () => {
    await bed.run('slipway.container.shell', {}, [container('c1')]);
    const screen = open(bed.streams[0]);
    await screen.says('$ ');
    bed.endpoint.streams.cut();
    await screen.says('the connection was lost');
    screen.terminal.handleInput('\r');
    await screen.says('close.\u001b[0m\r\n$ ');
    screen.terminal.close();
  });

  it('in a container without one offers a debug container: same pod, its processes, gone with the terminal', async () => {
    bed.endpoint.images.set('sha256:1', { tags: ['busybox:1'], size: 1 });
    await bed.run('slipway.container.shell', { picks: ['busybox:1'] }, [container('c2')]);
    const debug = [...bed.endpoint.containers].find(([, { name }]) => name.startsWith('debug-bare-'));
    expect(debug?.[1]).toMatchObject({
      podId: 'p',
      state: 1,
      image: 'busybox:1',
      config: {
        linux: {
          securityContext: { namespaceOptions: { pid: 3, targetId: 'c2' }, capabilities: { addCapabilities: ['SYS_PTRACE'] } },
        },
      },
    });
    const screen = open(bed.streams[0]);
    await screen.says('/proc/1/root');
    await screen.says('$ ');
    screen.terminal.close();
    await expect.poll(() => bed.endpoint.containers.has(debug?.[0] ?? '')).toBe(false);
  });

  it('in a container with one offers it as well, when a debug container is what is asked for', async () => {
    bed.endpoint.images.set('sha256:1', { tags: ['busybox:1'], size: 1 });
    await bed.run('slipway.container.debug', { picks: ['busybox:1'] }, [container('c1')]);
    expect([...bed.endpoint.containers.values()].find(({ name }) => name.startsWith('debug-'))).toMatchObject({
      podId: 'p',
      state: 1,
    });
    const screen = open(bed.streams[0]);
    await screen.says('/proc/1/root');
    screen.terminal.close();
  });

  it('leaves nothing behind when the debug container does not start', async () => {
    const before = bed.endpoint.containers.size;
    bed.endpoint.images.set('sha256:1', { tags: ['busybox:1'], size: 1 });
    bed.endpoint.fail('StartContainer', status.FAILED_PRECONDITION, 'no sh');
    const outcome = await bed.run('slipway.container.shell', { picks: ['busybox:1'] }, [container('c2')]);
    expect(outcome?.failures).toMatchObject([{ error: { message: expect.stringContaining('no sh') as string } }]);
    expect(bed.endpoint.containers.size).toBe(before);
  });

  it('does not take a runtime that is away for a container without a shell', async () => {
    bed.endpoint.fail('ExecSync', status.UNAVAILABLE, 'gone');
    const outcome = await bed.run('slipway.container.shell', {}, [container('c1')]);
    expect(outcome?.failures).toMatchObject([{ error: { code: 'unavailable' } }]);
    expect(bed.endpoint.calls.filter((name) => name === 'ExecSync')).toHaveLength(1);
  });
});

describe('Attach', () => {
  it('to a terminal passes keys through, and says the exit code of the container', async () => {
    await bed.run('slipway.container.attach', {}, [container('c4')]);
    const screen = open(bed.streams[0]);
    await screen.says('Attached to term');
    await expect.poll(() => bed.endpoint.calls.includes('Attach')).toBe(true);
    await expect.poll(() => bed.endpoint.streams.sizes.length).toBe(1);
    screen.terminal.handleInput('x\r');
    await screen.says('x\r');
    Object.assign(bed.endpoint.containers.get('c4') ?? {}, { state: 2, exitCode: 7 });
    bed.endpoint.streams.cut();
    await screen.says('the connection was lost');
    screen.terminal.close();
  });

  it('to a container that takes no input shows its output only', async () => {
    await bed.run('slipway.container.attach', {}, [container('c1')]);
    const screen = open(bed.streams[0]);
    await screen.says('takes no input');
    screen.terminal.handleInput('x');
    screen.terminal.close();
    expect(bed.endpoint.streams.sizes).toEqual([]);
  });
});

describe('Run Command', () => {
  it('in one container is a terminal that stays and says the exit code', async () => {
    await bed.run('slipway.container.runCommand', { answers: ['say hello'] }, [container('c1')]);
    expect(bed.streams[0]?.name).toBe('app: say hello');
    const screen = open(bed.streams[0]);
    await screen.says('hello');
    await screen.says('The command has ended with exit code 0');
    screen.terminal.handleInput('q');
    expect(await screen.closed).toBe(0);
  });

  it('that cannot be started says why', async () => {
    await bed.run('slipway.container.runCommand', { answers: ['fail'] }, [container('c1')]);
    const screen = open(bed.streams[0]);
    await screen.says('no such program: fail');
    screen.terminal.close();
  });

  it('in several is one document with the output and exit code of each, also of those that fail', async () => {
    bed.endpoint.fail('ExecSync', status.FAILED_PRECONDITION, 'not today');
    const both = [container('c1'), container('c2')];
    await bed.run('slipway.container.runCommand', { answers: ['echo a b'] }, both);
    expect(bed.texts[0]).toContain('── app: failed ──\nnot today');
  });

  it('in several asks once, and runs in all of them', async () => {
    await bed.run('slipway.container.runCommand', { answers: ['echo a b'] }, [container('c1'), container('c2')]);
    expect(bed.texts).toEqual(['$ echo a b\n\n── app: exit code 0 ──\na b\n\n── bare: exit code 0 ──\na b\n']);
  });

  it.each([
    ['ls -l "a b"', { argv: ['ls', '-l', 'a b'] }],
    ['-w /tmp ls', { argv: ['sh', '-c', 'cd -- "$1" && shift && exec "$@"', 'sh', '/tmp', 'ls'] }],
    ['', { problem: 'a command is missing' }],
    ['-w /tmp', { problem: 'a command is missing' }],
    ['-w tmp ls', { problem: '-w wants an absolute directory' }],
    ['"x', { problem: 'a quote is not closed' }],
  ])('reads %j', (line, expected) => {
    expect(parseCommandLine(line)).toEqual(expected);
  });
});

describe('a stream that cannot be opened', () => {
  it('is an error with the answer of the server', async () => {
    const url = bed.endpoint.streams.offer({ kind: 'command', argv: ['cat'], tty: false });
    const { openCommandSession } = await import('../../extension/client/streams/command-session.ts');
    (await openCommandSession(url)).close();
    await expect(openCommandSession(url)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('404 unknown token') as string,
    });
    await expect(openCommandSession('http://127.0.0.1:1/x')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(openCommandSession(url, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('without a terminal', () => {
  it.each([
    ['v5.channel.k8s.io', 0],
    ['v4.channel.k8s.io', undefined],
  ])('input is echoed here, and ends by Ctrl+D where %s can say so', async (protocol, exit) => {
    bed.endpoint.streams.protocols = [protocol];
    const start = (): ReturnType<typeof bed.session.client.exec> =>
      bed.session.client.exec('c1', { argv: ['cat'], tty: false, stdin: true });
    const screen = open({ name: '', icon: '', start, tty: false, stdin: true, what: 'cat', closesWhenDone: true });
    await expect.poll(() => bed.endpoint.calls.includes('Exec')).toBe(true);
    await new Promise(setImmediate);
    await expect
      .poll(() => {
        screen.terminal.handleInput('a\r');
        return screen.says('a\r\na\r\n').then(() => true);
      })
      .toBe(true);
    screen.terminal.handleInput('\u0004');
    if (exit !== undefined) expect(await screen.closed).toBe(exit);
    screen.terminal.close();
  });
});

describe('the status of a command', () => {
  it.each([
    ['{"status":"Success"}', 0],
    ['{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"137"}]}}', 137],
  ])('%s is its exit code', (text, code) => {
    expect(exitCodeOf(text)).toBe(code);
  });

  it.each([
    ['{"status":"Failure","message":"boom"}', 'boom'],
    ['plain words', 'plain words'],
    [
      '{"status":"Failure","reason":"NonZeroExitCode","message":"odd","details":{"causes":[{"reason":"ExitCode","message":"x"}]}}',
      'odd',
    ],
    ['[]', '[]'],
  ])('%s is an error', (text, message) => {
    expect(() => exitCodeOf(text)).toThrow(message);
  });
});
