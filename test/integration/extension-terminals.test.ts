import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRuntime } from '../../extension/client/connect.ts';
import type { RuntimeClient } from '../../extension/client/runtime-client.ts';
import type { CommandSession } from '../../extension/client/streams/command-session.ts';
import type { Container, Pod } from '../../extension/client/types.ts';
import { createPortForwards } from '../../extension/forward/port-forwards.ts';
import { startDebugContainer } from '../../extension/terminal/debug-container.ts';
import { findShell, inDirectory } from '../../extension/terminal/find-shell.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, expectNoPodsLeft, podConfig, removeAllPods, runContainer, shellContainer } from '../support/daemon-lab.ts';
import { buildImage } from '../support/image-builder.ts';
import { startPodServers } from '../support/streaming/pod-servers.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const why = daemonMissing();
if (why !== undefined) console.warn(`extension-terminals: skipped, ${why}`);

let daemon: Daemon;
let registry: Registry;
let client: RuntimeClient;
let image: string;

interface Spoken {
  readonly session: CommandSession;
  says(text: string): Promise<void>;
}

function listen(session: CommandSession): Spoken {
  let text = '';
  session.onOutput((data) => (text += data.toString('utf8')));
  return { session, says: (wanted) => expect.poll(() => text, { interval: 5 }).toContain(wanted) };
}

async function seen(podId: string, containerId: string): Promise<{ pod: Pod; container: Container }> {
  const pod = (await client.listPods()).find(({ id }) => id === podId);
  const container = (await client.listContainers()).find(({ id }) => id === containerId);
  if (pod === undefined || container === undefined) throw new Error('not listed');
  return { pod, container };
}

describe.skipIf(why !== undefined)('the extension on a real runtime', () => {
  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    daemon = await startDaemon();
    image = await registry.push('test/busybox', await busyboxImage(), 'v1');
    await daemon.cri.images.PullImage({ image: { image } });
    client = connectRuntime(daemon.socket, { begin: () => () => undefined });
  });

  afterAll(async () => {
    client.close();
    await daemon.close();
    await registry.close();
  });

  it('opens a shell that knows its size and its exit code, and runs commands in a directory', async () => {
    const { containerId } = await runContainer(daemon, { name: 'shell', image, script: 'sleep 1000' });
    expect(await findShell(client, containerId)).toMatch(/^(\/bin\/)?sh$/);
    const shell = listen(await client.exec(containerId, { argv: ['sh'], tty: true, stdin: true }));
    shell.session.resize({ columns: 111, rows: 33 });
    await shell.says('# ');
    await shell.session.write(Buffer.from('busybox stty size\r'));
    await shell.says('33 111');
    shell.session.resize({ columns: 50, rows: 20 });
    await expect
      .poll(async () => {
        await shell.session.write(Buffer.from('busybox stty size\r'));
        return shell.says('20 50').then(() => true);
      })
      .toBe(true);
    await shell.session.write(Buffer.from('exit 5\r'));
    expect(await shell.session.ended).toBe(5);
    const pwd = listen(
      await client.exec(containerId, { argv: inDirectory(['busybox', 'pwd'], '/tmp'), tty: false, stdin: false }),
    );
    await pwd.says('/tmp\n');
    expect(await pwd.session.ended).toBe(0);
    const cat = listen(await client.exec(containerId, { argv: ['cat'], tty: false, stdin: true }));
    await cat.session.write(Buffer.from('to the end'));
    cat.session.endInput();
    await cat.says('to the end');
    expect(await cat.session.ended).toBe(0);
    const absent = await client.exec(containerId, { argv: ['no-such-program'], tty: true, stdin: true });
    absent.onOutput(() => undefined);
    await expect(absent.ended).rejects.toMatchObject({ code: 'failed-precondition' });
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });

  it('attaches to the process of a container, twice at once, and passes on what is typed', async () => {
    const config = podConfig(daemon, 'attach');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const script = 'read word; echo got $word; sleep 0.3; exit 7';
    const container = shellContainer('main', image, script, { tty: true, stdin: true });
    const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await daemon.cri.runtime.StartContainer({ containerId });
    const one = listen(await client.attach(containerId, { tty: true, stdin: true }));
    const two = listen(await client.attach(containerId, { tty: true, stdin: true }));
    await two.session.write(Buffer.from('aye\r'));
    await one.says('got aye');
    await two.says('got aye');
    await Promise.allSettled([one.session.ended, two.session.ended]);
    await expect.poll(async () => (await client.containerStatus(containerId)).exitCode).toBe(7);
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });

  it('forwards a port: many connections, each half-closed; one that breaks or is refused leaves the others alone', async () => {
    const { podSandboxId } = await runContainer(daemon, { name: 'ports', image, script: 'sleep 1000' });
    const servers = await startPodServers(join(daemon.run, 'pods', podSandboxId, 'netns'));
    const pod = (await client.listPods()).find(({ id }) => id === podSandboxId) as Pod;
    const forwards = createPortForwards({ get: () => undefined, update: async () => undefined }, () => client);
    const talk = async (localPort: number, text: string): Promise<string> => {
      const connection = connect({ port: localPort, host: '127.0.0.1', allowHalfOpen: true });
      connection.end(text);
      const chunks: Buffer[] = [];
      for await (const chunk of connection) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    };
    try {
      const { localPort } = await forwards.start(pod, { port: servers.echo });
      const reset = await forwards.start(pod, { port: servers.reset });
      const refused = await forwards.start(pod, { port: 9 });
      const texts = Array.from({ length: 20 }, (_, n) => String(n).repeat(50_000));
      const answers = Promise.all(texts.map((text) => talk(localPort, text)));
      await Promise.allSettled([talk(reset.localPort, 'x'), talk(refused.localPort, 'x')]);
      expect(await answers).toEqual(texts.map((text) => `${text}got ${String(text.length)}`));
      await expect.poll(() => forwards.list.find(({ id }) => id === refused.id)?.problem).not.toBe('');
      await expect.poll(() => forwards.list.map(({ connections }) => connections)).toEqual([0, 0, 0]);
    } finally {
      forwards.dispose();
      await servers.close();
    }
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });

  it('shows all output of a command that ends at once, in a terminal too', async () => {
    const { containerId } = await runContainer(daemon, { name: 'quick', image, script: 'sleep 1000' });
    const last = (await client.execSync(containerId, ['seq', '1', '3000'], { timeoutSeconds: 10 })).stdout;
    for (let n = 0; n < 12; n++) {
      const tty = n % 2 === 0;
      const session = await client.exec(containerId, { argv: ['seq', '1', '3000'], tty, stdin: n % 4 < 2 });
      let text = '';
      session.onOutput((data) => (text += data.toString('utf8')));
      expect(await session.ended).toBe(0);
      expect(text.replaceAll('\r', '')).toBe(last);
    }
    await removeAllPods(daemon);
  });

  it('finds no shell in a container without one, and starts a debug container that sees its processes and files', async () => {
    const layer = ['bin/', 'proc/', 'sys/', 'dev/', 'tmp/'].map((name) => ({ name }));
    const program = { name: 'bin/sleep', mode: 0o755, content: readFileSync('/bin/busybox') };
    const bare = await buildImage({ layers: [[...layer, program]], config: { Cmd: ['/bin/sleep', '1000'], Env: ['PATH=/bin'] } });
    const bareImage = await registry.push('test/bare', bare, 'v1');
    await daemon.cri.images.PullImage({ image: { image: bareImage } });
    const spec = { uid: 'u', namespace: 'test', logDirectory: '', hostname: 'bare', labels: {}, annotations: {}, ports: [] };
    const podId = await client.runPod({ ...spec, name: 'bare' });
    const id = await client.createContainer(podId, {
      pod: { ...spec, name: 'bare' },
      container: { name: 'main', image: bareImage, command: [], env: {}, labels: {}, logPath: '' },
    });
    await client.startContainer(id);
    expect(await findShell(client, id)).toBeUndefined();
    const debug = await startDebugContainer(client, { ...(await seen(podId, id)), image });
    const look = ['sh', '-c', 'ps; ls /proc/1/root/bin'];
    const { stdout, exitCode } = await client.execSync(debug, look, { timeoutSeconds: 10 });
    expect({ stdout, exitCode }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^ +1 .*\/bin\/sleep 1000$[^]*^sleep$/m) as string,
    });
    await client.removeContainer(debug);
    await expect(startDebugContainer(client, { ...(await seen(podId, id)), image: bareImage })).rejects.toMatchObject({
      code: 'failed-precondition',
    });
    expect(await client.listContainers()).toHaveLength(1);
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });
});
