import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CriClient } from '../support/cri-client.ts';
import type { Samples } from './samples.ts';

export interface LifecycleOptions {
  readonly image: string;
  readonly hostNetwork: boolean;
  /** Directory that bench and daemon both see. */
  readonly logParent: string;
}

const POD = 0;
const CONTAINER = 1;
const NODE = 2;
let serial = 0;

/** A pod with one sleeping container, from RunPodSandbox to RemovePodSandbox, each call timed; "pod → running" is the sum of the first three. */
export async function lifecycle(cri: CriClient, samples: Samples, options: LifecycleOptions): Promise<void> {
  const logDirectory = mkdtempSync(join(options.logParent, 'bench-logs-'));
  const config = podConfig(options, logDirectory);
  const begin = performance.now();
  const { podSandboxId } = await samples.time('RunPodSandbox', () => cri.runtime.RunPodSandbox({ config }));
  try {
    const { containerId } = await samples.time('CreateContainer', () =>
      cri.runtime.CreateContainer({ podSandboxId, config: containerConfig(options.image, config), sandboxConfig: config }),
    );
    await samples.time('StartContainer', () => cri.runtime.StartContainer({ containerId }));
    samples.add('pod → running', performance.now() - begin);
    const { exitCode } = await samples.time('ExecSync', () => cri.runtime.ExecSync({ containerId, cmd: ['true'], timeout: 10 }));
    if (exitCode !== 0) throw new Error(`ExecSync answered exit code ${String(exitCode)}`);
    await samples.time('ContainerStatus', () => cri.runtime.ContainerStatus({ containerId }));
    await samples.time('StopContainer (0 s)', () => cri.runtime.StopContainer({ containerId, timeout: 0 }));
    await samples.time('RemoveContainer', () => cri.runtime.RemoveContainer({ containerId }));
    await samples.time('StopPodSandbox', () => cri.runtime.StopPodSandbox({ podSandboxId }));
  } finally {
    await samples.time('RemovePodSandbox', () => cri.runtime.RemovePodSandbox({ podSandboxId }));
    rmSync(logDirectory, { recursive: true });
  }
  samples.add('whole lifecycle', performance.now() - begin);
}

/** A pod of its own name. */
export function podConfig(
  options: LifecycleOptions,
  logDirectory: string,
): NonNullable<Parameters<CriClient['runtime']['RunPodSandbox']>[0]>['config'] {
  const name = `bench-${String(process.pid)}-${String(++serial)}`;
  return {
    metadata: { name, uid: name, namespace: 'bench', attempt: 0 },
    hostname: options.hostNetwork ? '' : name,
    logDirectory,
    dnsConfig: { servers: ['10.96.0.10'], searches: ['svc.cluster.local'], options: ['ndots:5'] },
    linux: { securityContext: { namespaceOptions: { network: options.hostNetwork ? NODE : POD, pid: CONTAINER, ipc: POD } } },
  };
}

/** A container that sleeps. */
export function containerConfig(
  image: string,
  pod: ReturnType<typeof podConfig>,
): NonNullable<Parameters<CriClient['runtime']['CreateContainer']>[0]>['config'] {
  mkdirSync(join(pod?.logDirectory ?? '', 'c'));
  return {
    metadata: { name: 'c', attempt: 0 },
    image: { image, userSpecifiedImage: image },
    command: ['sleep', '100000'],
    logPath: 'c/0.log',
    linux: { securityContext: { namespaceOptions: pod?.linux?.securityContext?.namespaceOptions } },
  };
}
