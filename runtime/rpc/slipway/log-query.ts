import { LogStream } from '../../../proto/gen/slipway.ts';
import type { ContainerLogsRequest, LogRecord as WireRecord } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { ContainerRecord } from '../../base/container.ts';
import { linePattern } from '../../stream/log/line-pattern.ts';
import type { LogToRead } from '../../stream/log/log-lane.ts';
import type { LogRecord } from '../../stream/log/log-record.ts';
import type { ReadLogsOptions } from '../../stream/log/read-logs.ts';
import type { Call } from '../call.ts';
import { bounded, enumName } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

type Asked = Omit<ReadLogsOptions, 'logs' | 'complete'>;

const STREAMS = [undefined, 'stdout', 'stderr'] as const;
const STREAM_NAMES = ['both', 'stdout', 'stderr'] as const;
const MAX = Number.MAX_SAFE_INTEGER;

/** What a request for logs asks for, but which logs. Throws invalid-argument. */
export async function logQuery(parts: RuntimeParts, request: ContainerLogsRequest, call: Call): Promise<Asked> {
  const { tailLines, sinceTimeNs, untilTimeNs, headBytes, pattern } = request;
  enumName(STREAM_NAMES, request.stream, 'stream');
  return {
    follow: request.follow,
    tailLines: tailLines === undefined ? undefined : bounded(tailLines.value, MAX, 'tail_lines'),
    sinceTimeNs: sinceTimeNs === 0 ? undefined : sinceTimeNs,
    untilTimeNs: untilTimeNs === 0 ? undefined : untilTimeNs,
    headBytes: headBytes === 0 ? undefined : bounded(headBytes, MAX, 'head_bytes'),
    stream: STREAMS[request.stream],
    pattern: pattern === '' ? undefined : await linePattern(pattern),
    nowNs: () => parts.clock.nowNs(),
    onChange: (wake) => parts.containers.onChange(wake),
    signal: call.signal,
  };
}

/** The log of a container and when it is complete. */
export function logOf({ containers }: RuntimeParts, { id, logPath }: ContainerRecord): LogToRead {
  return { key: id, path: logPath, ended: () => hasEnded(containers.find(id)) };
}

/** The containers of a pod that keep a log, by name, each name's attempts in their order. */
export function loggedContainers({ containers }: RuntimeParts, sandboxId: string): readonly ContainerRecord[] {
  return containers
    .list({ sandboxId })
    .filter(({ logPath }) => logPath !== '')
    .toSorted((a, b) => a.config.metadata.attempt - b.config.metadata.attempt || a.createdAtNs - b.createdAtNs);
}

/** Whether a pod makes no more logs. */
export function podHasEnded({ pods }: RuntimeParts, sandboxId: string): boolean {
  const state = pods.find(sandboxId)?.state;
  return state !== 'creating' && state !== 'ready' && state !== 'stopping';
}

export function toLogRecord({ timeNs, stream, text, partial }: LogRecord, timestamps: boolean): Input<WireRecord> {
  return {
    timeNs: timestamps ? timeNs : 0,
    stream: stream === 'stdout' ? LogStream.LOG_STREAM_STDOUT : LogStream.LOG_STREAM_STDERR,
    text,
    partial,
  };
}

/** One that is created may still write; of one in an unknown state nobody can say when it ends. */
function hasEnded(record: ContainerRecord | undefined): boolean {
  return record?.state !== 'created' && record?.state !== 'running';
}
