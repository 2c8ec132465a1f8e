import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttachRequest, ContainerConfig } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { daemonMissing } from '../support/daemon.ts';
import { failureOf, podConfig, readCriLog, shellContainer, until, untilExited } from '../support/daemon-lab.ts';
import { connectSpdyCommand } from '../support/streaming/spdy-command.ts';
import { endOf, openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';
import { connectCommand, type WebSocketCommand } from '../support/streaming/websocket-command.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('attach', () => {
  let lab: StreamLab;
  let serial = 0;

  beforeAll(async () => {
    lab = await openStreamLab();
  });

  afterAll(() => lab.close());

  const start = async (script: string, more: Input<ContainerConfig> = {}): Promise<{ containerId: string; logFile: string }> => {
    const { runtime } = lab.daemon.cri;
    const name = `attach${String(++serial)}`;
    const config = podConfig(lab.daemon, name);
    const { podSandboxId } = await runtime.RunPodSandbox({ config });
    const { containerId } = await runtime.CreateContainer({
      podSandboxId,
      config: shellContainer('main', lab.image, script, more),
      sandboxConfig: config,
    });
    await runtime.StartContainer({ containerId });
    return { containerId, logFile: `${config.logDirectory ?? ''}/main.log` };
  };
  const url = async (containerId: string, more: Input<AttachRequest> = {}): Promise<string> =>
    (await lab.daemon.cri.runtime.Attach({ containerId, stdout: true, stderr: more.tty !== true, ...more })).url;
  const attach = async (containerId: string, more: Input<AttachRequest> = {}): Promise<WebSocketCommand> =>
    connectCommand(await url(containerId, more));

  it('gives input to the container, and its output to all clients, until it ends', async () => {
    const { containerId } = await start('cat; echo err >&2; sleep 0.1; exit 4', { stdin: true, stdinOnce: true });
    const watchers = await Promise.all([attach(containerId), attach(containerId, { stderr: false })]);
    const spdy = await connectSpdyCommand(await url(containerId));
    const results = [...watchers.map((watcher) => watcher.result()), spdy.result()];
    const writer = await attach(containerId, { stdin: true });
    const written = writer.result();
    const text = 'x'.repeat(200_000);
    await writer.stdin(text);
    await writer.stdin('\nend\n');
    await writer.closeStdin();
    for (const [index, result] of (await Promise.all([...results, written])).entries()) {
      expect(result.stdout.toString()).toBe(`${text}\nend\n`);
      expect(result.stderr.toString()).toBe(index === 1 ? '' : 'err\n');
      expect(endOf(result)).toBe(0);
    }
  });

  it('gives a client that comes late what is written from then on', async () => {
    const { containerId, logFile } = await start('echo early; read go; echo late', { stdin: true });
    await until('the first line', () => readCriLog(logFile).at(0));
    const late = await attach(containerId, { stdin: true });
    const [result] = await Promise.all([late.result(), late.stdin('go\n')]);
    expect(result.stdout.toString()).toBe('late\n');
  });

  it('closes the input of a container that takes it once when its client goes, and not when one goes that gave none', async () => {
    const { containerId } = await start('read first; echo $first; cat; echo closed', { stdin: true, stdinOnce: true });
    const watcher = await attach(containerId);
    const other = await attach(containerId);
    other.ws.socket.destroy();
    await sleep(100);
    const writer = await attach(containerId, { stdin: true });
    const written = writer.result();
    await writer.stdin('first\n');
    await writer.stdin('second\n');
    const result = watcher.result();
    await sleep(100);
    writer.ws.close();
    await written;
    expect((await result).stdout.toString()).toBe('first\nsecond\nclosed\n');
  });

  it('leaves the input of another container open', async () => {
    const { containerId } = await start('cat', { stdin: true });
    const watcher = await attach(containerId);
    const seen: string[] = [];
    const result = watcher.result((data) => seen.push(data.toString()));
    for (const word of ['one\n', 'two\n']) {
      const writer = await attach(containerId, { stdin: true });
      await writer.stdin(word);
      await writer.closeStdin();
      await until(word, () => (seen.join('').includes(word) ? true : undefined));
      writer.ws.socket.destroy();
    }
    await lab.daemon.cri.runtime.StopContainer({ containerId, timeout: 0 });
    expect(endOf(await result)).toBe(0);
  });

  it('is a terminal when the container has one, with the size of the client', async () => {
    const { containerId } = await start('read a; stty size; read b; stty size', { stdin: true, tty: true });
    const client = await attach(containerId, { stdin: true, tty: true });
    const seen: string[] = [];
    const result = client.result((data) => seen.push(data.toString()));
    for (const [columns, rows] of [
      [100, 40],
      [90, 30],
    ] as const) {
      await client.resize(columns, rows);
      await sleep(100);
      await client.stdin('go\n');
      await until('the size', () => (seen.join('').includes(`${String(rows)} ${String(columns)}`) ? true : undefined));
    }
    expect(endOf(await result)).toBe(0);
  });

  it('drops a client that does not read, and the container does not notice', async () => {
    const { containerId, logFile } = await start('read go; i=0; while [ $i -lt 7000 ]; do echo $i $text; i=$((i+1)); done', {
      stdin: true,
      envs: [{ key: 'text', value: Buffer.from('x'.repeat(8000)) }],
    });
    const slow = await attach(containerId);
    slow.ws.socket.pause();
    const quick = await attach(containerId, { stdin: true });
    let bytes = 0;
    const [result] = await Promise.all([quick.result((data) => (bytes += data.length)), quick.stdin('go\n')]);
    await untilExited(lab.daemon, containerId);
    expect(endOf(result)).toBe(0);
    expect(bytes).toBeGreaterThan(7000 * 8000);
    expect(readCriLog(logFile).filter(({ tag }) => tag === 'F')).toHaveLength(7000);
    const end = await slow.result();
    expect(end.stdout.length).toBeLessThan(bytes);
    expect(endOf(end)).toMatch(/behind/);
  });

  it('works after the daemon has been killed and started again', async () => {
    const { containerId } = await start('while read line; do echo got $line; done', { stdin: true });
    const before = await attach(containerId, { stdin: true });
    const first = before.result().catch(() => undefined);
    await before.stdin('one\n');
    await lab.daemon.kill9();
    await first;
    await lab.daemon.start();
    const after = await attach(containerId, { stdin: true });
    const seen: string[] = [];
    const second = after.result((data) => seen.push(data.toString()));
    await after.stdin('two\n');
    await until('the answer', () => (seen.join('') === 'got two\n' ? true : undefined));
    await lab.daemon.cri.runtime.StopContainer({ containerId, timeout: 0 });
    expect(endOf(await second)).toBe(0);
  });

  it('is refused for a container that does not run', async () => {
    const { containerId } = await start('true');
    await untilExited(lab.daemon, containerId);
    expect((await failureOf(lab.daemon.cri.runtime.Attach({ containerId, stdout: true }))).code).toBe(status.FAILED_PRECONDITION);
    expect((await failureOf(lab.daemon.cri.runtime.Attach({ containerId: 'f'.repeat(64), stdout: true }))).code).toBe(
      status.NOT_FOUND,
    );
  });
});
