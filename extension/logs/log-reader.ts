import { setTimeout as delay } from 'node:timers/promises';
import { RpcError, isRpcError, messageOf } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import type { LogsBatch, LogsLine } from '../../webview/protocol.ts';
import type { SourcedEntries } from './pod-log.ts';

/** A log that is read in batches, as fast as somebody asks for them and no faster. */
export interface LogReader extends Disposable {
  /** What came since the last batch; waits for something. When the signal aborts, nothing is lost: the next batch has it. */
  next(signal: AbortSignal): Promise<LogsBatch>;
}

export interface LogReaderOptions {
  readonly read: (signal: AbortSignal) => AsyncIterable<readonly SourcedEntries[]>;
  /** Whether what is read was filtered by its runtime. */
  readonly filtered: () => boolean;
  /** How long what comes is gathered into one batch; 25. */
  readonly gatherMs?: number;
}

const LOG_STDERR = 1;
const LOG_PARTIAL = 2;

const BATCH_LINES = 5000;
/** As many wait here at most; then the runtime waits. */
const MOST_WAITING = 20_000;

/** Opens nothing before the first batch is asked for; the caller disposes it. */
export function openLogReader(options: LogReaderOptions): LogReader {
  return new QueuedReader(options);
}

class QueuedReader implements LogReader {
  private readonly options: LogReaderOptions;
  private readonly stop = new AbortController();
  private readonly waiting: LogsLine[] = [];
  private readonly sources: string[] = [];
  private arrived = Promise.withResolvers<undefined>();
  private room = Promise.withResolvers<undefined>();
  private end: Pick<LogsBatch, 'state' | 'problem'> | undefined;
  private begun = false;

  constructor(options: LogReaderOptions) {
    this.options = options;
  }

  async next(signal: AbortSignal): Promise<LogsBatch> {
    if (!this.begun) void this.fill();
    this.begun = true;
    if (this.waiting.length === 0 && this.end === undefined) {
      const aborted = Promise.withResolvers<undefined>();
      const wake = (): void => {
        aborted.resolve(undefined);
      };
      signal.addEventListener('abort', wake, { once: true });
      if (!signal.aborted) await Promise.race([this.arrived.promise, aborted.promise]);
      signal.removeEventListener('abort', wake);
    }
    const { gatherMs = 25 } = this.options;
    if (this.waiting.length < BATCH_LINES && this.end === undefined && !signal.aborted) await delay(gatherMs);
    if (signal.aborted) return this.batch([], { state: 'hidden', problem: '' });
    const lines = this.waiting.splice(0, BATCH_LINES);
    this.room.resolve(undefined);
    this.room = Promise.withResolvers();
    const isLast = this.waiting.length === 0;
    return this.batch(lines, isLast && this.end !== undefined ? this.end : { state: 'more', problem: '' });
  }

  dispose(): void {
    this.stop.abort();
    this.room.resolve(undefined);
  }

  private batch(lines: readonly LogsLine[], end: Pick<LogsBatch, 'state' | 'problem'>): LogsBatch {
    return { lines, sources: [...this.sources], filtered: this.options.filtered(), ...end };
  }

  private async fill(): Promise<void> {
    const { signal } = this.stop;
    try {
      for await (const batches of this.options.read(signal)) {
        for (const batch of batches) this.add(batch);
        this.wake();
        while (this.waiting.length >= MOST_WAITING && !signal.aborted) await this.room.promise;
      }
      this.end = { state: 'ended', problem: '' };
    } catch (error) {
      const hint = error instanceof RpcError && error.hint !== undefined ? ` (${error.hint})` : '';
      this.end =
        signal.aborted || isRpcError(error, 'cancelled')
          ? { state: 'ended', problem: '' }
          : { state: 'failed', problem: messageOf(error) + hint };
    }
    this.wake();
  }

  private add({ source, entries }: SourcedEntries): void {
    let at = this.sources.indexOf(source);
    if (at < 0) at = this.sources.push(source) - 1;
    for (const { time, stream, partial, text } of entries)
      this.waiting.push([time, at, (stream === 'stderr' ? LOG_STDERR : 0) | (partial ? LOG_PARTIAL : 0), text]);
  }

  private wake(): void {
    this.arrived.resolve(undefined);
    this.arrived = Promise.withResolvers();
  }
}
