import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MountPropagation, Signal, SupplementalGroupsPolicy } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  archiveMessages,
  busyboxImage,
  failureOf,
  imageFiles,
  podConfig,
  readCriLog,
  removeAllPods,
  shellContainer,
  until,
} from '../support/daemon-lab.ts';
import { buildImage, ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const FAILED_PRECONDITION = 9;

describe.skipIf(missing !== undefined)('containers, by the daemon’s socket', { timeout: 60_000 }, () => {
  let daemon: Daemon;
  let cdi: string;

  beforeAll(async () => {
    cdi = mkdtempSync(join(tmpdir(), 'slipway-cdi-'));
    daemon = await startDaemon({ flags: ['--cdi-spec-dir', cdi] });
    const main = await ociArchive([{ image: await busyboxImage(), names: ['localhost/main:1'] }]);
    await daemon.cri.slipway.ImportImage(archiveMessages(main));
  });
  afterAll(async () => {
    await daemon.close();
    rmSync(cdi, { recursive: true });
  });
  afterEach(() => removeAllPods(daemon));

  it('tell their mounts, user, limits and stop signal as they were asked for', async () => {
    const { runtime } = daemon.cri;
    const data = join(daemon.directory, 'data');
    mkdirSync(data, { recursive: true });
    const spec = 'cdiVersion: "0.6.0"\nkind: v.org/c\ndevices:\n  - name: x\n    containerEdits:\n      env: [CDI=x]\n';
    writeFileSync(join(cdi, 'v.yaml'), spec);
    const config = podConfig(daemon, 'told');
    const { podSandboxId } = await runtime.RunPodSandbox({ config });
    const mount = {
      containerPath: '/data',
      hostPath: data,
      readonly: true,
      propagation: MountPropagation.PROPAGATION_PRIVATE,
      mountOptions: ['noexec', 'nosuid'],
    };
    const resources = { memoryLimitInBytes: 64 << 20, hugepageLimits: [{ pageSize: '2MB', limit: 0 }] };
    const container = shellContainer('main', 'localhost/main:1', 'echo $CDI; id -u; sleep 1000', {
      mounts: [mount],
      CDIDevices: [{ name: 'v.org/c=x' }],
      stopSignal: Signal.SIGNAL_SIGRTMINPLUS3,
    });
    const securityContext = {
      ...container.linux?.securityContext,
      runAsUser: { value: 7 },
      runAsGroup: { value: 8 },
      supplementalGroups: [9],
      supplementalGroupsPolicy: SupplementalGroupsPolicy.Strict,
    };
    const asked = { ...container, linux: { resources, securityContext } };
    const { containerId } = await runtime.CreateContainer({ podSandboxId, config: asked, sandboxConfig: config });
    await runtime.StartContainer({ containerId: containerId.slice(0, 20) });
    const { status } = await runtime.ContainerStatus({ containerId: containerId.slice(0, 12) });
    expect(status).toMatchObject({
      id: containerId,
      mounts: [mount],
      user: { linux: { uid: 7, gid: 8, supplementalGroups: [8, 9] } },
      resources: { linux: resources },
      stopSignal: Signal.SIGNAL_SIGRTMINPLUS3,
    });
    const log = join(config.logDirectory ?? '', 'main.log');
    await until('its words', () => (readCriLog(log).length === 2 ? true : undefined));
    expect(readCriLog(log).map(({ text }) => text)).toEqual(['x', '7']);
    const device = { ...asked, metadata: { name: 'other', attempt: 0 }, CDIDevices: [{ name: 'v.org/c=none' }] };
    expect(await failureOf(runtime.CreateContainer({ podSandboxId, config: device, sandboxConfig: config }))).toMatchObject({
      code: FAILED_PRECONDITION,
      message: expect.stringContaining(`CDI devices v.org/c=none cannot be resolved: looked in ${cdi}`) as string,
    });
  });

  it('keep the content of an image volume after its image is removed, until they go themselves', async () => {
    const { runtime, images, slipway } = daemon.cri;
    const before = imageFiles(daemon).length;
    const data = await buildImage({ layers: [[{ name: 'models/' }, { name: 'models/weights', content: 'heavy' }]] });
    await slipway.ImportImage(archiveMessages(await ociArchive([{ image: data, names: ['localhost/data:1'] }])));
    const config = podConfig(daemon, 'holds');
    const { podSandboxId } = await runtime.RunPodSandbox({ config });
    const mount = { containerPath: '/models', image: { image: 'localhost/data:1' }, imageSubPath: 'models', readonly: true };
    const container = shellContainer('main', 'localhost/main:1', 'sleep 1000', { mounts: [mount] });
    const { containerId } = await runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await runtime.StartContainer({ containerId });
    expect((await runtime.ContainerStatus({ containerId })).status?.mounts).toMatchObject([mount]);
    await images.RemoveImage({ image: { image: 'localhost/data:1' } });
    expect((await images.ImageStatus({ image: { image: 'localhost/data:1' } })).image).toBeUndefined();
    const read = await runtime.ExecSync({ containerId, cmd: ['/bin/cat', '/models/weights'], timeout: 10 });
    expect(Buffer.from(read.stdout).toString()).toBe('heavy');
    expect(imageFiles(daemon).length).toBeGreaterThan(before);
    await runtime.RemoveContainer({ containerId });
    const again = { ...container, metadata: { name: 'again', attempt: 0 } };
    expect((await failureOf(runtime.CreateContainer({ podSandboxId, config: again, sandboxConfig: config }))).message).toMatch(
      /^ImageVolumeMountFailed: mount \/models: image localhost\/data:1 is not here/,
    );
  });

  it('have the ordinary priority, though the daemon answers before others', async () => {
    const { runtime } = daemon.cri;
    const niceOf = (stat: string): string | undefined => stat.split(') ')[1]?.split(' ')[16];
    expect(niceOf(readFileSync(`/proc/${daemon.pid}/stat`, 'utf8'))).toBe('-5');
    const config = podConfig(daemon, 'ordinary');
    const { podSandboxId } = await runtime.RunPodSandbox({ config });
    const container = shellContainer('main', 'localhost/main:1', 'sleep 1000');
    const { containerId } = await runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await runtime.StartContainer({ containerId });
    const read = await runtime.ExecSync({ containerId, cmd: ['/bin/cat', '/proc/1/stat', '/proc/self/stat'], timeout: 10 });
    expect(Buffer.from(read.stdout).toString().trim().split('\n').map(niceOf)).toEqual(['0', '0']);
  });
});
