import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContainerLogsRequest, LogStream } from '../../../../proto/gen/slipway.ts';
import type { Input } from '../../../../proto/wire.ts';
import type { ContainerRecord } from '../../../../runtime/base/container.ts';
import { containerLogs } from '../../../../runtime/rpc/slipway/container-logs.ts';
import { createFakeRuntime, type FakeRuntime } from '../../../support/fake-runtime-parts.ts';
import { containerRecord } from '../../state/records.ts';

let directory: string;
let logPath: string;
let runtime: FakeRuntime;
let caller: AbortController;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-logs-'));
  logPath = join(directory, '0.log');
  writeFileSync(logPath, '2026-01-02T03:04:05Z stdout F one\n2026-01-02T03:04:06Z stderr P tw\n');
  runtime = createFakeRuntime();
  runtime.containers.push(containerRecord('c1', 'p', { state: 'running', logPath }));
  caller = new AbortController();
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const ask = (request: Input<ContainerLogsRequest>): ReturnType<typeof containerLogs> =>
  containerLogs(runtime.parts, ContainerLogsRequest.decode(ContainerLogsRequest.encode({ containerId: 'c', ...request })), {
    signal: caller.signal,
    requestId: 'r',
    note: () => undefined,
  });

async function texts(request: Input<ContainerLogsRequest>): Promise<string[]> {
  const all: string[] = [];
  for await (const { records = [] } of ask(request)) all.push(...records.map(({ text }) => Buffer.from(text ?? []).toString()));
  return all;
}

describe('the log of a container', () => {
  test('comes with stream, partial mark and, when asked for, time', async () => {
    const { value } = await ask({ timestamps: true }).next();
    expect(value).toEqual({
      records: [
        {
          timeNs: Date.parse('2026-01-02T03:04:05Z') * 1e6,
          stream: LogStream.LOG_STREAM_STDOUT,
          text: Buffer.from('one'),
          partial: false,
        },
        {
          timeNs: Date.parse('2026-01-02T03:04:06Z') * 1e6,
          stream: LogStream.LOG_STREAM_STDERR,
          text: Buffer.from('tw'),
          partial: true,
        },
      ],
    });
    expect((await ask({}).next()).value?.records?.[0]?.timeNs).toBe(0);
  });

  test.each([
    [{}, ['one', 'tw']],
    [{ tailLines: { value: 1 } }, ['tw']],
    [{ tailLines: {} }, []],
    [{ headBytes: 4 }, ['one', 't']],
    [{ stream: LogStream.LOG_STREAM_STDERR }, ['tw']],
    [{ pattern: 'n.$' }, ['one']],
    [{ untilTimeNs: Date.parse('2026-01-02T03:04:05Z') * 1e6 }, ['one']],
    [{ sinceTimeNs: Date.parse('2026-01-02T03:04:06Z') * 1e6 }, ['tw']],
  ])('with %j is %j', async (request, expected) => {
    expect(await texts(request)).toEqual(expected);
  });

  test('is followed until the container has ended', async () => {
    const [record] = runtime.containers as [ContainerRecord];
    const messages = ask({ follow: true });
    await messages.next();
    const next = messages.next();
    appendFileSync(logPath, '2026-01-02T03:04:07Z stdout F three\n');
    expect((await next).value?.records).toMatchObject([{ text: Buffer.from('three') }]);
    const last = messages.next();
    const ended: ContainerRecord = { ...record, state: 'exited' };
    runtime.containers.splice(0, 1, ended);
    runtime.changed(ended);
    expect((await last).done).toBe(true);
  });

  test('ends at once when the caller goes', async () => {
    const messages = ask({ follow: true, tailLines: {} });
    const next = messages.next();
    caller.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
  });

  test.each([
    ['of an unknown container is not-found', { containerId: 'x' }, 'not-found'],
    ['with a negative tail is invalid-argument', { tailLines: { value: -1 } }, 'invalid-argument'],
    ['with a negative head is invalid-argument', { headBytes: -1 }, 'invalid-argument'],
    ['with a stream that is none is invalid-argument', { stream: 7 as LogStream }, 'invalid-argument'],
    ['with a pattern that is none is invalid-argument', { pattern: '[' }, 'invalid-argument'],
  ])('%s', async (_name, request, code) => {
    await expect(texts(request)).rejects.toThrow(expect.objectContaining({ code }));
  });

  test('that is not kept is failed-precondition, with the way to keep one', async () => {
    runtime.containers.splice(0, 1, containerRecord('c1', 'p', { logPath: '' }));
    await expect(texts({})).rejects.toThrow(
      expect.objectContaining({ code: 'failed-precondition', hint: expect.stringContaining('log_path') as unknown }),
    );
  });
});
