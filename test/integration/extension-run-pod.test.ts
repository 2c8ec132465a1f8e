import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removePodLogs } from '../../extension/logs/pod-logs.ts';
import type { SubjectOf } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages, busyboxImage, removeAllPods, until } from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';

describe.skipIf(missing !== undefined)('Run Pod', () => {
  let daemon: Daemon;
  let bed: CommandBed;
  let place = '';

  beforeAll(async () => {
    daemon = await startDaemon();
    const image = await busyboxImage([{ name: 'etc/mine', content: 'yes' }]);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image, names: [IMAGE] }])));
  });
  afterAll(() => daemon.close());
  beforeEach(async () => {
    place = mkdtempSync(join(tmpdir(), 'slipway-run-pod-'));
    bed = await openCommandBed({ socket: daemon.socket });
  });
  afterEach(async () => {
    for (const pod of await bed.session.client.listPods())
      for (const directory of [await removePodLogs(pod)]) expect(directory).toBeUndefined();
    await bed.close();
    await removeAllPods(daemon);
    rmSync(place, { recursive: true });
  });

  const file = (name: string, text: string): { readonly kind: 'file'; readonly path: string } => {
    const path = join(place, name);
    writeFileSync(path, text);
    return { kind: 'file', path };
  };
  const manifest = (prepare: string): string => `
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      volumes: [{ name: shared, emptyDir: {} }]
      initContainers:
        - { name: prepare, image: "${IMAGE}", command: [sh, -c, "${prepare}"], volumeMounts: [{ name: shared, mountPath: /s }] }
      containers:
        - { name: app, image: "${IMAGE}", command: [sh, -c, "cat /s/x; sleep 1000"], volumeMounts: [{ name: shared, mountPath: /s }] }
        - { name: side, image: "${IMAGE}", args: [sleep, "1000"], livenessProbe: { exec: {} } }
`;

  it('of a Deployment runs one pod, its first container to the end before the others, and asks about what is left out', async () => {
    const outcome = await bed.run('slipway.pod.run', {}, [file('web.yaml', manifest('echo prepared > /s/x'))]);
    expect(outcome?.failures).toEqual([]);
    expect(bed.confirmed[0]).toContain('spec.template.spec.containers[1].livenessProbe: nothing probes it');
    const { client } = bed.session;
    const containers = await client.listContainers();
    expect(containers.map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ['app', 'running'],
      ['prepare', 'exited'],
      ['side', 'running'],
    ]);
    const app = containers.find(({ name }) => name === 'app');
    const { logPath } = await client.containerStatus(app?.id ?? '');
    await until('the log', () => (existsSync(logPath) && readFileSync(logPath, 'utf8').includes('prepared') ? true : undefined));
  });

  it('takes all back when what has to run before does not succeed', async () => {
    const outcome = await bed.run('slipway.pod.run', {}, [file('web.yaml', manifest('exit 3'))]);
    expect(outcome?.failures).toMatchObject([{ error: { message: expect.stringContaining('prepare') as string } }]);
    expect(await bed.session.client.listPods()).toEqual([]);
  });

  it('of a line for docker run runs it', async () => {
    const outcome = await bed.run('slipway.pod.run', {
      picks: ['A line for docker run'],
      answers: [`docker run -d --name line -e A=b --entrypoint sh ${IMAGE} -c "echo $A; sleep 1000"`],
    });
    expect(outcome?.failures).toEqual([]);
    const [container] = await bed.session.client.listContainers();
    expect(container).toMatchObject({ name: 'line', state: 'running' });
  });

  it('of the configurations of CRI in one file runs them, and says where logs go that have no place', async () => {
    const text = `metadata: { name: cri }\nlinux: {}\n---\nmetadata: { name: c }\nimage: { image: "${IMAGE}" }\nargs: [sleep, "1000"]\nlog_path: c.log\n`;
    const outcome = await bed.run('slipway.pod.run', {}, [file('cri.yaml', text)]);
    expect(outcome?.failures).toEqual([]);
    expect(bed.confirmed[0]).toContain('log_directory: is missing');
    expect((await bed.session.client.listContainers()).map(({ name, state }) => [name, state])).toEqual([['c', 'running']]);
  });

  it('of a file without a pod says what it takes', async () => {
    const outcome = await bed.run('slipway.pod.run', {}, [file('service.yaml', 'kind: Service\nmetadata: { name: s }\n')]);
    expect(outcome?.failures).toMatchObject([
      { error: { message: 'service.yaml has no pod', hint: expect.stringContaining('Deployment') as string } },
    ]);
  });

  const pod = async (name: string): Promise<SubjectOf<'pod'>> => {
    await bed.session.refresh();
    const found = bed.session.pods.snapshot.value?.pods.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no pod ${name}`);
    return { kind: 'pod', pod: found };
  };
  const line = (text: string): Promise<unknown> =>
    bed.run('slipway.pod.run', { picks: ['A line for docker run'], answers: [`docker run -d ${text}`] });

  it('gets one more container, which logs beside the others, and of which nothing is left when it does not start', async () => {
    await line(`--name web ${IMAGE} sleep 1000`);
    const added = await bed.run(
      'slipway.pod.addContainer',
      {
        picks: [IMAGE],
        answers: [`--name side -e A=b -v ${place}:/vol -p 80:80 ${IMAGE} sh -c "echo got $A; ls /vol; sleep 1000"`],
      },
      [await pod('web')],
    );
    expect(added?.failures).toEqual([]);
    expect(bed.confirmed.at(-1)).toContain('--publish 80:80: that is for the whole pod');
    const { client } = bed.session;
    const side = (await client.listContainers()).find(({ name }) => name === 'side');
    const { logPath, mounts } = await client.containerStatus(side?.id ?? '');
    expect(mounts).toMatchObject([{ source: place, target: '/vol' }]);
    await until('its log', () => (existsSync(logPath) && readFileSync(logPath, 'utf8').includes('got') ? true : undefined));

    const failed = await bed.run(
      'slipway.pod.addContainer',
      { picks: [IMAGE], answers: [`--name bad ${IMAGE} /no/such/program`] },
      [await pod('web')],
    );
    expect(failed?.failures).toMatchObject([{ error: { message: expect.stringContaining('/no/such/program') as string } }]);
    expect((await client.listContainers()).map(({ name }) => name).toSorted()).toEqual(['side', 'web']);
  });

  it('is copied as a manifest that makes the same pod again', async () => {
    await line(`--name web --memory 64m --user 7:8 --read-only -e GREETING=hello -v ${place}:/vol:ro ${IMAGE} sleep 1000`);
    const subject = await pod('web');
    await bed.run('slipway.pod.copyAsKubernetes', {}, [subject]);
    const yaml = bed.copied[0] ?? '';
    expect(yaml).not.toContain('#');
    await bed.session.client.removePod(subject.pod.id);
    const again = await bed.run('slipway.pod.run', {}, [file('again.yaml', yaml.replace('name: web', 'name: again'))]);
    expect([again?.failures, bed.confirmed]).toEqual([[], []]);
    await bed.run('slipway.pod.copyAsKubernetes', {}, [await pod('again')]);
    expect(bed.copied[1]?.replaceAll('again', 'web')).toBe(yaml);
    const { client } = bed.session;
    const [container] = await client.listContainers();
    const said = await client.execSync(
      container?.id ?? '',
      ['sh', '-c', 'id -u; id -g; echo $GREETING; touch /vol/x /x; ls -d /vol'],
      {
        timeoutSeconds: 10,
      },
    );
    expect(said.stdout).toBe('7\n8\nhello\n/vol\n');
    expect((await client.containerStatus(container?.id ?? '')).limits.memoryBytes).toBe(64 << 20);
  });
});
