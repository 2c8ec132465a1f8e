import { ContainerLogsRequest } from '../../../proto/gen/slipway.ts';
import type { PodLogsRequest, PodLogsResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { ContainerMetadata } from '../../base/container.ts';
import { readLogs } from '../../stream/log/read-logs.ts';
import type { Call } from '../call.ts';
import { podOrThrow } from '../find-or-throw.ts';
import { loggedContainers, logOf, logQuery, podHasEnded, toLogRecord } from './log-query.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

const NOTHING_ASKED = ContainerLogsRequest.decode(new Uint8Array());

/** The logs of all containers of a pod that keep one, merged by time; containers that are made later join. */
export async function* podLogs(
  parts: RuntimeParts,
  { podSandboxId, options = NOTHING_ASKED }: PodLogsRequest,
  call: Call,
): AsyncGenerator<Input<PodLogsResponse>, void, undefined> {
  const { id } = podOrThrow(parts, podSandboxId);
  const asked = await logQuery(parts, options, call);
  // A container may be removed before its last records are given on.
  const names = new Map<string, ContainerMetadata>();
  const logs = (): ReturnType<Parameters<typeof readLogs>[0]['logs']> =>
    loggedContainers(parts, id).map((record) => {
      names.set(record.id, record.config.metadata);
      return { ...logOf(parts, record), lane: record.config.metadata.name };
    });
  for await (const batches of readLogs({ ...asked, logs, complete: () => podHasEnded(parts, id) })) {
    yield {
      batches: batches.map(({ key, records }) => ({
        containerId: key,
        ...names.get(key),
        records: records.map((record) => toLogRecord(record, options.timestamps)),
      })),
    };
  }
}
