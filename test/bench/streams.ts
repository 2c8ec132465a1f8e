import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { forwardConnection, readAll } from '../support/streaming/forward-client.ts';
import { startPodServers } from '../support/streaming/pod-servers.ts';
import { connectSpdy, connectSpdyCommand } from '../support/streaming/spdy-command.ts';
import { endOf, openStreamLab, type StreamLab } from '../support/streaming/stream-lab.ts';
import { connectCommand } from '../support/streaming/websocket-command.ts';
import { processorMs } from './processor.ts';
import { printSamples, Samples } from './samples.ts';

/**
 * Figures of the streams: exec to its first byte, megabytes a second of stdout and stdin over either protocol (with the digest of both ends),
 * forwarded connections beside each other. `node test/bench/streams.ts [rounds] [mebibytes]`
 */
const ROUNDS = Number(process.argv[2] ?? 20);
const MEBIBYTES = Number(process.argv[3] ?? 256);
const CONNECTIONS = 100;
const PIECE = 1024 * 1024;

const lab = await openStreamLab();
try {
  await firstBytes(lab);
  for (const protocol of ['WebSocket', 'SPDY'] as const) {
    await stdout(lab, protocol);
    await stdin(lab, protocol);
  }
  await forwards(lab);
} finally {
  await lab.close();
}

async function firstBytes({ execUrl }: StreamLab): Promise<void> {
  const samples = new Samples();
  for (let round = 0; round < ROUNDS; round++) {
    await samples.time('first byte, WebSocket', async () => {
      const command = await connectCommand(await execUrl(['echo', 'x'], { stderr: false }));
      // The first message is empty: it says that the streams are there.
      for await (const message of command.ws.messages()) if (message.length > 1) break;
      command.ws.socket.destroy();
    });
    await samples.time('first byte, SPDY', async () => {
      const command = await connectSpdyCommand(await execUrl(['echo', 'x'], { stderr: false }), { stderr: false });
      for await (const piece of command.streams['stdout']?.read() ?? []) if (piece.length > 0) break;
      command.spdy.connection.destroy();
    });
  }
  printSamples('exec', samples);
}

type Protocol = 'WebSocket' | 'SPDY';

async function stdout({ daemon, execUrl }: StreamLab, protocol: Protocol): Promise<void> {
  // busybox's head makes no more than 230 MB/s, its dd 900: the stream is to be timed, not its source.
  const cmd = ['busybox', 'dd', 'if=/dev/zero', 'bs=256k', `count=${String((MEBIBYTES * PIECE) / (256 * 1024))}`];
  const url = await execUrl(cmd, { stderr: false });
  const command = protocol === 'SPDY' ? await connectSpdyCommand(url, { stderr: false }) : await connectCommand(url);
  const measured = meter(daemon.pid);
  let bytes = 0;
  const result = await command.result((data) => (bytes += data.length));
  if (bytes !== MEBIBYTES * PIECE || endOf(result) !== 0) throw new Error(`${String(bytes)} bytes came, and ${result.error}`);
  measured.read(`stdout, ${protocol}`);
}

async function stdin({ daemon, execUrl }: StreamLab, protocol: Protocol): Promise<void> {
  const url = await execUrl(['sh', '-c', 'sha256sum'], { stdin: true, stderr: false });
  const hash = createHash('sha256');
  const piece = Buffer.alloc(64 * 1024, 'some text ');
  const count = (MEBIBYTES * PIECE) / piece.length;
  const measured = meter(daemon.pid);
  let said: string;
  if (protocol === 'SPDY') {
    const command = await connectSpdyCommand(url, { stdin: true, stderr: false });
    const result = command.result();
    for (let index = 0; index < count; index++) await command.streams['stdin']?.write(piece);
    await command.streams['stdin']?.end();
    said = (await result).stdout.toString();
  } else {
    const command = await connectCommand(url);
    const result = command.result();
    for (let index = 0; index < count; index++) await command.stdin(piece);
    await command.closeStdin();
    said = (await result).stdout.toString();
  }
  measured.read(`stdin to sha256sum, ${protocol}`);
  for (let index = 0; index < count; index++) hash.update(piece);
  if (!said.startsWith(hash.digest('hex'))) throw new Error(`another digest came: ${said}`);
}

async function forwards({ daemon, podSandboxId }: StreamLab): Promise<void> {
  const servers = await startPodServers(join(daemon.run, 'pods', podSandboxId, 'netns'));
  const { url } = await daemon.cri.runtime.PortForward({ podSandboxId, port: [] });
  const { spdy } = await connectSpdy(url, { protocols: ['portforward.k8s.io'] });
  const measured = meter(daemon.pid);
  const each = (MEBIBYTES * PIECE) / CONNECTIONS;
  const sizes = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const { data } = await forwardConnection(spdy, servers.source);
      await data.write(String(Math.floor(each)), { last: true });
      return (await readAll(data)).length;
    }),
  );
  if (sizes.some((size) => size !== Math.floor(each))) throw new Error('bytes are missing');
  measured.read(`${String(CONNECTIONS)} forwarded connections`);
  spdy.connection.destroy();
  await servers.close();
}

interface Meter {
  /** Prints megabytes a second, and megabytes for each second of the daemon's processor time: that one hardly depends on other load. */
  read(what: string): void;
}

function meter(pid: number): Meter {
  const begin = performance.now();
  const used = processorMs(pid);
  return {
    read: (what) => {
      const megabytes = (MEBIBYTES * PIECE) / 1e6;
      const [wall, processor] = [performance.now() - begin, processorMs(pid) - used].map((ms) => (megabytes / ms) * 1000);
      process.stdout.write(
        `  ${what.padEnd(34)} ${(wall ?? 0).toFixed(0).padStart(6)} MB/s   ${(processor ?? 0).toFixed(0).padStart(6)} MB per second of the daemon\n`,
      );
    },
  };
}
