import { setTimeout as delay } from 'node:timers/promises';
import { RpcError, isRpcError } from '../client/rpc-error.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import type { LogEntry, LogQuery } from '../client/types.ts';
import { followLogFile } from './follow-log-file.ts';
import { t } from '../l10n.ts';

const LOOK_AGAIN_MS = 500;

type Client = Pick<RuntimeClient, 'containerLogs' | 'containerStatus'>;

/** The log of a container from its runtime; where that offers no stream, from the file, when it is on this machine. */
export async function* containerLog(
  client: Client,
  id: string,
  { query, signal }: { readonly query: LogQuery; readonly signal: AbortSignal },
): AsyncGenerator<readonly LogEntry[]> {
  try {
    yield* client.containerLogs(id, query, { signal });
    return;
  } catch (error) {
    if (!isRpcError(error, 'unimplemented')) throw error;
  }
  const { logPath } = await client.containerStatus(id, { signal });
  if (logPath === '')
    throw new RpcError('failed-precondition', t('this container keeps no log'), {
      hint: t('a log is kept when the pod has a log_directory and the container a log_path'),
    });
  const file = followLogFile(logPath, { ...query, signal, ended: () => hasEnded(client, id), pause });
  for await (const entries of file) {
    const wanted = entries.filter((entry) => isWanted(entry, query));
    if (wanted.length > 0) yield wanted;
    const last = entries.at(-1);
    if (last !== undefined && isPast(last, query)) return;
  }
}

function isWanted(entry: LogEntry, { sinceMs = 0, stream, ...query }: LogQuery): boolean {
  return entry.time >= sinceMs && !isPast(entry, query) && (stream === undefined || entry.stream === stream);
}

function isPast({ time }: LogEntry, { untilMs = 0 }: Pick<LogQuery, 'untilMs'>): boolean {
  return untilMs !== 0 && time > untilMs;
}

async function hasEnded(client: Client, id: string): Promise<boolean> {
  try {
    return (await client.containerStatus(id, { background: true })).state === 'exited';
  } catch (error) {
    if (isRpcError(error, 'not-found')) return true;
    throw error;
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(LOOK_AGAIN_MS, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
