import { watch } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errnoOf } from '../base/cri-error.ts';
import { parseLogRecord, type LogRecord } from './log-record.ts';
import { tailOffset } from './tail-offset.ts';

export interface FollowLogOptions {
  /** Absolute path of the CRI log file. */
  readonly path: string;
  readonly follow: boolean;
  /** Start with so many of the last lines; undefined = all of them. */
  readonly tailLines?: number;
  /** Leave out records before this. */
  readonly sinceTimeNs?: number;
  /** True once nothing more will be written; what is in the file by then is still read. */
  readonly ended: () => boolean;
  /** Calls `wake` when `ended` may have become true; returns the way to stop. */
  readonly onEnd?: (wake: () => void) => () => void;
  readonly signal?: AbortSignal;
}

const CHUNK_BYTES = 64 * 1024;
/** A record longer than this is no CRI log line: it is dropped rather than kept in memory. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Where fs.watch misses a change (a network file system), this bounds the delay. */
const POLL_MS = 1000;

/**
 * Yields the records of a log file in batches, never empty; with `follow`, goes on across rotations (rename and a new file at the
 * same path) until `ended`. Reads no further ahead than the caller takes. A file that is not there yet is waited for when following.
 */
export async function* followLog(options: FollowLogOptions): AsyncGenerator<LogRecord[], void, undefined> {
  const changes = options.follow ? new ChangeSignal(options) : undefined;
  let reader: LineReader | undefined;
  try {
    reader = await LineReader.open(options.path, options.tailLines);
    for (;;) {
      options.signal?.throwIfAborted();
      const ended = !options.follow || options.ended();
      yield* whatIsThere(reader, options);
      const next = await successor(reader, options.path);
      if (next !== undefined) {
        // The new file is there, so the old one is complete now: its last lines may have come after our look at its end.
        try {
          yield* whatIsThere(reader, options);
        } finally {
          await reader?.close();
          reader = next;
        }
        continue;
      }
      if (ended || changes === undefined) return;
      await changes.next();
    }
  } finally {
    changes?.close();
    await reader?.close();
  }
}

async function* whatIsThere(
  reader: LineReader | undefined,
  { sinceTimeNs = 0, signal }: FollowLogOptions,
): AsyncGenerator<LogRecord[], void, undefined> {
  for (let batch = await reader?.next(); batch !== undefined; batch = await reader?.next()) {
    const records = batch.filter((record) => record.timeNs >= sinceTimeNs);
    if (records.length > 0) yield records;
    signal?.throwIfAborted();
  }
}

/** The file that has taken the place of the reader's, if one has. */
async function successor(reader: LineReader | undefined, path: string): Promise<LineReader | undefined> {
  if (reader !== undefined && !(await reader.wasReplaced())) return undefined;
  return LineReader.open(path, undefined);
}

/** Complete lines of one open file, from an offset on. */
class LineReader {
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;
  private readonly file: FileHandle;
  private readonly path: string;
  private readonly inode: number;
  private position: number;

  private constructor(file: FileHandle, path: string, at: { readonly inode: number; readonly position: number }) {
    this.file = file;
    this.path = path;
    this.inode = at.inode;
    this.position = at.position;
  }

  static async open(path: string, tailLines: number | undefined): Promise<LineReader | undefined> {
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    }
    const { ino, size } = await file.stat();
    const position = tailLines === undefined ? 0 : await tailOffset(file, size, tailLines);
    return new LineReader(file, path, { inode: ino, position });
  }

  /** The records of the next chunk; undefined at the end of what is there now. A truncated file is read from its start. */
  async next(): Promise<LogRecord[] | undefined> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await this.file.read(chunk, 0, CHUNK_BYTES, this.position);
    if (bytesRead === 0) {
      const { size } = await this.file.stat();
      if (size >= this.position) return undefined;
      this.position = 0;
      this.rest = Buffer.alloc(0);
      return [];
    }
    this.position += bytesRead;
    return this.split(chunk.subarray(0, bytesRead));
  }

  async wasReplaced(): Promise<boolean> {
    try {
      return (await stat(this.path)).ino !== this.inode;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private split(chunk: Buffer): LogRecord[] {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const records: LogRecord[] = [];
    let start = 0;
    for (let end = data.indexOf(0x0a, start); end >= 0; end = data.indexOf(0x0a, start)) {
      const record = this.skipping ? undefined : parseLogRecord(data.subarray(start, end));
      this.skipping = false;
      if (record !== undefined) records.push(record);
      start = end + 1;
    }
    this.rest = data.subarray(start);
    if (this.rest.length > MAX_LINE_BYTES) {
      this.rest = Buffer.alloc(0);
      this.skipping = true;
    }
    return records;
  }
}

/** Remembers that something happened, so that a change between two reads is never missed. */
class ChangeSignal {
  private changed = false;
  private wake: (() => void) | undefined;
  private readonly stops: (() => void)[] = [];

  constructor(options: FollowLogOptions) {
    const notice = (): void => {
      this.changed = true;
      this.wake?.();
    };
    const name = basename(options.path);
    try {
      const watcher = watch(dirname(options.path), (_event, file) => {
        if (file === name || file === null) notice();
      });
      watcher.on('error', notice);
      this.stops.push(() => {
        watcher.close();
      });
    } catch (error) {
      // Without a watch (no directory yet, no inotify instances left) the poll below does the work.
      if (errnoOf(error) === undefined) throw error;
    }
    const timer = setInterval(notice, POLL_MS);
    this.stops.push(() => {
      clearInterval(timer);
    });
    if (options.onEnd !== undefined) this.stops.push(options.onEnd(notice));
    const { signal } = options;
    if (signal !== undefined) {
      signal.addEventListener('abort', notice);
      this.stops.push(() => {
        signal.removeEventListener('abort', notice);
      });
    }
  }

  async next(): Promise<void> {
    if (!this.changed)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    this.changed = false;
    this.wake = undefined;
  }

  close(): void {
    for (const stop of this.stops) stop();
  }
}
