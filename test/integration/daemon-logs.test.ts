import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  busyboxImage,
  expectNoPodsLeft,
  podConfig,
  removeAllPods,
  runContainer,
  shellContainer,
  until,
  untilExited,
} from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const why = daemonMissing();
if (why !== undefined) console.warn(`daemon-logs: skipped, ${why}`);

let daemon: Daemon;
let registry: Registry;
let image: string;

describe.skipIf(why !== undefined)('logs over slipway.v1', () => {
  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    daemon = await startDaemon();
    image = await registry.push('test/busybox', await busyboxImage(), 'v1');
    await daemon.cri.images.PullImage({ image: { image } });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });

  it('are followed through rotations as a kubelet makes them, without a lost line', async () => {
    const last = 300_000;
    const script = `n=1; while [ $n -lt ${String(last)} ]; do seq $n $((n+9999)); n=$((n+10000)); usleep 30000; done`;
    const { podSandboxId, containerId, logFile } = await runContainer(daemon, { name: 'fast', image, script });
    const lines: string[] = [];
    const reading = (async (): Promise<void> => {
      let begun = '';
      for await (const { records } of daemon.cri.slipway.ContainerLogs({ containerId, follow: true }))
        for (const { text, partial } of records) {
          begun += Buffer.from(text).toString();
          if (partial) continue;
          lines.push(begun);
          begun = '';
        }
    })();
    let before: string | undefined;
    let rotations = 0;
    for (; rotations < 9; rotations++) {
      // The one before the last is compressed, the last one still has a reader.
      if (before !== undefined) {
        writeFileSync(`${before}.gz`, gzipSync(readFileSync(before)));
        rmSync(before);
      }
      before = `${logFile}.20260102-03040${String(rotations)}`;
      renameSync(logFile, before);
      const answer = await daemon.cri.runtime.ReopenContainerLog({ containerId }).catch((error: unknown) => error);
      if (answer instanceof Error) break;
    }
    await reading;
    expect(rotations).toBeGreaterThan(1);
    expect(lines).toHaveLength(last);
    expect(lines.findIndex((line, index) => line !== String(index + 1))).toBe(-1);
    const again = daemon.cri.slipway.ContainerLogs({ containerId, pattern: '^1?00000$' });
    const found: string[] = [];
    for await (const { records } of again) found.push(...records.map(({ text }) => Buffer.from(text).toString()));
    expect(found).toEqual(['100000']);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('of a pod are merged in the order of time, across restarts, until the pod is stopped', async () => {
    const config = podConfig(daemon, 'merged');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const start = async (name: string, attempt: number, script: string): Promise<string> => {
      const container = shellContainer(name, image, script, {
        metadata: { name, attempt },
        logPath: `${name}/${String(attempt)}.log`,
      });
      const { containerId } = await daemon.cri.runtime.CreateContainer({
        podSandboxId,
        config: container,
        sandboxConfig: config,
      });
      await daemon.cri.runtime.StartContainer({ containerId });
      return containerId;
    };
    const said: string[] = [];
    let time = 0;
    const reading = (async (): Promise<void> => {
      const options = { follow: true, timestamps: true };
      for await (const { batches } of daemon.cri.slipway.PodLogs({ podSandboxId, options }))
        for (const { name, attempt, records } of batches)
          for (const { text, timeNs } of records) {
            said.push(`${name}/${String(attempt)} ${Buffer.from(text).toString()}`);
            time = Math.max(time, timeNs);
          }
    })();
    const hasSaid = (line: string): Promise<true> => until(line, () => (said.includes(line) ? true : undefined));
    const first = await start('web', 0, 'echo one');
    await untilExited(daemon, first);
    await start('db', 0, 'echo two; exec sleep 1000');
    await hasSaid('db/0 two');
    await start('web', 1, 'echo three; exec sleep 1000');
    await hasSaid('web/1 three');
    await daemon.cri.runtime.StopPodSandbox({ podSandboxId });
    await reading;
    expect(said).toEqual(['web/0 one', 'db/0 two', 'web/1 three']);
    expect(time).toBeGreaterThan(1e18);
    const whole: string[] = [];
    for await (const { records } of daemon.cri.slipway.ContainerLogs({ containerId: first, allAttempts: true }))
      whole.push(...records.map(({ text }) => Buffer.from(text).toString()));
    expect(whole).toEqual(['one', 'three']);
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });
});
