import { GrowingLogFile, inodeOf, type LogFile } from './log-file.ts';
import type { LogRecord } from './log-record.ts';
import { openRotatedLog, rotatedLogs, type RotatedLog } from './rotated-logs.ts';

export interface LogBeginning {
  /** Begin with so many of the last lines; undefined = all of them. */
  readonly tailLines?: number | undefined;
  /** Records before this need not come. */
  readonly sinceTimeNs?: number | undefined;
}

/** The log at a path across its rotations: first the rotated files, then the one that grows, then those that take its place. */
export class RotatingLog {
  private readonly path: string;
  private files: LogFile[] = [];
  /** The newest file seen at the path, or the newest rotated one where the path is free. */
  private current: GrowingLogFile | undefined;
  private lastTimeNs = 0;
  /** A file may repeat what was read before it was compressed: records up to that time are left out. */
  private readonly repeating = new Map<LogFile, number>();

  private constructor(path: string) {
    this.path = path;
  }

  /** Answers how many lines it begins with, too, when a tail was asked for. The caller closes it. */
  static async open(path: string, begin: LogBeginning = {}): Promise<{ readonly log: RotatingLog; readonly lines: number }> {
    const log = new RotatingLog(path);
    return { log, lines: await log.begin(begin) };
  }

  /** The next records, maybe none; undefined when there are no more now. */
  async read(): Promise<LogRecord[] | undefined> {
    for (;;) {
      const [file] = this.files;
      const records = await file?.next();
      if (records !== undefined) return this.keep(file, records);
      // The newest one stays open until another has taken its place.
      const hasMore = this.files.length > 1 || (await this.addSuccessors());
      if (!hasMore) return undefined;
      if (file === undefined) continue;
      // A file is complete once its successor is there: its last lines may have come after our look at its end.
      const late = await file.next();
      if (late !== undefined) return this.keep(file, late);
      this.files.shift();
      await file.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.files.map((file) => file.close()));
    this.files = [];
  }

  private keep(file: LogFile | undefined, records: LogRecord[]): LogRecord[] {
    const after = file === undefined ? undefined : this.repeating.get(file);
    const fresh = after === undefined ? records : records.filter(({ timeNs }) => timeNs > after);
    this.lastTimeNs = fresh.at(-1)?.timeNs ?? this.lastTimeNs;
    return fresh;
  }

  private async begin({ tailLines, sinceTimeNs }: LogBeginning): Promise<number> {
    this.current = await GrowingLogFile.open(this.path);
    const rotated = await rotatedLogs(this.path);
    // One that was renamed in between is both.
    let older = until(rotated, this.current?.inode);
    const newest = older.at(-1);
    if (this.current === undefined && newest?.isGzip === false) {
      this.current = await GrowingLogFile.open(newest.path);
      older = older.slice(0, -1);
    }
    const files = [...older.map((file) => () => openRotatedLog(file)), async () => this.current];
    let lines = 0;
    for (const openFile of files.toReversed()) {
      const file = await openFile();
      if (file === undefined) continue;
      this.files.unshift(file);
      if (tailLines !== undefined) {
        lines += await file.seekTail(tailLines - lines);
        if (lines >= tailLines) break;
      } else if (sinceTimeNs !== undefined && (await file.seekTime(sinceTimeNs))) break;
    }
    return lines;
  }

  /** Opens what has come after the newest file that is read. */
  private async addSuccessors(): Promise<boolean> {
    const known = this.current;
    if (known !== undefined && (await inodeOf(this.path)) === known.inode) return false;
    const next = await GrowingLogFile.open(this.path);
    if (next === undefined) return false;
    if (next.inode === known?.inode) {
      await next.close();
      return false;
    }
    const between = known === undefined ? [] : await this.between(known, next);
    this.files.push(...between, next);
    this.current = next;
    return true;
  }

  /** Files that were the log after `known` and before `next`: the reader may be slower than the rotations. */
  private async between(known: GrowingLogFile, next: GrowingLogFile): Promise<readonly LogFile[]> {
    const rotated = until(await rotatedLogs(this.path), next.inode);
    const own = rotated.findIndex(({ inode }) => inode === known.inode);
    const modifiedNs = await known.modifiedNs();
    const later = own >= 0 ? rotated.slice(own + 1) : rotated.filter((file) => file.modifiedNs >= modifiedNs);
    const files: LogFile[] = [];
    for (const each of later) {
      const file = await openRotatedLog(each);
      if (file === undefined) continue;
      files.push(file);
      if (own < 0) this.repeating.set(file, this.lastTimeNs);
    }
    return files;
  }
}

function until(rotated: readonly RotatedLog[], inode: number | undefined): readonly RotatedLog[] {
  const at = rotated.findIndex((file) => file.inode === inode);
  return at < 0 ? rotated : rotated.slice(0, at);
}
