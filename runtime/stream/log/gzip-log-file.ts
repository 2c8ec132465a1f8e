import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { errnoOf } from '../../base/cri-error.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LogFile } from './log-file.ts';
import type { LogRecord } from './log-record.ts';

/** A rotated file that a kubelet has compressed. Only its start can be jumped to: the rest is read and dropped. */
export class GzipLogFile implements LogFile {
  private readonly path: string;
  private splitter = new LineSplitter();
  private chunks: AsyncGenerator<Buffer, void, undefined>;
  private skip = 0;

  constructor(path: string) {
    this.path = path;
    this.chunks = inflate(path);
  }

  async seekTail(lines: number): Promise<number> {
    let all = 0;
    for await (const chunk of inflate(this.path)) for (const byte of chunk) if (byte === 0x0a) all++;
    this.skip = Math.max(0, all - lines);
    return Math.min(all, lines);
  }

  async seekTime(sinceTimeNs: number): Promise<boolean> {
    const first = await this.next();
    await this.close();
    this.chunks = inflate(this.path);
    this.splitter = new LineSplitter();
    return first?.[0] !== undefined && first[0].timeNs < sinceTimeNs;
  }

  async next(): Promise<LogRecord[] | undefined> {
    const { value: chunk } = await this.chunks.next();
    if (chunk === undefined) return undefined;
    const records = this.splitter.split(chunk);
    const dropped = Math.min(this.skip, records.length);
    this.skip -= dropped;
    return dropped === 0 ? records : records.slice(dropped);
  }

  async close(): Promise<void> {
    await this.chunks.return();
  }
}

/** What is damaged or was removed meanwhile ends there: the rest of the log is worth more than an error. */
async function* inflate(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = createReadStream(path);
  const plain = createGunzip();
  file.on('error', (error) => plain.destroy(error));
  try {
    for await (const chunk of file.pipe(plain)) yield chunk as Buffer;
  } catch (error) {
    const code = errnoOf(error) ?? '';
    if (code !== 'ENOENT' && !code.startsWith('Z_')) throw error;
  } finally {
    file.destroy();
    plain.destroy();
  }
}
