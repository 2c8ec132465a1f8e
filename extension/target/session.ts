import type { Activity } from '../client/activity.ts';
import { RpcError, isRpcError } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { Container } from '../client/types.ts';
import type { Daemon } from '../daemon/daemon.ts';
import type { Disposable } from '../events.ts';
import { disposeAll } from '../events.ts';
import { t } from '../l10n.ts';
import { brokenLink } from './chain.ts';
import type { ChainProbes } from './chain.ts';
import { examine } from './health.ts';
import type { Health } from './health.ts';
import { followEvents } from './event-watch.ts';
import { createLiveQuery } from './live-query.ts';
import type { ImageList, ListedContainer, PodList } from './lists.ts';
import type { LiveQuery, Timers } from './live-query.ts';
import type { Target } from './target.ts';
import { createUsageMeter } from './usage.ts';
import type { ContainerUsage } from './usage.ts';

/** Everything that is known and can be done with one target. */
export interface Session extends Disposable {
  readonly target: Target;
  readonly client: RuntimeClient;
  readonly daemon: Daemon | undefined;
  readonly activity: Activity;
  readonly health: LiveQuery<Health>;
  readonly pods: LiveQuery<PodList>;
  readonly images: LiveQuery<ImageList>;
  /** What each container uses; empty where the runtime has no statistics. */
  readonly usage: LiveQuery<readonly (readonly [string, ContainerUsage])[]>;
  /** Asks for everything again, now. */
  refresh(): Promise<void>;
  /** Drops what is shown, because the runtime was stopped on purpose. */
  forget(): void;
}

export interface SessionParts {
  readonly target: Target;
  readonly client: RuntimeClient;
  readonly daemon: Daemon | undefined;
  readonly activity: Activity;
  readonly probes: ChainProbes;
  readonly intervalMs: () => number;
  readonly timers?: Timers;
}

export function createSession(parts: SessionParts): Session {
  const { client, intervalMs } = parts;
  const timers = parts.timers === undefined ? {} : { timers: parts.timers };
  const health = createLiveQuery({
    ...timers,
    intervalMs,
    ask: (signal) => examine(parts.probes, () => client.status({ signal, background: true })),
  });
  const usable = (): void => {
    const state = health.snapshot.value;
    if (state !== undefined && state.state !== 'ready' && state.state !== 'degraded') throw away(state);
  };
  const describe = createContainerDescriber(client);
  const askPaused = onlyWhereOffered((signal) => client.listPaused({ signal, background: true }));
  const pods = createLiveQuery<PodList>({
    ...timers,
    // Events tell of changes at once; this is for what they cannot tell.
    intervalMs: () => (events.live ? Math.max(intervalMs(), CALM_MS) : intervalMs()),
    ask: async (signal) => {
      usable();
      const options = { signal, background: true };
      const [list, containers, paused] = await Promise.all([
        client.listPods(options),
        client.listContainers(options),
        askPaused(signal),
      ]);
      return { pods: list, containers: await describe(containers, { paused, signal }) };
    },
  });
  const images = createLiveQuery<ImageList>({
    ...timers,
    intervalMs,
    ask: async (signal) => {
      usable();
      const options = { signal, background: true };
      const [list, containers] = await Promise.all([client.listImages(options), client.listContainers(options)]);
      return { images: list, inUse: containers.flatMap((container) => [container.image, container.imageId]) };
    },
  });
  const usage = createLiveQuery({
    ...timers,
    intervalMs: () => Math.max(intervalMs(), USAGE_MS),
    ask: createUsageQuestion(client),
  });
  const events = followEvents({
    open: (signal) => client.containerEvents({ signal, background: true }),
    onEvent: () => void pods.refresh(),
    ...timers,
  });
  const links = disposeAll([
    linkToHealth(health, pods),
    linkToHealth(health, images),
    health.onDidChange(({ value }) => {
      if (value?.state === 'ready' || value?.state === 'degraded') events.retry();
    }),
  ]);
  return {
    ...parts,
    health,
    pods: watchedWith(pods, events),
    images,
    usage,
    refresh: async () => {
      await health.refresh();
      await Promise.all([pods.refresh(), images.refresh()]);
    },
    forget: () => {
      pods.clear();
      images.clear();
    },
    dispose: () => {
      disposeAll([health, pods, images, usage, events, links]).dispose();
      client.close();
    },
  };
}

const CALM_MS = 20_000;
const USAGE_MS = 5000;

/** Who looks at the pods hears of their events. */
function watchedWith(pods: LiveQuery<PodList>, events: { watch(): Disposable }): LiveQuery<PodList> {
  return {
    get snapshot() {
      return pods.snapshot;
    },
    onDidChange: pods.onDidChange,
    watch: () => disposeAll([pods.watch(), events.watch()]),
    refresh: () => pods.refresh(),
    clear: () => {
      pods.clear();
    },
    dispose: () => {
      pods.dispose();
    },
  };
}

function createUsageQuestion(
  client: RuntimeClient,
): (signal: AbortSignal) => Promise<readonly (readonly [string, ContainerUsage])[]> {
  const measure = createUsageMeter();
  return onlyWhereOffered(async (signal) => measure(await client.listContainerStats({ signal, background: true })));
}

/** Nothing, once the runtime has said that it has no such call: it is not asked again. */
function onlyWhereOffered<T>(
  ask: (signal: AbortSignal) => Promise<readonly T[]>,
): (signal: AbortSignal) => Promise<readonly T[]> {
  let offered = true;
  return async (signal) => {
    if (!offered) return [];
    try {
      return await ask(signal);
    } catch (error) {
      if (!isRpcError(error, 'unimplemented')) throw error;
      offered = false;
      return [];
    }
  };
}

/** A list that fails asks for the health again; a runtime that is back fills the list again. */
function linkToHealth(health: LiveQuery<Health>, list: LiveQuery<unknown>): Disposable {
  let wasUsable = false;
  return disposeAll([
    list.onDidChange(({ error }) => {
      if (isRpcError(error, 'unavailable') && wasUsable) void health.refresh();
    }),
    health.onDidChange(({ value }) => {
      const isUsable = value?.state === 'ready' || value?.state === 'degraded';
      if (isUsable && !wasUsable) void list.refresh();
      wasUsable = isUsable;
    }),
  ]);
}

function away(health: Health): RpcError {
  const cause = brokenLink(health.links)?.cause ?? t('the runtime does not answer');
  return new RpcError('unavailable', cause, { hint: t('see the Targets view') });
}

const AT_ONCE = 8;

/** Adds what only ContainerStatus tells (how a container ended), asked once per ended container. */
function createContainerDescriber(
  client: RuntimeClient,
): (
  containers: readonly Container[],
  more: { readonly paused: readonly string[]; readonly signal: AbortSignal },
) => Promise<readonly ListedContainer[]> {
  const ends = new Map<string, { readonly exitCode: number; readonly reason: string }>();
  return async (containers, { paused, signal }) => {
    const ended = containers.filter((container) => container.state === 'exited');
    const keep = new Set(ended.map((container) => container.id));
    for (const id of ends.keys()) if (!keep.has(id)) ends.delete(id);
    const unknown = ended.filter((container) => !ends.has(container.id));
    for (let at = 0; at < unknown.length; at += AT_ONCE) {
      await Promise.all(
        unknown.slice(at, at + AT_ONCE).map(async ({ id }) => {
          try {
            const { exitCode, reason, state } = await client.containerStatus(id, { signal, background: true });
            if (state === 'exited') ends.set(id, { exitCode, reason });
          } catch (error) {
            if (!isRpcError(error, 'not-found')) throw error; // removed meanwhile: the next list says so
          }
        }),
      );
    }
    return containers.map((container) => {
      const end = ends.get(container.id);
      return { ...container, exitCode: end?.exitCode, reason: end?.reason ?? '', paused: paused.includes(container.id) };
    });
  };
}
