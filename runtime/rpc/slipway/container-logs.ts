import type { ContainerLogsRequest, ContainerLogsResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { ContainerRecord } from '../../base/container.ts';
import { CriError } from '../../base/cri-error.ts';
import { readLogs, type ReadLogsOptions } from '../../stream/log/read-logs.ts';
import type { Call } from '../call.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import { loggedContainers, logOf, logQuery, podHasEnded, toLogRecord } from './log-query.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

/** The log in batches, across rotations; with follow, until the container (or with all attempts, the pod) has ended. */
export async function* containerLogs(
  parts: RuntimeParts,
  request: ContainerLogsRequest,
  call: Call,
): AsyncGenerator<Input<ContainerLogsResponse>, void, undefined> {
  const record = containerOrThrow(parts, request.containerId);
  if (record.logPath === '') {
    throw new CriError('failed-precondition', `container ${record.id.slice(0, 12)} has no log`, {
      hint: 'a log is kept when the pod has a log_directory and the container a log_path',
    });
  }
  const asked = await logQuery(parts, request, call);
  const which = request.allAttempts ? attemptsOf(parts, record) : { logs: () => [{ ...logOf(parts, record), lane: '' }] };
  for await (const batches of readLogs({ ...asked, ...which })) {
    yield { records: batches.flatMap(({ records }) => records.map((each) => toLogRecord(each, request.timestamps))) };
  }
}

function attemptsOf(
  parts: RuntimeParts,
  { sandboxId, config: { metadata } }: ContainerRecord,
): Pick<ReadLogsOptions, 'logs' | 'complete'> {
  return {
    logs: () =>
      loggedContainers(parts, sandboxId)
        .filter(({ config }) => config.metadata.name === metadata.name)
        .map((record) => ({ ...logOf(parts, record), lane: '' })),
    complete: () => podHasEnded(parts, sandboxId),
  };
}
