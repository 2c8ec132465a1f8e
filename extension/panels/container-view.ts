import { publishedPorts } from '../client/published-ports.ts';
import type { ContainerDetails, PodDetails } from '../client/types.ts';
import { explainEnd } from '../inspect/explain-end.ts';
import { parsed } from '../inspect/inspect-text.ts';
import type { ContainerView, Pair } from '../../webview/protocol.ts';

/** What the container panel shows, from what the runtime says; command and environment come from its verbose info. */
export function containerView(container: ContainerDetails, pod: PodDetails | undefined): ContainerView {
  const started = processOf(container.info);
  const ports = pod === undefined ? [] : publishedPorts(pod);
  return {
    id: container.id,
    name: container.name,
    image: container.image,
    imageId: container.imageId,
    state: container.state,
    exitCode: container.exitCode,
    reason: container.reason,
    message: container.message,
    createdAt: container.createdAt,
    startedAt: container.startedAt,
    finishedAt: container.finishedAt,
    restarts: container.attempt,
    command: started.args,
    logPath: container.logPath,
    pod: pod === undefined ? undefined : { name: pod.name, namespace: pod.namespace, ip: pod.ip },
    ports: ports.map((port) => `${port.hostPort} → ${port.containerPort}/${port.protocol}`),
    browsable: container.state === 'running' && ports.some((port) => port.protocol === 'tcp'),
    mounts: container.mounts,
    env: started.env,
    labels: pairs(container.labels),
    annotations: pairs(container.annotations),
    limits: container.limits,
    end: container.state === 'exited' ? explainEnd({ ...container, command: started.args }) : undefined,
  };
}

/** The process of the OCI runtime spec, wherever in the verbose info it is (runtimes differ). */
function processOf(info: Readonly<Record<string, string>>): { readonly args: readonly string[]; readonly env: readonly Pair[] } {
  for (const text of Object.values(info)) {
    const value = parsed(text);
    const process = field(field(value, 'runtimeSpec') ?? value, 'process');
    if (process === undefined) continue;
    const env = texts(field(process, 'env')).map((entry): Pair => {
      const equals = entry.indexOf('=');
      return equals < 0 ? { name: entry, value: '' } : { name: entry.slice(0, equals), value: entry.slice(equals + 1) };
    });
    return { args: texts(field(process, 'args')), env };
  }
  return { args: [], env: [] };
}

/** By name. */
export function pairs(record: Readonly<Record<string, string>>): readonly Pair[] {
  return Object.entries(record)
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
