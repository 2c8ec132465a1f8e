import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followLog, type FollowLogOptions } from '../../../runtime/stream/follow-log.ts';
import { parseLogRecord } from '../../../runtime/stream/log-record.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-log-'));
  path = join(directory, '0.log');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const line = (text: string, second = 0, tag = 'F'): string =>
  `2026-01-02T03:04:${String(second).padStart(2, '0')}.123456789Z stdout ${tag} ${text}\n`;

async function read(options: Partial<FollowLogOptions> = {}): Promise<string[]> {
  const texts: string[] = [];
  for await (const batch of followLog({ path, follow: false, ended: () => true, ...options }))
    texts.push(...batch.map((r) => r.text.toString()));
  return texts;
}

describe('a CRI log record', () => {
  it.each([
    [
      '2026-01-02T03:04:05.5Z stdout F hello world',
      { stream: 'stdout', partial: false, text: 'hello world', timeNs: 1767323045.5e9 },
    ],
    ['2026-01-02T03:04:05+00:00 stderr P half', { stream: 'stderr', partial: true, text: 'half', timeNs: 1767323045e9 }],
    ['2026-01-02T03:04:05Z stdout P:x tagged', { stream: 'stdout', partial: true, text: 'tagged', timeNs: 1767323045e9 }],
    ['2026-01-02T03:04:05Z stdout F ', { stream: 'stdout', partial: false, text: '', timeNs: 1767323045e9 }],
    ['2026-01-02T03:04:05Z stdout F', { stream: 'stdout', partial: false, text: '', timeNs: 1767323045e9 }],
  ])('is read from %j', (text, expected) => {
    const record = parseLogRecord(Buffer.from(text));
    expect({ ...record, text: record?.text.toString() }).toEqual(expected);
  });

  it.each(['', 'no record', '2026-01-02T03:04:05Z stdin F x', 'yesterday stdout F x', ' stdout F x'])(
    'is not seen in %j',
    (text) => {
      expect(parseLogRecord(Buffer.from(text))).toBeUndefined();
    },
  );
});

describe('reading a log', () => {
  it('yields every record, and skips bytes that are none', async () => {
    writeFileSync(path, line('a') + 'garbage\n' + line('b'));
    expect(await read()).toEqual(['a', 'b']);
  });

  it.each([
    [0, []],
    [1, ['c']],
    [2, ['b', 'c']],
    [3, ['a', 'b', 'c']],
    [9, ['a', 'b', 'c']],
  ])('with a tail of %i begins that many lines before the end', async (tailLines, expected) => {
    writeFileSync(path, line('a') + line('b') + line('c'));
    expect(await read({ tailLines })).toEqual(expected);
  });

  it('finds the tail of a log that is longer than one block', async () => {
    writeFileSync(path, Array.from({ length: 9000 }, (_, i) => line(String(i))).join(''));
    expect(await read({ tailLines: 5000 })).toHaveLength(5000);
    expect((await read({ tailLines: 2 })).at(0)).toBe('8998');
  });

  it('leaves out what is older than asked for', async () => {
    writeFileSync(path, line('old', 1) + line('new', 3));
    expect(await read({ sinceTimeNs: Date.parse('2026-01-02T03:04:02Z') * 1e6 })).toEqual(['new']);
  });

  it('is empty when there is no file', async () => {
    expect(await read()).toEqual([]);
  });
});

describe('following a log', () => {
  interface Following {
    readonly next: () => Promise<string[]>;
    readonly finish: () => Promise<string[]>;
  }

  function follow(options: Partial<FollowLogOptions> = {}): Following {
    let ended = false;
    let wake: () => void = () => undefined;
    const records = followLog({
      path,
      follow: true,
      ended: () => ended,
      onEnd: (call) => {
        wake = call;
        return () => undefined;
      },
      ...options,
    });
    const texts = (result: IteratorResult<{ text: Buffer }[], void>): string[] =>
      result.done === true ? [] : result.value.map((r) => r.text.toString());
    return {
      next: async () => texts(await records.next()),
      finish: async () => {
        ended = true;
        wake();
        return texts(await records.next());
      },
    };
  }

  it('sees what is written later, and a line only when it is whole', async () => {
    writeFileSync(path, line('a'));
    const log = follow();
    expect(await log.next()).toEqual(['a']);
    const pending = log.next();
    const b = line('b');
    appendFileSync(path, b.slice(0, 10));
    appendFileSync(path, b.slice(10));
    expect(await pending).toEqual(['b']);
    expect(await log.finish()).toEqual([]);
  });

  it('waits for a file that is not there yet', async () => {
    const log = follow();
    const pending = log.next();
    writeFileSync(path, line('first'));
    expect(await pending).toEqual(['first']);
    await log.finish();
  });

  it('goes on in the new file after a rotation, and loses nothing of the old one', async () => {
    writeFileSync(path, line('a'));
    const log = follow();
    await log.next();
    appendFileSync(path, line('b'));
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, line('c'));
    writeFileSync(path, line('d'));
    const seen: string[] = [];
    while (seen.length < 3) seen.push(...(await log.next()));
    expect(seen).toEqual(['b', 'c', 'd']);
    await log.finish();
  });

  it('loses no line whenever the rotation comes between two looks of the reader', async () => {
    writeFileSync(path, line('start'));
    const seen: string[] = [];
    const expected = ['start'];
    const log = follow();
    const reading = (async (): Promise<void> => {
      while (seen.at(-1) !== 'end') seen.push(...(await log.next()));
    })();
    for (let round = 0; round < 150; round++) {
      while (seen.length < expected.length) await nextTurn();
      renameSync(path, `${path}.1`);
      appendFileSync(`${path}.1`, line(`${String(round)} old`));
      for (let turns = round % 13; turns > 0; turns--) await nextTurn();
      appendFileSync(`${path}.1`, line(`${String(round)} late`));
      writeFileSync(path, line(`${String(round)} new`));
      expected.push(`${String(round)} old`, `${String(round)} late`, `${String(round)} new`);
    }
    appendFileSync(path, line('end'));
    await reading;
    expect(seen).toEqual([...expected, 'end']);
    await log.finish();
  });

  it('reads what was written right before the end', async () => {
    writeFileSync(path, line('a'));
    const log = follow();
    await log.next();
    appendFileSync(path, line('last words'));
    expect(await log.finish()).toEqual(['last words']);
  });

  it('ends with the reason of an aborted signal', async () => {
    writeFileSync(path, line('a'));
    const abort = new AbortController();
    const log = follow({ signal: abort.signal });
    await log.next();
    const pending = log.next();
    abort.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
  });
});
