import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { RpcError } from '../client/rpc-error.ts';
import type { LogEntry, LogQuery } from '../client/types.ts';
import { t } from '../l10n.ts';

export interface LogFileOptions extends LogQuery {
  readonly signal: AbortSignal;
  /** True once nothing more will be written. */
  readonly ended: () => Promise<boolean>;
  /** Resolves when it is time for another look, or the signal aborts. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

/** What is further from the end is not shown, however many lines were asked for. */
const TAIL_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const RECORD = /^(\S+) (stdout|stderr) ([PF])\S*(?: ([^]*))?$/;

/** Follows a CRI log file of this machine, across rotations, for runtimes that offer no stream of it. */
export async function* followLogFile(path: string, options: LogFileOptions): AsyncGenerator<readonly LogEntry[]> {
  let reader = await OpenLog.at(path);
  let entries = (await reader?.tail(options.tailLines)) ?? [];
  try {
    for (;;) {
      if (entries.length > 0) yield entries;
      if (options.signal.aborted) return;
      const isLast = !options.follow || (await options.ended());
      entries = (await reader?.more()) ?? [];
      if (entries.length > 0) continue;
      const next = await successor(reader, path);
      if (next !== undefined) {
        // It is there, so the old file is complete.
        entries = (await reader?.more()) ?? [];
        await reader?.close();
        reader = next;
      } else if (isLast) return;
      else await options.pause(options.signal);
    }
  } finally {
    await reader?.close();
  }
}

async function successor(reader: OpenLog | undefined, path: string): Promise<OpenLog | undefined> {
  const now = await stat(path).catch(absent);
  return now === undefined || now.ino === reader?.inode ? undefined : OpenLog.at(path);
}

class OpenLog {
  readonly inode: number;
  private readonly file: FileHandle;
  private position = 0;
  private rest = Buffer.alloc(0);

  private constructor(file: FileHandle, inode: number) {
    this.file = file;
    this.inode = inode;
  }

  /** Undefined when there is no file. Rejects with permission-denied. */
  static async at(path: string): Promise<OpenLog | undefined> {
    const file = await open(path, 'r').catch(absent);
    return file === undefined ? undefined : new OpenLog(file, (await file.stat()).ino);
  }

  async tail(lines: number): Promise<readonly LogEntry[]> {
    const { size } = await this.file.stat();
    this.position = Math.max(0, size - TAIL_BYTES);
    const all: LogEntry[] = [];
    for (let some = await this.more(); some.length > 0; some = await this.more()) all.push(...some);
    return lines === 0 ? all : all.slice(-lines);
  }

  async more(): Promise<readonly LogEntry[]> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await this.file.read(chunk, 0, CHUNK_BYTES, this.position);
    this.position += bytesRead;
    const data = Buffer.concat([this.rest, chunk.subarray(0, bytesRead)]);
    const end = data.lastIndexOf(0x0a) + 1;
    this.rest = data.subarray(end);
    return data.toString('utf8', 0, end).split('\n').flatMap(entryOf);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function entryOf(line: string): readonly LogEntry[] {
  const [, time = '', stream, tag, text = ''] = RECORD.exec(line) ?? [];
  const at = Date.parse(time.replace(/(\.\d{3})\d+/, '$1'));
  if (Number.isNaN(at)) return [];
  return [{ time: at, stream: stream === 'stderr' ? 'stderr' : 'stdout', text, partial: tag === 'P' }];
}

function absent(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return undefined;
  if (code !== 'EACCES') throw error;
  throw new RpcError('permission-denied', t('this runtime offers no stream of its logs, and this user may not read the file'), {
    cause: error,
    hint: t('read it as root: crictl logs'),
  });
}
