import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing } from '../support/daemon.ts';
import { kubectlMissing, startApiServer, type ApiServer } from '../support/streaming/api-server.ts';
import { startPodServers, type PodServers } from '../support/streaming/pod-servers.ts';
import { openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';

const missing = daemonMissing() ?? kubectlMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const WEBSOCKET = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'true' };
const SPDY = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' };

describe.skipIf(missing !== undefined).each([
  ['WebSocket', WEBSOCKET, /^websocket v5\.channel\.k8s\.io/, /^websocket SPDY\/3\.1\+portforward\.k8s\.io/],
  ['SPDY', SPDY, /^SPDY\/3\.1 v5?4?\S*channel\.k8s\.io/, /^SPDY\/3\.1 portforward\.k8s\.io/],
])('kubectl over %s', (_how, env, commandProtocol, forwardProtocol) => {
  let lab: StreamLab;
  let api: ApiServer;
  let servers: PodServers;
  let home = '';

  beforeAll(async () => {
    lab = await openStreamLab();
    api = await startApiServer(lab);
    servers = await startPodServers(join(lab.daemon.run, 'pods', lab.podSandboxId, 'netns'));
    home = mkdtempSync('/tmp/slipway-kubectl-');
  });

  afterAll(async () => {
    api.close();
    await servers.close();
    await lab.close();
    rmSync(home, { recursive: true });
  });

  const kubectl = (...args: string[]): ChildProcessWithoutNullStreams =>
    spawn('kubectl', ['--server', api.url, '--request-timeout', '30s', ...args], {
      env: { PATH: process.env['PATH'] ?? '', HOME: home, ...env },
      cwd: home,
    });
  const run = async (args: string[], input = ''): Promise<{ code: number; stdout: string; stderr: string }> => {
    const child = kubectl(...args);
    child.stdin.end(input);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ]);
    return { code, stdout, stderr };
  };

  it('runs a command, with both outputs and its exit code', async () => {
    const result = await run(['exec', 'lab', '-c', 'main', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7']);
    expect(result).toEqual({ code: 7, stdout: 'out\n', stderr: expect.stringContaining('err\n') as string });
    expect(api.upgrades.at(-1)).toMatch(commandProtocol);
  });

  it('passes a long input on, and its end', async () => {
    const input = 'some text '.repeat(100_000);
    const result = await run(['exec', '-i', 'lab', '-c', 'main', '--', 'cat'], input);
    expect(result.stdout === input).toBe(true);
    expect(result.code).toBe(0);
  });

  it('tells why a command cannot be run', async () => {
    const result = await run(['exec', 'lab', '-c', 'main', '--', 'no-such-program']);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toMatch(/no-such-program.*not found/);
  });

  it('forwards a port for many connections', async () => {
    const child = kubectl('port-forward', 'pod/lab', `:${String(servers.echo)}`);
    try {
      let said = '';
      while (!/127\.0\.0\.1:\d+ ->/.test(said)) said += String(((await once(child.stdout, 'data')) as [Buffer])[0]);
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
          socket.end(`number ${String(index)} `);
          return text(socket);
        }),
      );
      expect(answers).toEqual(
        answers.map((_, index) => `number ${String(index)} got ${String(`number ${String(index)} `.length)}`),
      );
      expect(api.upgrades.at(-1)).toMatch(forwardProtocol);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });
});
