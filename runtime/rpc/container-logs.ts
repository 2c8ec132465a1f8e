import { LogStream } from '../../proto/gen/slipway.ts';
import type { ContainerLogsRequest, ContainerLogsResponse } from '../../proto/gen/slipway.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerId } from '../base/ids.ts';
import { CriError } from '../base/cri-error.ts';
import { followLog } from '../stream/follow-log.ts';
import type { Call } from './call.ts';
import { bounded } from './fields.ts';
import { containerOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The log file in batches, across rotations; with follow, until the container has ended. */
export async function* containerLogs(
  parts: RuntimeParts,
  request: ContainerLogsRequest,
  call: Call,
): AsyncGenerator<Input<ContainerLogsResponse>, void, undefined> {
  const { id, logPath } = containerOrThrow(parts, request.containerId);
  if (logPath === '') {
    throw new CriError('failed-precondition', `container ${id.slice(0, 12)} has no log`, {
      hint: 'a log is kept when the pod has a log_directory and the container a log_path',
    });
  }
  const batches = followLog({
    path: logPath,
    follow: request.follow,
    ...(request.tailLines === undefined
      ? {}
      : { tailLines: bounded(request.tailLines.value, Number.MAX_SAFE_INTEGER, 'tail_lines') }),
    ...(request.sinceTimeNs === 0 ? {} : { sinceTimeNs: request.sinceTimeNs }),
    ended: () => hasEnded(parts, id),
    onEnd: (wake) =>
      parts.containers.onChange((record) => {
        if (record.id === id) wake();
      }),
    signal: call.signal,
  });
  for await (const records of batches) {
    yield {
      records: records.map(({ timeNs, stream, text, partial }) => ({
        timeNs: request.timestamps ? timeNs : 0,
        stream: stream === 'stdout' ? LogStream.LOG_STREAM_STDOUT : LogStream.LOG_STREAM_STDERR,
        text,
        partial,
      })),
    };
  }
}

/** One that is created may still write; of one in an unknown state nobody can say when it ends. */
function hasEnded({ containers }: RuntimeParts, id: ContainerId): boolean {
  const state = containers.find(id)?.state;
  return state !== 'created' && state !== 'running';
}
