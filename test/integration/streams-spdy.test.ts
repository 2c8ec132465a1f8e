import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing } from '../support/daemon.ts';
import { until } from '../support/daemon-lab.ts';
import { connectSpdy, connectSpdyCommand, type SpdyCommand, type SpdyCommandOptions } from '../support/streaming/spdy-command.ts';
import { endOf, openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';
import type { CommandResult } from '../support/streaming/websocket-command.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('exec over SPDY', () => {
  let lab: StreamLab;

  beforeAll(async () => {
    lab = await openStreamLab();
  });

  afterAll(() => lab.close());

  const connect = async (cmd: readonly string[], options: SpdyCommandOptions = {}): Promise<SpdyCommand> => {
    const { stdin = false, stderr = options.tty !== true, tty = false } = options;
    return connectSpdyCommand(await lab.execUrl(cmd, { stdin, stderr, tty }), options);
  };
  const run = async (
    cmd: readonly string[],
    options: SpdyCommandOptions & { act?: (command: SpdyCommand) => Promise<void> } = {},
  ): Promise<CommandResult> => {
    const command = await connect(cmd, options);
    const [result] = await Promise.all([command.result(), options.act?.(command)]);
    await command.spdy.closed;
    return result;
  };

  it('keeps stdout and stderr apart and tells the exit code', async () => {
    const result = await run(['sh', '-c', 'echo out; echo err >&2; exit 7']);
    expect(result).toMatchObject({ stdout: Buffer.from('out\n'), stderr: Buffer.from('err\n') });
    expect(endOf(result)).toBe(7);
    expect(endOf(await run(['true']))).toBe(0);
    expect(endOf(await run(['no-such-program']))).toMatch(/not found/);
  });

  it.each([[[]], [['channel.k8s.io']], [['v9.channel.k8s.io', 'v2.channel.k8s.io']], [['v3.channel.k8s.io']]])(
    'tells the end as text by the protocols %j',
    async (protocols) => {
      expect((await run(['sh', '-c', 'exit 5'], { protocols })).error).toMatch(/exit code.* 5$/);
      expect((await run(['true'], { protocols })).error).toBe('');
    },
  );

  it('chooses the first protocol of the client that it knows, and refuses a client without one', async () => {
    const { spdy, protocol } = await connect(['true'], { protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'] });
    expect(protocol).toBe('v5.channel.k8s.io');
    spdy.connection.destroy();
    await expect(connect(['true'], { protocols: ['chat'] })).rejects.toThrow(/403 .*chat/);
  });

  it('passes stdin on, and its end, while pings are answered', async () => {
    const text = 'x'.repeat(300_000);
    const result = await run(['cat'], {
      stdin: true,
      act: async ({ spdy, streams }) => {
        await streams['stdin']?.write('begin ');
        await spdy.ping();
        await streams['stdin']?.write(text);
        await streams['stdin']?.write(' end', { last: true });
        await spdy.ping();
      },
    });
    expect(result.stdout.toString()).toBe(`begin ${text} end`);
  });

  it('gives a terminal with the size that the client has', async () => {
    const result = await run(['sh', '-c', 'read go; stty size'], {
      stdin: true,
      tty: true,
      act: async ({ resize, streams }) => {
        await resize(80, 25);
        await resize(100, 40);
        await streams['stdin']?.write('go\n');
      },
    });
    expect(result.stdout.toString()).toBe('go\r\n40 100\r\n');
  });

  it('closes the pipes of a client that vanishes', async () => {
    const command = await connect(['sh', '-c', 'echo up; cat; echo gone > /tmp/vanished'], { stdin: true });
    for await (const piece of command.streams['stdout']?.read() ?? []) if (piece.includes('up')) break;
    command.spdy.connection.destroy();
    await until('the end of the command', async () => {
      const { stdout } = await lab.exec(['sh', '-c', 'cat /tmp/vanished 2>/dev/null']);
      return stdout.toString() === 'gone\n' ? true : undefined;
    });
  });

  it('refuses streams that nobody asked for', async () => {
    const { spdy } = await connectSpdy(await lab.execUrl(['true']), { protocols: ['v4.channel.k8s.io'] });
    const stdin = await spdy.open({ streamType: 'stdin' });
    await expect(
      (async () => {
        for await (const piece of stdin.read()) expect(piece).toBeUndefined();
      })(),
    ).rejects.toThrow('status 3');
    spdy.connection.destroy();
  });
});
