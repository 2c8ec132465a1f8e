import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { containerConfig, podConfig } from './lifecycle.ts';
import type { OwnDaemon } from './own-daemon.ts';
import { Samples } from './samples.ts';

const run = promisify(execFile);
const SETTLE_MS = 300;

/** ExecSync of one running container beside `runc exec` of the same, in turns: what the daemon adds to the program that it calls. */
export async function execSync({ cri, directory }: OwnDaemon, rounds: number): Promise<{ ours: Samples; bare: Samples }> {
  const [ours, bare] = [new Samples(), new Samples()];
  const options = { image: '', hostNetwork: true, logParent: directory };
  const { images } = await cri.images.ListImages({});
  const config = podConfig(options, mkdtempSync(join(directory, 'exec-logs-')));
  const { podSandboxId } = await cri.runtime.RunPodSandbox({ config });
  try {
    const container = containerConfig(images[0]?.id ?? '', config);
    const { containerId } = await cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await cri.runtime.StartContainer({ containerId });
    await sleep(SETTLE_MS);
    const state = join(directory, 'run/runtime/runc');
    for (let round = 0; round < rounds; round++) {
      const turns = [
        () => ours.time('ExecSync', () => cri.runtime.ExecSync({ containerId, cmd: ['true'], timeout: 10 })),
        () => bare.time('ExecSync', () => run('runc', ['--root', state, 'exec', containerId, 'true'])),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
    }
  } finally {
    await cri.runtime.RemovePodSandbox({ podSandboxId });
  }
  return { ours, bare };
}
