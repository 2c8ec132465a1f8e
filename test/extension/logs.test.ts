import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../extension/client/types.ts';
import { containerLog } from '../../extension/logs/container-log.ts';
import { followLogFile } from '../../extension/logs/follow-log-file.ts';
import { createLogBuffer } from '../../extension/logs/log-buffer.ts';
import { podLog } from '../../extension/logs/pod-log.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-log-'));
  path = join(directory, '0.log');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const line = (text: string, tag = 'F', stream = 'stdout'): string => `2026-01-02T03:04:05.123456789Z ${stream} ${tag} ${text}\n`;

describe('the log file of a runtime that offers no stream', () => {
  it('begins with its last lines, and is followed through rotations until the container has ended', async () => {
    writeFileSync(path, `${line('a')}garbage\n${line('b', 'P', 'stderr')}${line('c')}`);
    let ended = false;
    let paused = Promise.withResolvers<() => void>();
    const log = followLogFile(path, {
      follow: true,
      tailLines: 2,
      signal: new AbortController().signal,
      ended: async () => ended,
      pause: () =>
        new Promise((resolve) => {
          paused.resolve(resolve);
        }),
    });
    const textsOf = (result: IteratorResult<readonly LogEntry[], void>): string[] =>
      result.done === true ? ['(end)'] : result.value.map(({ text }) => text);
    expect((await log.next()).value).toEqual([
      { time: Date.parse('2026-01-02T03:04:05.123Z'), stream: 'stderr', text: 'b', partial: true },
      { time: Date.parse('2026-01-02T03:04:05.123Z'), stream: 'stdout', text: 'c', partial: false },
    ]);
    const texts = async (act: () => void): Promise<string[]> => {
      const next = log.next();
      const lookAgain = await paused.promise;
      paused = Promise.withResolvers();
      act();
      lookAgain();
      return textsOf(await next);
    };
    expect(
      await texts(() => {
        appendFileSync(path, line('d'));
      }),
    ).toEqual(['d']);
    expect(
      await texts(() => {
        renameSync(path, `${path}.1`);
        appendFileSync(`${path}.1`, line('e'));
        writeFileSync(path, line('f'));
      }),
    ).toEqual(['e']);
    expect(textsOf(await log.next())).toEqual(['f']);
    expect(
      await texts(() => {
        ended = true;
      }),
    ).toEqual(['(end)']);
  });

  describe('is found by the path in the status of its container', () => {
    let bed: CommandBed;
    beforeEach(async () => {
      bed = await openCommandBed();
      bed.endpoint.offersSlipway = false;
    });
    afterEach(() => bed.close());

    const read = async (): Promise<string[]> => {
      const seen: string[] = [];
      const options = { query: { follow: true, tailLines: 0 }, signal: new AbortController().signal };
      for await (const entries of containerLog(bed.session.client, 'c', options)) seen.push(...entries.map(({ text }) => text));
      return seen;
    };

    it('and read to the end of a container that has ended', async () => {
      writeFileSync(path, line('one') + line('two'));
      bed.endpoint.containers.set('c', { podId: 'p', name: 'app', image: 'i', state: 2, createdAt: 1, logPath: path });
      expect(await read()).toEqual(['one', 'two']);
    });

    it('and for a pod those of its containers are put in the order of time', async () => {
      const other = join(directory, '1.log');
      writeFileSync(path, line('one') + line('three').replace('05.1', '07.1'));
      writeFileSync(other, line('two').replace('05.1', '06.1'));
      const common = { podId: 'p', image: 'i', state: 2, createdAt: 1 };
      bed.endpoint.pods.set('p', { name: 'web', state: 0, createdAt: 1 });
      bed.endpoint.containers.set('c', { ...common, name: 'app', logPath: path });
      bed.endpoint.containers.set('d', { ...common, name: 'db', logPath: other });
      const { client } = bed.session;
      const options = { query: { follow: true, tailLines: 0 }, signal: new AbortController().signal };
      const readPod = async (): Promise<string[]> => {
        const seen: string[] = [];
        for await (const batches of podLog(client, 'p', { ...options, containers: await client.listContainers() }))
          seen.push(...batches.flatMap(({ source, entries }) => entries.map(({ text }) => `${source} ${text}`)));
        return seen;
      };
      expect(await readPod()).toEqual(['app one', 'db two', 'app three']);
      bed.endpoint.containers.set('d', { ...common, name: 'db' });
      expect(await readPod()).toEqual(['app one', 'app three', 'db (the log cannot be followed: this container keeps no log)']);
    });

    it('and said to be absent where none is kept', async () => {
      bed.endpoint.containers.set('c', { podId: 'p', name: 'app', image: 'i', state: 1, createdAt: 1 });
      await expect(read()).rejects.toMatchObject({ code: 'failed-precondition' });
    });
  });
});

describe('the text of a log', () => {
  const entry = (text: string, partial = false): { time: number; stream: 'stdout'; text: string; partial: boolean } => ({
    time: 0,
    stream: 'stdout',
    text,
    partial,
  });

  it('puts the parts of a line together, but never those of different containers', () => {
    const buffer = createLogBuffer({ lines: 10 });
    buffer.add([entry('a', true)], 'web');
    buffer.add([entry('b')], 'db');
    buffer.add([entry('c', true), entry('d')], 'web');
    expect(buffer.text).toBe(' web | a\n db | b\n web | cd\n');
  });
});
