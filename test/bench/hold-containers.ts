import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CriClient } from '../support/cri-client.ts';
import type { LifecycleOptions } from './lifecycle.ts';

export interface HeldContainers extends AsyncDisposable {
  readonly containerIds: readonly string[];
}

/** Containers that sleep, until this is disposed of. */
export async function holdContainers(
  cri: CriClient,
  { image, logParent }: LifecycleOptions,
  { pods, perPod }: { readonly pods: number; readonly perPod: number },
): Promise<HeldContainers> {
  const logs = mkdtempSync(join(logParent, 'bench-logs-'));
  const [podIds, containerIds]: [string[], string[]] = [[], []];
  const release = async (): Promise<void> => {
    for (const podSandboxId of podIds) await cri.runtime.RemovePodSandbox({ podSandboxId });
    rmSync(logs, { recursive: true, force: true });
  };
  try {
    for (let n = 0; n < pods; n++) {
      const name = `held-${String(n)}`;
      const metadata = { name, uid: name, namespace: 'bench', attempt: 0 };
      const sandboxConfig = { metadata, hostname: name, logDirectory: join(logs, name) };
      const { podSandboxId } = await cri.runtime.RunPodSandbox({ config: sandboxConfig });
      podIds.push(podSandboxId);
      for (let m = 0; m < perPod; m++) {
        const own = { metadata: { name: `c${String(m)}`, attempt: 0 }, logPath: `c${String(m)}.log` };
        const config = { ...own, image: { image }, command: ['sleep', '100000'] };
        const { containerId } = await cri.runtime.CreateContainer({ podSandboxId, config, sandboxConfig });
        await cri.runtime.StartContainer({ containerId });
        containerIds.push(containerId);
      }
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { containerIds, [Symbol.asyncDispose]: release };
}
