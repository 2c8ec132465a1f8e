import { PodSandbox, PodSandboxState } from '../../proto/gen/cri.ts';
import type { NamespaceOption as CriNamespaceOption, PodSandboxFilter, PodSandboxStatus } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { NamespaceOption } from '../base/linux-config.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { toNamespaceMode } from './from-linux-config.ts';
import { createLister } from './listed.ts';
import type { Listed } from './listed.ts';
import { matchesLabels } from './matches-labels.ts';

const listed = createLister<SandboxRecord, PodSandbox>(PodSandbox);

/** One pod in a list, encoded once until it changes. */
export function toListedPodSandbox(record: SandboxRecord): Listed<PodSandbox> {
  return listed(record, '', () => toPodSandbox(record));
}

function toPodSandbox(record: SandboxRecord): Input<PodSandbox> {
  const { id, config, createdAtNs, runtimeHandler } = record;
  return {
    id,
    metadata: config.metadata,
    state: toPodSandboxState(record),
    createdAt: createdAtNs,
    labels: config.labels,
    annotations: config.annotations,
    runtimeHandler,
  };
}

/** One pod in full. */
export function toPodSandboxStatus(record: SandboxRecord): Input<PodSandboxStatus> {
  const [ip = '', ...others] = record.ips;
  return {
    ...toPodSandbox(record),
    network: { ip, additionalIps: others.map((other) => ({ ip: other })) },
    linux: { namespaces: { options: toNamespaceOption(record.config.linux.securityContext.namespaceOptions) } },
  };
}

/** Whether all conditions of the filter hold; an id may be the beginning of one. */
export function matchesPodSandboxFilter(record: SandboxRecord, filter: PodSandboxFilter | undefined): boolean {
  if (filter === undefined) return true;
  return (
    record.id.startsWith(filter.id) &&
    (filter.state === undefined || filter.state.state === toPodSandboxState(record)) &&
    matchesLabels(record.config.labels, filter.labelSelector)
  );
}

function toPodSandboxState({ state }: SandboxRecord): PodSandboxState {
  return state === 'ready' ? PodSandboxState.SANDBOX_READY : PodSandboxState.SANDBOX_NOTREADY;
}

function toNamespaceOption(options: NamespaceOption): Input<CriNamespaceOption> {
  const { network, pid, ipc, targetId, usernsOptions } = options;
  return {
    network: toNamespaceMode(network),
    pid: toNamespaceMode(pid),
    ipc: toNamespaceMode(ipc),
    targetId,
    usernsOptions: usernsOptions && { ...usernsOptions, mode: toNamespaceMode(usernsOptions.mode) },
  };
}
