import { setTimeout as delay } from 'node:timers/promises';
import { isRpcError, messageOf } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { Container, LogEntry, LogQuery } from '../client/types.ts';
import { containerLog } from './container-log.ts';

/** Entries of one container that follow each other. */
export interface SourcedEntries {
  /** The container's name, with its attempt where it was restarted. */
  readonly source: string;
  readonly entries: readonly LogEntry[];
}

export interface PodLogOptions {
  readonly query: LogQuery;
  readonly signal: AbortSignal;
  /** The containers that the pod has now. */
  readonly containers: readonly Pick<Container, 'id' | 'name' | 'attempt'>[];
}

type Client = Pick<RuntimeClient, 'podLogs' | 'containerLogs' | 'containerStatus'>;

/** What arrives within this time is put in order. */
const GATHER_MS = 100;
/** Entries; with as many the containers wait until somebody takes them. */
const MOST_WAITING = 20_000;

/** The merged log of a pod from its runtime; where that offers none, from the logs of the containers that it has now. */
export async function* podLog(client: Client, id: string, options: PodLogOptions): AsyncGenerator<readonly SourcedEntries[]> {
  const { query, signal } = options;
  try {
    for await (const batches of client.podLogs(id, query, { signal }))
      yield batches.map(({ container, attempt, entries }) => ({ source: sourceOf(container, attempt), entries }));
    return;
  } catch (error) {
    if (!isRpcError(error, 'unimplemented')) throw error;
  }
  yield* containerLogs(client, options);
}

interface Sourced {
  readonly source: string;
  readonly entry: LogEntry;
}

/** The logs of some containers as one, in the order of time; all are read only as fast as this one is. */
export async function* containerLogs(
  client: Pick<Client, 'containerLogs' | 'containerStatus'>,
  { query, signal, containers }: PodLogOptions,
): AsyncGenerator<readonly SourcedEntries[]> {
  const waiting: Sourced[] = [];
  let wake = Promise.withResolvers<undefined>();
  let room = Promise.withResolvers<undefined>();
  let reading = containers.length;
  const add = (source: string, entries: readonly LogEntry[]): void => {
    waiting.push(...entries.map((entry) => ({ source, entry })));
    wake.resolve(undefined);
  };
  const readings = containers.map(async ({ id, name, attempt }) => {
    const source = sourceOf(name, attempt);
    try {
      for await (const entries of containerLog(client, id, { query, signal })) {
        add(source, entries);
        if (waiting.length >= MOST_WAITING) await room.promise;
      }
    } catch (error) {
      // The others go on.
      const text = `(the log cannot be followed: ${messageOf(error)})`;
      add(source, [{ time: Date.now(), stream: 'stderr', text, partial: false }]);
    } finally {
      reading -= 1;
      wake.resolve(undefined);
    }
  });
  while (reading > 0 || waiting.length > 0) {
    if (waiting.length === 0) await wake.promise;
    wake = Promise.withResolvers();
    await delay(GATHER_MS);
    const batch = waiting.splice(0).sort((a, b) => a.entry.time - b.entry.time);
    room.resolve(undefined);
    room = Promise.withResolvers();
    if (batch.length > 0) yield batch.map(({ source, entry }) => ({ source, entries: [entry] }));
  }
  await Promise.all(readings);
}

function sourceOf(name: string, attempt: number): string {
  return attempt === 0 ? name : `${name}#${String(attempt)}`;
}
