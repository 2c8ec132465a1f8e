import { open, stat, type FileHandle } from 'node:fs/promises';
import { errnoOf } from '../../base/cri-error.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LogRecord } from './log-record.ts';
import { sinceOffset } from './since-offset.ts';
import { tailOffset } from './tail-offset.ts';

/** One file of a log, read from a place on. */
export interface LogFile {
  /** Begins at the last `lines` lines; answers how many there are. */
  seekTail(lines: number): Promise<number>;
  /** Begins at, or shortly before, the first record of that time; answers whether the file has older ones. */
  seekTime(sinceTimeNs: number): Promise<boolean>;
  /** The records of the next chunk, maybe none; undefined at the end of what is there now. */
  next(): Promise<LogRecord[] | undefined>;
  close(): Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;

/** An open file that may still grow. One that was truncated is read from its start. */
export class GrowingLogFile implements LogFile {
  readonly inode: number;
  private readonly splitter = new LineSplitter();
  private readonly file: FileHandle;
  private position = 0;

  private constructor(file: FileHandle, inode: number) {
    this.file = file;
    this.inode = inode;
  }

  /** Undefined when there is no file. */
  static async open(path: string): Promise<GrowingLogFile | undefined> {
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    }
    return new GrowingLogFile(file, (await file.stat()).ino);
  }

  async seekTail(lines: number): Promise<number> {
    const start = await tailOffset(this.file, (await this.file.stat()).size, lines);
    this.position = start.offset;
    return start.lines;
  }

  async seekTime(sinceTimeNs: number): Promise<boolean> {
    this.position = await sinceOffset(this.file, (await this.file.stat()).size, sinceTimeNs);
    if (this.position > 0) return true;
    const first = await this.next();
    this.position = 0;
    this.splitter.reset();
    return first?.[0] !== undefined && first[0].timeNs < sinceTimeNs;
  }

  async next(): Promise<LogRecord[] | undefined> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await this.file.read(chunk, 0, CHUNK_BYTES, this.position);
    if (bytesRead === 0) {
      const { size } = await this.file.stat();
      if (size >= this.position) return undefined;
      this.position = 0;
      this.splitter.reset();
      return [];
    }
    this.position += bytesRead;
    return this.splitter.split(chunk.subarray(0, bytesRead));
  }

  /** When something was last written to it, in nanoseconds since 1970. */
  async modifiedNs(): Promise<number> {
    return Number((await this.file.stat({ bigint: true })).mtimeNs);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** Inode of the file at `path`; undefined when there is none. */
export async function inodeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).ino;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
