import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContainerLogsRequest, PodLogsRequest } from '../../../../proto/gen/slipway.ts';
import type { PodLogsResponse } from '../../../../proto/gen/slipway.ts';
import type { Input } from '../../../../proto/wire.ts';
import type { ContainerRecord } from '../../../../runtime/base/container.ts';
import { containerLogs } from '../../../../runtime/rpc/slipway/container-logs.ts';
import { podLogs } from '../../../../runtime/rpc/slipway/pod-logs.ts';
import { createFakeRuntime, type FakeRuntime } from '../../../support/fake-runtime-parts.ts';
import { containerRecord, sandboxRecord } from '../../state/records.ts';

let directory: string;
let runtime: FakeRuntime;
const call = { signal: new AbortController().signal, requestId: 'r', note: (): undefined => undefined };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-logs-'));
  runtime = createFakeRuntime();
  runtime.sandboxes.push(sandboxRecord('p'));
  add('web0', { name: 'web', attempt: 0 }, 'exited');
  add('web1', { name: 'web', attempt: 1 }, 'running');
  add('db', { name: 'db', attempt: 0 }, 'running');
  runtime.containers.push(containerRecord('mute', 'p', { config: named('mute', 0), logPath: '' }));
  writeFileSync(join(directory, 'web0.log'), line(1, 'one'));
  writeFileSync(join(directory, 'db.log'), line(2, 'two') + line(4, 'four'));
  writeFileSync(join(directory, 'web1.log'), line(3, 'three'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const line = (second: number, text: string): string => `2026-01-02T03:04:0${String(second)}Z stdout F ${text}\n`;
const named = (name: string, attempt: number): ContainerRecord['config'] =>
  ({ metadata: { name, attempt } }) as ContainerRecord['config'];

function add(id: string, { name, attempt }: { name: string; attempt: number }, state: ContainerRecord['state']): void {
  const logPath = join(directory, `${id}.log`);
  runtime.containers.push(containerRecord(id, 'p', { state, logPath, config: named(name, attempt) }));
}

function end(id: string): void {
  const at = runtime.containers.findIndex((record) => record.id === id);
  const ended: ContainerRecord = { ...(runtime.containers[at] as ContainerRecord), state: 'exited' };
  runtime.containers.splice(at, 1, ended);
  runtime.changed(ended);
}

const ask = (options: Input<ContainerLogsRequest> = {}): ReturnType<typeof podLogs> =>
  podLogs(runtime.parts, PodLogsRequest.decode(PodLogsRequest.encode({ podSandboxId: 'p', options })), call);

const said = ({ batches = [] }: Input<PodLogsResponse>): string[] =>
  batches.flatMap(({ name, attempt, records = [] }) =>
    records.map(({ text }) => `${name ?? ''}/${String(attempt)}: ${Buffer.from(text ?? []).toString()}`),
  );

describe('the log of a pod', () => {
  test('has the records of all its containers and their attempts in the order of time', async () => {
    const all: string[] = [];
    for await (const message of ask()) all.push(...said(message));
    expect(all).toEqual(['web/0: one', 'db/0: two', 'web/1: three', 'db/0: four']);
  });

  test('has a tail of each container', async () => {
    const all: string[] = [];
    for await (const message of ask({ tailLines: { value: 1 } })) all.push(...said(message));
    expect(all).toEqual(['web/1: three', 'db/0: four']);
  });

  test('is followed through containers that join, until the pod and all of them have ended', async () => {
    const messages = ask({ follow: true, tailLines: { value: 1 } });
    expect(said((await messages.next()).value ?? {})).toEqual(['web/1: three', 'db/0: four']);
    const first = messages.next();
    appendFileSync(join(directory, 'db.log'), line(5, 'five'));
    expect(said((await first).value ?? {})).toEqual(['db/0: five']);
    const joined = messages.next();
    writeFileSync(join(directory, 'web2.log'), line(6, 'six'));
    add('web2', { name: 'web', attempt: 2 }, 'running');
    end('web1');
    expect(said((await joined).value ?? {})).toEqual(['web/2: six']);
    const last = messages.next();
    runtime.sandboxes.splice(0, 1, sandboxRecord('p', { state: 'stopped' }));
    end('web2');
    end('db');
    expect((await last).done).toBe(true);
  });

  test('of an unknown pod is not-found', async () => {
    runtime.sandboxes.splice(0, 1);
    await expect(ask().next()).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('all attempts of a container', () => {
  const attempts = (options: Input<ContainerLogsRequest>): ReturnType<typeof containerLogs> =>
    containerLogs(
      runtime.parts,
      ContainerLogsRequest.decode(ContainerLogsRequest.encode({ containerId: 'web1', allAttempts: true, ...options })),
      call,
    );

  test('are one log, and with follow those to come as well', async () => {
    const messages = attempts({ follow: true });
    const texts = async (): Promise<string[]> =>
      ((await messages.next()).value?.records ?? []).map(({ text }) => Buffer.from(text ?? []).toString());
    expect(await texts()).toEqual(['one', 'three']);
    const next = texts();
    writeFileSync(join(directory, 'web2.log'), line(6, 'six'));
    add('web2', { name: 'web', attempt: 2 }, 'running');
    end('web1');
    expect(await next).toEqual(['six']);
    await messages.return();
  });
});
