import { isRpcError } from '../client/rpc-error.ts';
import type { SystemInfo } from '../client/container-calls.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { Session } from '../target/session.ts';
import type { MachineView, MetricView, TargetAction, TargetView } from '../../webview/protocol.ts';
import { eventAnswers } from './event-answers.ts';
import type { Question } from './panel-answers.ts';
import type { PanelKind } from './panel-connection.ts';

const INTERVAL_MS = 3000;

const ACTIONS: Readonly<Record<TargetAction, string>> = {
  check: 'slipway.runtime.check',
  inspect: 'slipway.runtime.inspect',
  log: 'slipway.runtime.showLog',
  restart: 'slipway.runtime.restart',
  podCidr: 'slipway.runtime.setPodCidr',
  metrics: 'slipway.runtime.metrics',
  cleanUp: 'slipway.image.cleanUp',
};

/** The panel of the runtime that is shown; its subject is the id of the target. */
export const TARGET_PANEL: PanelKind<TargetView> = {
  name: 'target',
  ask: askView,
  actions: ACTIONS,
  answers: { metrics },
  openAnswers: eventAnswers,
  intervalMs: INTERVAL_MS,
};

async function askView({ client, target }: Session, _id: string, signal: AbortSignal): Promise<TargetView> {
  const options = { signal, background: true };
  const [version, status, pods, containers, images, disk, machine] = await Promise.all([
    client.version(options),
    client.status(options),
    client.listPods(options),
    client.listContainers(options),
    client.listImages(options),
    orUndefined(() => client.diskUsage(options)),
    askMachine(client, signal),
  ]);
  return {
    name: target.label,
    address: target.socket,
    runtime: `${version.runtimeName} ${version.runtimeVersion}`,
    apiVersion: version.apiVersion,
    conditions: status.conditions,
    handlers: status.handlers.map((name) => ({ name, features: status.handlerFeatures[name] ?? [] })),
    counts: {
      pods: pods.length,
      containers: containers.length,
      running: containers.filter(({ state }) => state === 'running').length,
      images: images.length,
    },
    disk,
    machine: machine === undefined ? undefined : machineView(machine),
  };
}

function machineView(info: SystemInfo): MachineView {
  const { os, kernel, architecture, processors, memoryBytes, rootDirectory, checks } = info;
  return {
    ...{ os, kernel, architecture, processors, memoryBytes, rootDirectory, checks },
    cgroups: `v${String(info.cgroupVersion)}, ${info.cgroupDriver}`,
  };
}

function askMachine(client: RuntimeClient, signal: AbortSignal): Promise<SystemInfo | undefined> {
  return orUndefined(() => client.systemInfo({ signal, background: true }));
}

/** Where the runtime has no call for it. */
async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRpcError(error, 'unimplemented')) return undefined;
    throw error;
  }
}

/** All metrics with their values now: asked when a person wants to see them. */
async function metrics({ session: { client }, signal }: Question): Promise<readonly MetricView[]> {
  const all = await client.metrics({ signal });
  return all.map(({ name, help, samples }) => ({
    name,
    help,
    samples: samples.map(({ labels, value }) => ({
      labels: Object.entries(labels)
        .filter(([, text]) => text !== '')
        .map(([key, text]) => `${key}=${text}`)
        .join(' '),
      value,
    })),
  }));
}
