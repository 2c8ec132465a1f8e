import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing } from '../support/daemon.ts';
import { failureOf, runContainer, until } from '../support/daemon-lab.ts';
import { endOf, openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';
import { bodyOf, upgrade } from '../support/streaming/upgrade.ts';
import { connectWebSocket } from '../support/streaming/websocket-client.ts';
import { connectCommand } from '../support/streaming/websocket-command.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('exec over WebSocket', () => {
  let lab: StreamLab;

  beforeAll(async () => {
    lab = await openStreamLab();
  });

  afterAll(() => lab.close());

  it('keeps stdout and stderr apart and tells the exit code', async () => {
    const result = await lab.exec(['sh', '-c', 'echo out; echo err >&2; exit 7']);
    expect(result).toMatchObject({ stdout: Buffer.from('out\n'), stderr: Buffer.from('err\n') });
    expect(endOf(result)).toBe(7);
    expect(endOf(await lab.exec(['true']))).toBe(0);
    expect(endOf(await lab.exec(['sh', '-c', 'kill -9 $$']))).toBe(137);
  });

  it('sends only the streams that were asked for', async () => {
    const script = 'echo out; echo err >&2; exit 3';
    const quiet = await lab.exec(['sh', '-c', script], { wanted: { stdout: false } });
    expect(quiet).toMatchObject({ stdout: Buffer.alloc(0), stderr: Buffer.from('err\n') });
    expect(endOf(quiet)).toBe(3);
  });

  it('lets a program open its streams by their names', async () => {
    const result = await lab.exec(['sh', '-c', 'echo out > /dev/stdout; echo err > /dev/stderr']);
    expect(result).toMatchObject({ stdout: Buffer.from('out\n'), stderr: Buffer.from('err\n') });
  });

  it('passes stdin on, and its end', async () => {
    const text = 'x'.repeat(300_000);
    const result = await lab.exec(['cat'], {
      wanted: { stdin: true },
      act: async (command) => {
        await command.stdin('begin ');
        await command.stdin(text);
        await command.closeStdin();
      },
    });
    expect(result.stdout.toString()).toBe(`begin ${text}`);
    expect(endOf(result)).toBe(0);
  });

  it('does not hold up a client whose command reads nothing', async () => {
    const result = await lab.exec(['sh', '-c', 'exec 0<&-; sleep 1; echo done'], {
      wanted: { stdin: true },
      act: async (command) => {
        for (let round = 0; round < 60; round++) await command.stdin(Buffer.alloc(64 * 1024));
      },
    });
    expect(result.stdout.toString()).toBe('done\n');
  });

  it('gives a terminal, with the size that the client has, and the new one when it changes', async () => {
    const result = await lab.exec(['sh', '-c', 'test -t 0 && test -t 1 && echo $TERM; read go; stty size'], {
      wanted: { stdin: true, tty: true },
      act: async (command) => {
        await command.resize(100, 40);
        await command.stdin('go\n');
      },
    });
    // The echo of what is typed may come before what the shell says.
    expect(result.stdout.toString()).toMatch(/^(?:xterm\r\ngo|go\r\nxterm)\r\n40 100\r\n$/);
    expect(endOf(result)).toBe(0);
  });

  it('says why a command cannot be started', async () => {
    const result = await lab.exec(['no-such-program']);
    expect(endOf(result)).toMatch(/no-such-program.*not found/);
    expect(result.stdout.toString()).toBe('');
  });

  it('ends with the command, though a child of it holds its output', async () => {
    const result = await lab.exec(['sh', '-c', 'sleep 1000 & echo done']);
    expect(result.stdout.toString()).toBe('done\n');
    expect(endOf(result)).toBe(0);
  });

  it.each(['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', 'v5.channel.k8s.io'])('speaks %s', async (protocol) => {
    const result = await lab.exec(['sh', '-c', 'head -n 1; exit 5'], {
      wanted: { stdin: true },
      protocols: ['unknown', protocol],
      act: (command) => command.stdin('äöü\n'),
    });
    expect(result.stdout.toString()).toBe('äöü\n');
    expect(endOf(result)).toBe(5);
  });

  it.each([[[]], [['channel.k8s.io']], [['v3.channel.k8s.io']]])(
    'tells the end as text by the protocols %j',
    async (protocols) => {
      const result = await lab.exec(['sh', '-c', 'echo out; exit 5'], { protocols });
      expect(result).toMatchObject({ stdout: Buffer.from('out\n'), error: expect.stringMatching(/exit code.* 5$/) as string });
      expect((await lab.exec(['true'], { protocols })).error).toBe('');
    },
  );

  it('hangs up a terminal and closes pipes when the client vanishes, so that what listens to that ends', async () => {
    const container = await runContainer(lab.daemon, { name: 'vanish', image: lab.image, script: 'sleep 100000' });
    const wanted = { containerId: container.containerId, stdin: true };
    const before = descriptors(lab.daemon.pid);
    const count = async (): Promise<number> => {
      const { stdout } = await lab.daemon.cri.runtime.ExecSync({ containerId: container.containerId, cmd: ['ps'] });
      return [...stdout.toString().matchAll(/cat|sleep 7777|seq/g)].length;
    };
    const shell = await connectCommand(await lab.execUrl(['sh', '-c', 'echo up; sleep 7777'], { ...wanted, tty: true }));
    const cat = await connectCommand(await lab.execUrl(['sh', '-c', 'echo up; exec cat'], wanted));
    const writer = await connectCommand(await lab.execUrl(['sh', '-c', 'while seq 1000; do true; done'], wanted));
    for (const { ws } of [shell, cat, writer]) {
      for await (const message of ws.messages()) if (message.includes('up') || message.includes('999')) break;
    }
    for (const { ws } of [shell, cat, writer]) ws.socket.destroy();
    await until('the end of all three', async () => ((await count()) === 0 ? true : undefined));
    await until('the end of their descriptors', () => (descriptors(lab.daemon.pid) <= before ? true : undefined));
    expect(zombiesOf(lab.daemon.pid)).toEqual([]);
  });

  it('leaves no descriptor, process or file behind after many', async () => {
    await lab.exec(['true']);
    const before = descriptors(lab.daemon.pid);
    const rounds = Number(process.env['SLIPWAY_EXEC_ROUNDS'] ?? 60);
    for (let done = 0; done < rounds; done += 4) {
      const results = await Promise.all(
        ['exit 0', 'exit 1', 'nonesuch', 'exit 0'].map((word, index) =>
          lab.exec(word === 'nonesuch' ? [word] : ['sh', '-c', word], {
            wanted: { stdin: true, tty: index === 3, stderr: false },
          }),
        ),
      );
      expect(results.map(endOf)).toEqual([0, 1, expect.stringContaining('nonesuch'), 0]);
    }
    await until('the end of all descriptors', () => (descriptors(lab.daemon.pid) <= before ? true : undefined));
    expect(zombiesOf(lab.daemon.pid)).toEqual([]);
    expect(readdirSync(`${lab.daemon.run}/containers/${lab.containerId}`).filter((name) => name.startsWith('exec-'))).toEqual([]);
  });

  it('gives a URL that is good once, for a client that upgrades', async () => {
    const url = await lab.execUrl(['true']);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/exec\/[\w-]{32}$/);
    expect((await fetch(url)).status).toBe(400);
    await (await connectCommand(url)).result();
    await expect(connectCommand(url)).rejects.toThrow(/404 .*unknown, was used/);
    await expect(connectWebSocket(`${url.slice(0, -1)}x`, ['v5.channel.k8s.io'])).rejects.toThrow('404');
  });

  it('refuses an unknown upgrade and an unknown protocol', async () => {
    const headers = [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'gopher'],
    ] as const;
    const refused = await upgrade(await lab.execUrl(['true']), { headers });
    expect([refused.status, await bodyOf(refused)]).toEqual([400, expect.stringContaining('SPDY/3.1')]);
    await expect(connectCommand(await lab.execUrl(['true']), ['chat'])).rejects.toThrow(/400 .*chat/);
  });

  it('refuses a container that does not run, and requests without sense', async () => {
    const { runtime } = lab.daemon.cri;
    const { containerId } = lab;
    const stopped = await runContainer(lab.daemon, { name: 'stopped', image: lab.image, script: 'sleep 100000' });
    const url = await lab.execUrl(['true'], { containerId: stopped.containerId });
    await runtime.StopContainer({ containerId: stopped.containerId, timeout: 0 });
    expect(endOf(await (await connectCommand(url)).result())).toMatch(/is exited; exec needs running/);
    const failures = [
      { containerId: stopped.containerId, cmd: ['true'], stdout: true },
      { containerId: 'f'.repeat(64), cmd: ['true'], stdout: true },
      { containerId, cmd: [], stdout: true },
      { containerId, cmd: ['true'] },
      { containerId, cmd: ['true'], tty: true, stderr: true },
      { containerId, cmd: ['a\0b'], stdout: true },
    ];
    const codes = await Promise.all(failures.map(async (request) => (await failureOf(runtime.Exec(request))).code));
    const { FAILED_PRECONDITION, NOT_FOUND, INVALID_ARGUMENT } = status;
    expect(codes).toEqual([
      FAILED_PRECONDITION,
      NOT_FOUND,
      INVALID_ARGUMENT,
      INVALID_ARGUMENT,
      INVALID_ARGUMENT,
      INVALID_ARGUMENT,
    ]);
  });
});

/** Open files of the daemon that are pipes, sockets or terminals. */
function descriptors(pid: number): number {
  const directory = `/proc/${String(pid)}/fd`;
  return readdirSync(directory).filter((fd) => {
    try {
      return /^(pipe|socket|\/dev\/ptmx|\/dev\/pts)/.test(readlinkSync(`${directory}/${fd}`));
    } catch {
      // Closed meanwhile.
      return false;
    }
  }).length;
}

function zombiesOf(parent: number): string[] {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/stat`, 'utf8')];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
  return stats.filter((stat) => / Z (\d+) /.exec(stat)?.[1] === String(parent));
}
