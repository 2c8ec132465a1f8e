import { hostError, isCriError } from '../base/cri-error.ts';
import { newSandboxId } from '../base/ids.ts';
import { podHostname } from '../base/pod-hostname.ts';
import type { PodSandboxConfig, SandboxRecord } from '../base/pod-sandbox.ts';
import { withRollback } from '../base/undo.ts';
import { userMappings } from '../base/user-mappings.ts';
import { pinPodNamespaces } from '../network/pod-namespaces.ts';
import { ownCgroupParent } from '../oci/pod-cgroup.ts';
import { podName } from '../state/names.ts';
import { limitPodCgroup } from './pod-cgroup.ts';
import { mountSharedMemory, writePodFiles } from './pod-files.ts';
import type { PodParts } from './pod-parts.ts';
import { discardPod } from './remove-pod-sandbox.ts';
import { requireHandler } from './require-handler.ts';
import { startPidHolder } from './pid-holder.ts';

export interface RunRequest {
  readonly config: PodSandboxConfig;
  readonly runtimeHandler: string;
  readonly signal: AbortSignal;
}

/** Makes one pod: name → record → namespaces → files → network → record. See `Pods.run`. */
export async function runPodSandbox(parts: PodParts, request: RunRequest): Promise<SandboxRecord> {
  const { names, sandboxes, log } = parts;
  const record = firstRecord(parts, request);
  const name = podName(request.config.metadata);
  names.reserve(name, record.id);
  const onIncomplete = (): void => {
    sandboxes.put({ ...(sandboxes.get(record.id) ?? record), state: 'unknown' });
  };
  try {
    return await parts.locks.run(record.id, () =>
      withRollback({ log, onIncomplete }, async (undo) => {
        sandboxes.put(record);
        undo.add(`discard pod ${record.id}`, (signal) => discardPod(parts, record.id, signal));
        return await build(parts, record, request.signal);
      }),
    );
  } catch (error) {
    // Also when something was left: the record without its name can be removed, and the request can be made again.
    names.release(name, record.id);
    throw isCriError(error) ? error : hostError(error, `run pod ${record.config.metadata.name}`);
  }
}

function firstRecord(parts: PodParts, { config, runtimeHandler }: RunRequest): SandboxRecord {
  const id = newSandboxId();
  return {
    version: 1,
    id,
    config,
    runtimeHandler,
    state: 'creating',
    createdAtNs: parts.host.clock.nowNs(),
    bootId: parts.bootId,
    namespaces: {},
    ips: [],
    cgroupParent: config.linux.cgroupParent || ownCgroupParent(parts.cgroupDriver, id),
  };
}

async function build(parts: PodParts, record: SandboxRecord, signal: AbortSignal): Promise<SandboxRecord> {
  const { host, network, paths, sandboxes } = parts;
  const { config, id } = record;
  const dir = paths.sandbox(id);
  const modes = config.linux.securityContext.namespaceOptions;
  const hostname = podHostname(record);
  await requireHandler(parts, config, record.runtimeHandler);
  await limitPodCgroup(parts, record);
  signal.throwIfAborted();
  const pinned = await pinPodNamespaces({
    host,
    dir,
    hostname,
    network: modes.network,
    ipc: modes.ipc,
    sysctls: config.linux.sysctls,
    users: userMappings(modes),
  });
  if (modes.ipc !== 'NODE') await mountSharedMemory(host, dir);
  let current: SandboxRecord = { ...record, namespaces: pinned };
  if (modes.pid === 'POD') {
    await startPidHolder(parts, current, (holder) => {
      current = { ...current, namespaces: { ...pinned, pid: holder.path }, pidHolder: holder.process };
      sandboxes.put(current);
    });
  }
  const { net } = pinned;
  if (net !== undefined) {
    const { metadata, portMappings, annotations } = config;
    const joined = await network.add({ id, netns: net, metadata, portMappings, annotations, signal });
    current = { ...current, ips: joined.ips, cni: joined.cni };
  }
  await writePodFiles(host, dir, { config, hostname, ip: current.ips[0] });
  signal.throwIfAborted();
  current = { ...current, state: 'ready' };
  sandboxes.put(current);
  parts.changes.tell(current, 'ready');
  return current;
}
