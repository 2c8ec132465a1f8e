import { isRpcError } from '../client/rpc-error.ts';
import type { MeasuredUsage } from '../client/runtime-calls.ts';
import type { RuntimeClient } from '../client/runtime-client.ts';
import { t } from '../l10n.ts';
import { coresOf } from '../target/usage.ts';
import type { UsageAnswer, UsagePoint } from '../../webview/protocol.ts';
import type { Answer, Question } from './panel-answers.ts';
import type { OwnAnswers } from './panel-connection.ts';

/** Ten minutes of one point each two seconds. */
const MOST_POINTS = 300;
/** Pages that ask more often get what is known. */
const LEAST_MS = 900;

type Measure = (question: Question) => Promise<MeasuredUsage | undefined>;

/** The answer to `usage`: a measurement for each asking, kept as long as the panel is open, so that a page that was hidden goes on with its curves. */
export function usageAnswers(measure: Measure, now: () => number = Date.now): OwnAnswers {
  const points: UsagePoint[] = [];
  let before: MeasuredUsage | undefined;
  let askedAt = 0;
  const usage: Answer = async (question): Promise<UsageAnswer> => {
    const after = afterOf(question.about);
    if (now() - askedAt >= LEAST_MS) {
      askedAt = now();
      try {
        const measured = await measure(question);
        if (measured !== undefined) {
          points.push(pointOf(askedAt, before, measured));
          if (points.length > MOST_POINTS) points.shift();
        }
        before = measured;
      } catch (error) {
        if (isRpcError(error, 'unimplemented')) return { points: [], problem: t('This runtime has no statistics.') };
        if (!isRpcError(error, 'not-found')) throw error; // it has just ended
      }
    }
    return { points: points.filter(({ at }) => at > after), problem: '' };
  };
  return { answers: { usage }, dispose: () => undefined };
}

function afterOf(about: unknown): number {
  const after: unknown = typeof about === 'object' && about !== null ? Reflect.get(about, 'after') : undefined;
  return typeof after === 'number' ? after : 0;
}

function pointOf(at: number, before: MeasuredUsage | undefined, now: MeasuredUsage): UsagePoint {
  return {
    at,
    cores: coresOf(before, now),
    memoryBytes: now.memoryBytes,
    received: rateOf(before, now, 'received'),
    sent: rateOf(before, now, 'sent'),
    processes: now.processes,
  };
}

function rateOf(before: MeasuredUsage | undefined, now: MeasuredUsage, counter: 'received' | 'sent'): number | undefined {
  const [earlier, later] = [before?.network, now.network];
  if (earlier === undefined || later === undefined) return undefined;
  const seconds = (later.atNs - earlier.atNs) / 1e9;
  const bytes = later[counter] - earlier[counter];
  return seconds > 0 && bytes >= 0 ? bytes / seconds : undefined;
}

/** A container with the network and the processes of its pod, where the runtime tells them. */
export async function measureContainer(
  client: Pick<RuntimeClient, 'containerUsage' | 'podUsage'>,
  { id, podId }: { readonly id: string; readonly podId: string | undefined },
  signal: AbortSignal,
): Promise<MeasuredUsage | undefined> {
  const options = { signal, background: true };
  const own = await client.containerUsage(id, options);
  if (own === undefined || podId === undefined) return own;
  try {
    const pod = await client.podUsage(podId, options);
    return { ...own, network: pod?.network, processes: pod?.processes };
  } catch (error) {
    // Runtimes refuse it in many ways (containerd 1.6 on cgroup v1 with a code of its own); what the container uses is known all the same.
    if (isRpcError(error) && error.code !== 'unavailable' && error.code !== 'cancelled') return own;
    throw error;
  }
}
