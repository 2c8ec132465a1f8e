import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SubjectOf } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages, busyboxImage, removeAllPods, runContainer, until } from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';
const SCRIPT = 'while :; do echo tick; usleep 50000; done';

describe.skipIf(missing !== undefined)('the commands for limits, logs and metrics, over a runtime', () => {
  let daemon: Daemon;
  let bed: CommandBed;
  let container: SubjectOf<'container'>;
  let logFile = '';

  beforeAll(async () => {
    daemon = await startDaemon();
    const image = await busyboxImage([{ name: 'etc/mine', content: 'yes' }]);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image, names: [IMAGE] }])));
    ({ logFile } = await runContainer(daemon, { name: 'busy', image: IMAGE, script: SCRIPT }));
  });
  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });
  beforeEach(async () => {
    bed = await openCommandBed({ socket: daemon.socket });
    const [first] = await bed.session.client.listContainers();
    if (first === undefined) throw new Error('no container');
    container = { kind: 'container', container: first };
  });
  afterEach(() => bed.close());

  const went = (outcome: Awaited<ReturnType<CommandBed['run']>>): void => {
    expect(outcome?.failures).toEqual([]);
  };

  it('limits of a container are what is typed; what is left as it was stays', async () => {
    went(await bed.run('slipway.container.setLimits', { answers: ['0.5', '64Mi'] }, [container]));
    const { client } = bed.session;
    expect(await client.containerResources(container.container.id)).toMatchObject({
      cpuQuota: 50_000,
      cpuPeriod: 100_000,
      memoryLimitBytes: 64 * 1024 * 1024,
    });
    went(await bed.run('slipway.container.setLimits', { answers: ['0.5', '96Mi'] }, [container]));
    expect(await client.containerResources(container.container.id)).toMatchObject({
      cpuQuota: 50_000,
      memoryLimitBytes: 100_663_296,
    });
  });

  it('a wrong limit, and one that is dismissed half way, change nothing', async () => {
    const before = await bed.session.client.containerResources(container.container.id);
    await bed.run('slipway.container.setLimits', { answers: ['0.001', '64Mi'] }, [container]);
    await bed.run('slipway.container.setLimits', { answers: ['1'] }, [container]);
    expect(await bed.session.client.containerResources(container.container.id)).toEqual(before);
  });

  it('a pod is limited as a whole', async () => {
    const [pod] = await bed.session.client.listPods();
    if (pod === undefined) throw new Error('no pod');
    went(await bed.run('slipway.pod.setLimits', { answers: ['1.5', '256Mi'] }, [{ kind: 'pod', pod }]));
    const { linux } = (await daemon.cri.runtime.PodSandboxStatus({ podSandboxId: pod.id, verbose: true })).status ?? {};
    expect(linux).toBeDefined();
  });

  it('a rotated log goes on in a new file, and nothing is lost in between', async () => {
    went(await bed.run('slipway.container.rotateLog', {}, [container]));
    await until('lines in the new file', () => (readFileSync(logFile, 'utf8').includes('tick') ? true : undefined));
    const moved = readdirSync(dirname(logFile)).filter((name) => /\.log\.\d{8}-\d{6}$/.test(name));
    expect(moved).toHaveLength(1);
    expect(readFileSync(`${dirname(logFile)}/${moved[0] ?? ''}`, 'utf8')).toMatch(/tick\n$/);
  });

  it('a paused container says so in the list, and goes on when it is resumed', async () => {
    const state = () => bed.session.pods.snapshot.value?.containers[0]?.paused;
    went(await bed.run('slipway.container.pause', {}, [container]));
    expect(state()).toBe(true);
    went(await bed.run('slipway.container.resume', {}, [container]));
    expect(state()).toBe(false);
  });

  it('processes, changes and the state of the machine are shown', async () => {
    went(await bed.run('slipway.container.processes', {}, [container]));
    expect(bed.texts[0]).toMatch(/PID .* COMMAND\n +1 .*\/bin\/sh -c while/);
    went(await bed.run('slipway.runtime.check'));
    expect(bed.texts[1]).toMatch(/\| ✓ \| runc \| runc version/);
    await bed.session.client.execSync(container.container.id, ['touch', '/etc/new'], { timeoutSeconds: 5 });
    went(await bed.run('slipway.container.changes', {}, [container]));
    expect(bed.texts[2]).toBe('+      0 B  /etc/new\n');
  });

  it('files that a container has changed are shown beside those of its image, others alone', async () => {
    const script = 'echo mine >> /etc/passwd && rm /etc/mine';
    await bed.session.client.execSync(container.container.id, ['/bin/sh', '-c', script], { timeoutSeconds: 5 });
    for (const path of ['/etc/passwd', '/etc/new', '/etc/mine'])
      went(await bed.run('slipway.container.compareFiles', { picks: [path] }, [container]));
    expect(bed.offered[0]).toBe('/etc/passwd');
    expect(bed.opened).toEqual(['image /etc/passwd ↔ container /etc/passwd', '/etc/new', '/etc/mine']);
    const entry = { kind: 'entry', directory: false, readOnly: false } as const;
    const line = (name: string): SubjectOf<'entry'> => ({
      ...{ ...entry, name, place: { containerId: container.container.id.slice(0, 12), path: `/etc/${name}` } },
    });
    went(await bed.run('slipway.file.compare', {}, [line('passwd')]));
    went(await bed.run('slipway.file.compare', {}, [line('new')]));
    expect(bed.opened.slice(3)).toEqual(['image /etc/passwd ↔ container /etc/passwd']);
  });

  it('a restart is the next attempt', async () => {
    went(await bed.run('slipway.container.restart', {}, [container]));
    const [next] = await bed.session.client.listContainers();
    expect(next).toMatchObject({ attempt: 1, state: 'running' });
  });

  it('metrics are shown by name, and can be searched', async () => {
    went(await bed.run('slipway.runtime.metrics'));
    expect(bed.texts[0]).toMatch(/container_memory_working_set_bytes\{id="\w+", .*container="main"\} = \d+/);
  });

  it('the history of an image names what made its layers', async () => {
    const [image] = await bed.session.client.listImages();
    if (image === undefined) throw new Error('no image');
    went(await bed.run('slipway.image.history', {}, [{ kind: 'image', image, name: IMAGE }]));
    expect(bed.texts[0]?.split('\n').length).toBeGreaterThan(1);
  });

  it('new pods have addresses of the network that is typed', async () => {
    const subnet = `10.${String(process.pid % 250)}.246.0/24`;
    went(await bed.run('slipway.runtime.setPodCidr', { answers: ['nonsense'] }));
    went(
      await bed.run('slipway.runtime.setPodCidr', {
        answers: [`${subnet},fd00:${(process.pid % 0xffff).toString(16)}:246::/64`],
      }),
    );
    // Nothing runs on it here: another bridge would stay. test/integration/daemon-network.test.ts sees pods on theirs.
    const calls = bed.session.activity.calls.filter(({ method }) => method === 'UpdateRuntimeConfig');
    expect(calls.map(({ code }) => code)).toEqual(['ok']);
  });
});
