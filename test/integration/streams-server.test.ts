import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing } from '../support/daemon.ts';
import { failureOf } from '../support/daemon-lab.ts';
import { connectSpdyCommand } from '../support/streaming/spdy-command.ts';
import { endOf, openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';
import { connectCommand } from '../support/streaming/websocket-command.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);
const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed';
if (noOpenssl !== undefined) console.warn(`TLS skipped: ${noOpenssl}`);

/** `SLIPWAY_STREAM_MEBIBYTES=1024` for the real thing. */
const MEBIBYTES = Number(process.env['SLIPWAY_STREAM_MEBIBYTES'] ?? 24);

describe.skipIf(missing !== undefined)('the streaming server', () => {
  let lab: StreamLab;

  beforeAll(async () => {
    lab = await openStreamLab();
  });

  afterAll(() => lab.close());

  const connect = async (protocol: string, cmd: readonly string[], stdin = false) => {
    const url = await lab.execUrl(cmd, { stdin, stderr: false });
    return protocol === 'SPDY'
      ? spdyUser(await connectSpdyCommand(url, { stdin, stderr: false }))
      : webSocketUser(await connectCommand(url));
  };

  it.each(['SPDY', 'WebSocket'])('loses and changes nothing of much output over %s', async (protocol) => {
    // Lines of ten digits and their end.
    const lines = Math.ceil((MEBIBYTES * 1024 * 1024) / 11);
    const user = await connect(protocol, ['seq', String(10 ** 9), String(10 ** 9 + lines - 1)]);
    const [came, sent] = [createHash('sha256'), createHash('sha256')];
    const result = await user.result((data) => came.update(data));
    for (let from = 0; from < lines; from += 10_000) {
      const count = Math.min(10_000, lines - from);
      sent.update(Array.from({ length: count }, (_, index) => `${String(10 ** 9 + from + index)}\n`).join(''));
    }
    expect(endOf(result)).toBe(0);
    expect(came.digest('hex')).toBe(sent.digest('hex'));
  });

  it.each(['SPDY', 'WebSocket'])('loses and changes nothing of much input over %s', async (protocol) => {
    const user = await connect(protocol, ['sh', '-c', 'sha256sum'], true);
    const hash = createHash('sha256');
    const result = user.result();
    for (let piece = 0; piece < MEBIBYTES * 16; piece++) {
      const data = Buffer.alloc(64 * 1024, `piece ${String(piece)} `);
      hash.update(data);
      await user.stdin(data);
    }
    await user.closeStdin();
    expect((await result).stdout.toString().slice(0, 64)).toBe(hash.digest('hex'));
  });

  it.each(['SPDY', 'WebSocket'])('lets a command wait for its slow client over %s, and nobody else', async (protocol) => {
    const user = await connect(protocol, ['sh', '-c', `yes | head -c 60000000; echo over > /tmp/over-${protocol}`]);
    const release = user.hold();
    await sleep(1000);
    expect((await lab.exec(['echo', 'quick'])).stdout.toString()).toBe('quick\n');
    // It could have been by then, if anybody had taken what it says.
    expect((await lab.exec(['cat', `/tmp/over-${protocol}`])).stderr.toString()).toMatch(/No such file/);
    release();
    let bytes = 0;
    expect(endOf(await user.result((data) => (bytes += data.length)))).toBe(0);
    expect(bytes).toBe(60_000_000);
  });

  it.each(['SPDY', 'WebSocket'])('lets a client wait for its slow command over %s', async (protocol) => {
    const user = await connect(protocol, ['sh', '-c', 'sleep 1; cat > /dev/null; echo read'], true);
    let sent = 0;
    const flood = (async () => {
      for (; sent < 800; sent++) await user.stdin(Buffer.alloc(64 * 1024));
      await user.closeStdin();
    })();
    await sleep(500);
    // Some of it is in the kernel's buffers.
    expect(sent).toBeLessThan(600);
    const [result] = await Promise.all([user.result(), flood]);
    expect(result.stdout.toString()).toBe('read\n');
  });
});

describe.skipIf(missing !== undefined)('a streaming server that is configured', () => {
  it('ends its sessions with the daemon', async () => {
    const lab = await openStreamLab();
    try {
      const commands = [
        await connectCommand(await lab.execUrl(['sleep', '1000'])),
        await connectSpdyCommand(await lab.execUrl(['sleep', '1000'])),
      ];
      const silent = connectTcp(Number(new URL(await lab.execUrl(['true'])).port), '127.0.0.1');
      await once(silent, 'connect');
      const ends = commands.map(({ result }) => result().catch(() => undefined));
      const over = once(silent.resume(), 'close');
      expect(await lab.daemon.terminate()).toBe(0);
      await Promise.all([...ends, over]);
      await lab.daemon.start();
    } finally {
      await lab.close();
    }
  });

  it.skipIf(noOpenssl !== undefined)('speaks TLS, on all addresses, and ends what is idle', async () => {
    const directory = '/dev/shm';
    const [cert, key] = ['crt', 'key'].map((end) => join(directory, `slipway-stream-${String(process.pid)}.${end}`)) as [
      string,
      string,
    ];
    const subject = ['-subj', '/CN=localhost', '-nodes', '-days', '2', '-newkey', 'rsa:2048'];
    spawnSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert]);
    const flags = [
      '--stream-address',
      '0.0.0.0',
      '--stream-tls-cert',
      cert,
      '--stream-tls-key',
      key,
      '--stream-idle-seconds',
      '1',
    ];
    const lab = await openStreamLab({ flags });
    try {
      const url = await lab.execUrl(['sh', '-c', 'for i in 1 2 3; do sleep 0.6; echo $i; done']);
      expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/);
      expect((await (await connectCommand(url)).result()).stdout.toString()).toBe('1\n2\n3\n');
      const idle = [
        await connectCommand(await lab.execUrl(['sleep', '1000'])),
        await connectSpdyCommand(await lab.execUrl(['sleep', '1000'])),
      ];
      // The end of the connection, without a word about the command.
      for (const { result } of idle) {
        const said = result().then(
          ({ error }) => error,
          (error: unknown) => String(error),
        );
        expect(await said).toMatch(/^$|the connection has ended/);
      }
    } finally {
      await lab.close();
      spawnSync('rm', ['-f', cert, key]);
    }
  });

  it('says what is wrong with its address, and tries again', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const lab = await openStreamLab({ flags: ['--stream-port', String(port)] });
    try {
      const failure = await failureOf(lab.execUrl(['true']));
      expect(failure).toMatchObject({ code: status.FAILED_PRECONDITION, message: expect.stringMatching(/is in use/) as string });
      expect(failure.hint).toContain('--stream-port');
      await new Promise((resolve) => taken.close(resolve));
      expect(await lab.execUrl(['true'])).toContain(`:${String(port)}/`);
    } finally {
      taken.close();
      await lab.close();
    }
  });
});

interface User {
  /** Reads nothing until the answer is called. */
  hold(): () => void;
  stdin(data: Buffer): Promise<void>;
  closeStdin(): Promise<void>;
  result(onStdout?: (data: Buffer) => void): ReturnType<Awaited<ReturnType<typeof connectCommand>>['result']>;
}

function webSocketUser(command: Awaited<ReturnType<typeof connectCommand>>): User {
  // Nobody reads before `result`.
  return { ...command, hold: () => () => undefined };
}

function spdyUser({ spdy, streams, result }: Awaited<ReturnType<typeof connectSpdyCommand>>): User {
  return {
    hold: () => spdy.hold(),
    stdin: async (data) => streams['stdin']?.write(data),
    closeStdin: async () => streams['stdin']?.end(),
    result,
  };
}
