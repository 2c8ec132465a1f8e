import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linePattern } from '../../../../runtime/stream/log/line-pattern.ts';
import type { LaneBatch } from '../../../../runtime/stream/log/log-lane.ts';
import { parseLogRecord } from '../../../../runtime/stream/log/log-record.ts';
import { readLogs, type ReadLogsOptions } from '../../../../runtime/stream/log/read-logs.ts';

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

const textsOf = (batches: readonly LaneBatch[]): string[] =>
  batches.flatMap(({ records }) => records.map(({ text }) => text.toString()));

async function read(options: Partial<ReadLogsOptions> = {}): Promise<string[]> {
  const texts: string[] = [];
  const logs = (): ReturnType<ReadLogsOptions['logs']> => [{ key: 'a', lane: 'a', path, ended: () => true }];
  for await (const batches of readLogs({ logs, follow: false, nowNs: () => 0, ...options })) texts.push(...textsOf(batches));
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

  const at = (second: number): number => Date.parse(`2026-01-02T03:04:${String(second).padStart(2, '0')}Z`) * 1e6;

  it.each([
    [{ untilTimeNs: at(3) }, ['a', 'b']],
    [{ sinceTimeNs: at(2), untilTimeNs: at(3) }, ['b']],
    [{ stream: 'stderr' as const }, ['b']],
    [{ headBytes: 1 }, ['a']],
    [{ headBytes: 2 }, ['a', 'b']],
    [{ headBytes: 4 }, ['a', 'b', 'cc']],
    [{ tailLines: 2, headBytes: 2 }, ['b', 'c']],
  ])('with %j is %j', async (options, expected) => {
    writeFileSync(path, line('a', 1) + line('b', 2).replace('stdout', 'stderr') + line('ccc', 3));
    expect(await read(options)).toEqual(expected);
  });

  it.each([
    ['err', ['an error', 'errors']],
    ['^err', ['errors']],
    ['(?i)ERROR$', ['an error']],
    ['ü', ['grün']],
    ['nothing', []],
  ])('with the pattern %j is %j', async (source, expected) => {
    writeFileSync(path, ['an error', 'errors', 'grün'].map((text) => line(text)).join(''));
    expect(await read({ pattern: await linePattern(source) })).toEqual(expected);
  });

  it.each([
    ['(', 'RE2'],
    ['(a)\\1', 'RE2'],
    ['(?=a)', 'RE2'],
    ['a'.repeat(501), undefined],
  ])('refuses the pattern %j', async (source, hint) => {
    const problem = hint === undefined ? {} : { hint: expect.stringContaining(hint) as string };
    await expect(linePattern(source)).rejects.toMatchObject({ code: 'invalid-argument', ...problem });
  });

  it('is not hung by an expression that explodes in other engines', async () => {
    writeFileSync(path, line('a'.repeat(8000)).repeat(20));
    expect(await read({ pattern: await linePattern('^(a+)+$') })).toHaveLength(20);
    expect(await read({ pattern: await linePattern('^(a|a)*b') })).toHaveLength(0);
  });

  it('finds the first record of a time in a log of any size', async () => {
    const texts = Array.from({ length: 60 }, (_, second) => line(`${String(second)} ${'x'.repeat(8000)}`, second));
    writeFileSync(path, texts.join(''));
    for (const second of [0, 1, 7, 30, 58, 59]) {
      const found = await read({ sinceTimeNs: at(second) });
      expect(found).toHaveLength(60 - second);
      expect(found[0]).toMatch(new RegExp(`^${String(second)} x`));
    }
    expect(await read({ sinceTimeNs: at(59) + 1e9 })).toEqual([]);
  });
});

describe('a log with rotated files', () => {
  beforeEach(() => {
    writeFileSync(`${path}.20260102-030401.gz`, gzipSync(line('a', 1) + line('b', 2)));
    writeFileSync(`${path}.20260102-030403`, line('c', 3) + line('d', 4));
    writeFileSync(path, line('e', 5));
  });

  it.each([
    [{}, ['a', 'b', 'c', 'd', 'e']],
    [{ tailLines: 1 }, ['e']],
    [{ tailLines: 2 }, ['d', 'e']],
    [{ tailLines: 4 }, ['b', 'c', 'd', 'e']],
    [{ tailLines: 9 }, ['a', 'b', 'c', 'd', 'e']],
    [{ sinceTimeNs: Date.parse('2026-01-02T03:04:02Z') * 1e6 }, ['b', 'c', 'd', 'e']],
    [{ sinceTimeNs: Date.parse('2026-01-02T03:04:04Z') * 1e6 }, ['d', 'e']],
  ])('with %j is %j', async (options, expected) => {
    expect(await read(options)).toEqual(expected);
  });

  it('is whole between the rename and the new file, too', async () => {
    renameSync(path, `${path}.20260102-030406`);
    expect(await read()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await read({ tailLines: 2 })).toEqual(['d', 'e']);
  });

  it('has numbered ones in the order of their age, and nothing of neighbours', async () => {
    for (const name of ['10', '2', '1']) writeFileSync(`${path}.${name}`, line(name));
    for (const name of ['tmp', '1.gz.tmp', 'old', '1x']) writeFileSync(`${path}.${name}`, line('wrong'));
    writeFileSync(join(directory, '10.log.1'), line('wrong'));
    expect((await read()).slice(0, 3)).toEqual(['10', '2', '1']);
  });

  it('goes on after a file that is damaged', async () => {
    const file = `${path}.20260102-030401.gz`;
    writeFileSync(file, gzipSync(line('a', 1) + line('b', 2)).subarray(0, 30));
    expect(await read()).toEqual(expect.arrayContaining(['c', 'd', 'e']));
    writeFileSync(file, 'no gzip');
    expect(await read({ tailLines: 9 })).toEqual(['c', 'd', 'e']);
  });
});

describe('several logs', () => {
  const paths = (): string[] => ['a', 'b'].map((name) => join(directory, `${name}.log`));
  const two = (lanes: readonly string[]): ReadLogsOptions['logs'] => {
    return () => paths().map((each, at) => ({ key: `k${String(at)}`, lane: lanes[at] ?? '', path: each, ended: () => true }));
  };

  beforeEach(() => {
    const [a = '', b = ''] = paths();
    writeFileSync(a, line('a1', 1) + line('a2', 3) + line('a3', 3) + line('a4', 6));
    writeFileSync(b, line('b1', 2) + line('b2', 4));
  });

  it('of different lanes are merged by time, and each record says whose it is', async () => {
    expect(await read({ logs: two(['a', 'b']) })).toEqual(['a1', 'b1', 'a2', 'a3', 'b2', 'a4']);
    const { value: batches } = await readLogs({ logs: two(['a', 'b']), follow: false, nowNs: () => 0 }).next();
    expect((batches ?? []).map(({ key, records }) => `${key} ${String(records.length)}`)).toEqual([
      'k0 1',
      'k1 1',
      'k0 2',
      'k1 1',
      'k0 1',
    ]);
  });

  it('of one lane come one after the other, and the tail is that of all', async () => {
    expect(await read({ logs: two(['x', 'x']) })).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
    expect(await read({ logs: two(['x', 'x']), tailLines: 3 })).toEqual(['a4', 'b1', 'b2']);
  });

  it('have a tail for each lane', async () => {
    expect(await read({ logs: two(['a', 'b']), tailLines: 1 })).toEqual(['b2', 'a4']);
  });
});

describe('following a log', () => {
  interface Following {
    readonly next: () => Promise<string[]>;
    readonly finish: () => Promise<string[]>;
    readonly poke: () => void;
  }

  function follow(options: Partial<ReadLogsOptions> = {}): Following {
    let ended = false;
    let wake: () => void = () => undefined;
    const records = readLogs({
      logs: () => [{ key: 'a', lane: 'a', path, ended: () => ended }],
      follow: true,
      onChange: (call) => {
        wake = call;
        return () => undefined;
      },
      nowNs: () => 0,
      ...options,
    });
    const texts = (result: IteratorResult<readonly LaneBatch[], void>): string[] =>
      result.done === true ? [] : textsOf(result.value);
    return {
      next: async () => texts(await records.next()),
      poke: () => {
        wake();
      },
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

  it('misses no file when it is slower than the rotations, and repeats none that was compressed meanwhile', async () => {
    writeFileSync(path, line('a', 1));
    const log = follow();
    expect(await log.next()).toEqual(['a']);
    renameSync(path, `${path}.20260102-030401`);
    writeFileSync(path, line('b', 2));
    renameSync(path, `${path}.20260102-030402`);
    writeFileSync(path, line('c', 3));
    const seen: string[] = [];
    while (seen.length < 2) seen.push(...(await log.next()));
    for (const [name, second] of [
      ['c', 3],
      ['d', 4],
    ] as const) {
      writeFileSync(`${path}.2026010${String(second)}-000000.gz`, gzipSync(line(name, second)));
      rmSync(path, { force: true });
    }
    writeFileSync(path, line('e', 5));
    while (seen.length < 4) seen.push(...(await log.next()));
    expect(seen).toEqual(['b', 'c', 'd', 'e']);
    await log.finish();
  });

  it('goes on with logs that join: a new attempt from its first line', async () => {
    writeFileSync(path, line('one', 1));
    const second = join(directory, '1.log');
    const attempts = [{ key: '0', lane: 'app', path, ended: () => true }];
    let isOver = false;
    const log = follow({ logs: () => attempts, complete: () => isOver, tailLines: 1 });
    expect(await log.next()).toEqual(['one']);
    const pending = log.next();
    writeFileSync(second, line('two', 2) + line('three', 3));
    attempts.push({ key: '1', lane: 'app', path: second, ended: () => true });
    log.poke();
    expect(await pending).toEqual(['two', 'three']);
    isOver = true;
    expect(await log.finish()).toEqual([]);
  });

  it('ends after the time asked for', async () => {
    writeFileSync(path, line('a', 1));
    let now = 0;
    const log = follow({ untilTimeNs: Date.parse('2026-01-02T03:04:02Z') * 1e6, nowNs: () => now });
    expect(await log.next()).toEqual(['a']);
    const pending = log.next();
    now = Date.parse('2026-01-02T03:04:03Z') * 1e6;
    appendFileSync(path, line('late', 3));
    expect(await pending).toEqual([]);
  });

  it('reads what was written right before the end', async () => {
    writeFileSync(path, line('a'));
    const log = follow();
    await log.next();
    appendFileSync(path, line('last words'));
    expect(await log.finish()).toEqual(['last words']);
  });

  it('reads what is written while its end becomes known', async () => {
    writeFileSync(path, line('a'));
    let asked = 0;
    const ended = (): boolean => {
      if (++asked === 2) appendFileSync(path, line('last words'));
      return true;
    };
    expect(await read({ follow: true, logs: () => [{ key: 'a', lane: 'a', path, ended }] })).toEqual(['a', 'last words']);
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
