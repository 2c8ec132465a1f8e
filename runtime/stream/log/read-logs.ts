import { LogChanges } from './log-changes.ts';
import { LogFilter, type LogFilterOptions } from './log-filter.ts';
import { LogLane, type LaneBatch, type LogToRead } from './log-lane.ts';
import type { LogRecord } from './log-record.ts';

export interface ReadLogsOptions extends LogFilterOptions {
  /** The logs to read; those of one lane come one after the other, in their order. Asked again after changes: later ones may join. */
  readonly logs: () => readonly (LogToRead & { readonly lane: string })[];
  /** Go on with what is written later. */
  readonly follow: boolean;
  /** Begin each lane with so many of its last records; undefined = all of them. */
  readonly tailLines?: number | undefined;
  /** True once no more logs will join. */
  readonly complete?: () => boolean;
  /** Calls `wake` when `ended`, `complete` or `logs` may have changed; returns the way to stop. */
  readonly onChange?: (wake: () => void) => () => void;
  /** Nanoseconds since 1970, for the end of a time range. */
  readonly nowNs: () => number;
  readonly signal?: AbortSignal | undefined;
}

interface Lane {
  readonly files: LogLane;
  /** Read and not yet given on. */
  key: string;
  records: readonly LogRecord[];
  at: number;
}

/** Bytes of text given on at once, about. */
const BATCH_BYTES = 128 * 1024;

/**
 * Yields the records of logs in the order of time, in batches, across rotations; with `follow`, until all have ended and none will
 * join. Reads no further ahead than a chunk of each log. A file that is not there yet is waited for when following.
 */
export async function* readLogs(options: ReadLogsOptions): AsyncGenerator<readonly LaneBatch[], void, undefined> {
  const { follow, signal, onChange = () => () => undefined, complete = () => true } = options;
  const changes = follow ? new LogChanges(onChange, signal) : undefined;
  const filter = new LogFilter(options);
  const lanes = new Map<string, Lane>();
  try {
    await openLanes(lanes, options, { changes, isFirst: true });
    for (;;) {
      signal?.throwIfAborted();
      const isOver = !follow || options.nowNs() > (options.untilTimeNs ?? Number.POSITIVE_INFINITY);
      const isComplete = isOver || complete();
      await openLanes(lanes, options, { changes, isFirst: false });
      for await (const batches of merged([...lanes.values()], isOver)) {
        const chosen = await chooseFrom(batches, filter);
        if (chosen.length > 0) yield chosen;
        signal?.throwIfAborted();
        if (filter.isFull) return;
      }
      if (isOver || changes === undefined || (isComplete && [...lanes.values()].every(({ files }) => files.isDone))) return;
      await changes.next();
    }
  } finally {
    changes?.close();
    await Promise.all([...lanes.values()].map(({ files }) => files.close()));
  }
}

async function openLanes(
  lanes: Map<string, Lane>,
  options: ReadLogsOptions,
  { changes, isFirst }: { readonly changes: LogChanges | undefined; readonly isFirst: boolean },
): Promise<void> {
  const { tailLines, sinceTimeNs } = options;
  for (const [name, logs] of Map.groupBy(options.logs(), ({ lane }) => lane)) {
    for (const { path } of logs) changes?.add(path);
    const lane = lanes.get(name);
    if (lane !== undefined) for (const log of logs) await lane.files.join(log);
    // What comes into being later is wanted from its first line.
    else {
      const files = await LogLane.open(logs, isFirst ? { tailLines, sinceTimeNs } : {});
      lanes.set(name, { files, key: '', records: [], at: 0 });
    }
  }
}

/** What is there now, in the order of time as far as it is known: a lane without anything new is not waited for. */
async function* merged(lanes: readonly Lane[], isOver: boolean): AsyncGenerator<readonly LaneBatch[], void, undefined> {
  let active: Lane[] = [];
  for (const lane of lanes) if (await refill(lane, isOver)) active.push(lane);
  let batches: { key: string; records: LogRecord[] }[] = [];
  let bytes = 0;
  while (active.length > 0) {
    const lane = active.reduce((first, other) => (timeOf(other) < timeOf(first) ? other : first));
    const bound = Math.min(...active.map((other) => (other === lane ? Number.POSITIVE_INFINITY : timeOf(other))));
    const run = takeUntil(lane, bound);
    const last = batches.at(-1);
    if (last?.key === lane.key) last.records.push(...run);
    else batches.push({ key: lane.key, records: run });
    for (const { text } of run) bytes += text.length + 1;
    if (lane.at >= lane.records.length && !(await refill(lane, isOver))) active = active.filter((other) => other !== lane);
    if (bytes < BATCH_BYTES && active.length > 0) continue;
    yield batches;
    batches = [];
    bytes = 0;
  }
}

async function refill(lane: Lane, isOver: boolean): Promise<boolean> {
  const batch = await lane.files.read(isOver);
  if (batch === undefined) return false;
  Object.assign(lane, { ...batch, at: 0 });
  return true;
}

function timeOf({ records, at }: Lane): number {
  return records[at]?.timeNs ?? Number.POSITIVE_INFINITY;
}

/** The lane's records up to that time, at least one. */
function takeUntil(lane: Lane, timeNs: number): LogRecord[] {
  const start = lane.at++;
  while (lane.at < lane.records.length && timeOf(lane) <= timeNs) lane.at++;
  return lane.records.slice(start, lane.at);
}

async function chooseFrom(batches: readonly LaneBatch[], filter: LogFilter): Promise<readonly LaneBatch[]> {
  const chosen: LaneBatch[] = [];
  for (const { key, records } of batches) {
    const fitting = await filter.choose(records);
    if (fitting.length > 0) chosen.push({ key, records: fitting });
  }
  return chosen;
}
