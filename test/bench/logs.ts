import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { NamespaceMode } from '../../proto/gen/cri.ts';
import type { CriClient } from '../support/cri-client.ts';
import type { Samples } from './samples.ts';

export interface LogsOptions {
  readonly image: string;
  /** Directory that bench and daemon both see. */
  readonly logParent: string;
  readonly rounds: number;
}

const LARGE_BYTES = 2 * 1024 ** 3;
const SINCE_MS = Date.parse('2026-01-02T03:04:05Z');
const THROUGHPUT_LINES = 1_000_000;
const NODE = NamespaceMode.NODE;

/** A log of 2 GB opened at its end, the way of a new line to a follower, and a whole log read, filtered, and from a time on. */
export async function logs(cri: CriClient, samples: Samples, options: LogsOptions): Promise<void> {
  const logDirectory = mkdtempSync(join(options.logParent, 'bench-logs-'));
  const name = `bench-logs-${String(process.pid)}`;
  const linux = { securityContext: { namespaceOptions: { network: NODE, pid: NamespaceMode.CONTAINER, ipc: NODE } } };
  const config = { metadata: { name, uid: name, namespace: 'bench', attempt: 0 }, logDirectory, linux };
  const { podSandboxId } = await cri.runtime.RunPodSandbox({ config });
  try {
    mkdirSync(join(logDirectory, 'c'));
    const log = join(logDirectory, 'c', '0.log');
    const container = {
      metadata: { name: 'c', attempt: 0 },
      image: { image: options.image },
      command: ['sleep', '100000'],
      logPath: 'c/0.log',
      linux,
    };
    const { containerId } = await cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await cri.runtime.StartContainer({ containerId });
    await opening(cri, samples, { containerId, log, rounds: options.rounds });
    await following(cri, samples, { containerId, log, rounds: options.rounds });
    await reading(cri, samples, { containerId, log, rounds: Math.min(3, options.rounds) });
  } finally {
    await cri.runtime.RemovePodSandbox({ podSandboxId });
    rmSync(logDirectory, { recursive: true });
  }
}

interface Measured {
  readonly containerId: string;
  readonly log: string;
  readonly rounds: number;
}

function line(second: number, text: string): string {
  return `${new Date(SINCE_MS + second * 1000).toISOString().replace('Z', '000000Z')} stdout F ${text}\n`;
}

async function count(stream: AsyncIterable<{ readonly records: readonly unknown[] }>): Promise<number> {
  let records = 0;
  for await (const message of stream) records += message.records.length;
  return records;
}

async function opening(cri: CriClient, samples: Samples, { containerId, log, rounds }: Measured): Promise<void> {
  truncateSync(log, LARGE_BYTES);
  appendFileSync(
    log,
    `\n${Array.from({ length: 5000 }, (_, n) => line(n, `line ${String(n)} of a usual length, more or less`)).join('')}`,
  );
  for (let round = 0; round < rounds; round++) {
    const tailLines = { value: 1000 };
    await expectRecords(
      1000,
      samples.time('2 GB: last 1000', () => count(cri.slipway.ContainerLogs({ containerId, tailLines }))),
    );
  }
}

async function following(cri: CriClient, samples: Samples, { containerId, log, rounds }: Measured): Promise<void> {
  const follower = cri.slipway.ContainerLogs({ containerId, follow: true, tailLines: { value: 1 } })[Symbol.asyncIterator]();
  await follower.next();
  for (let round = 0; round < rounds * 5; round++) {
    const next = follower.next();
    await samples.time('new line → follower', async () => {
      appendFileSync(log, line(6000 + round, 'new'));
      await next;
    });
  }
  await follower.return?.();
}

async function reading(cri: CriClient, samples: Samples, { containerId, log, rounds }: Measured): Promise<void> {
  truncateSync(log, 0);
  for (let n = 0; n < THROUGHPUT_LINES / 1000; n++) {
    const some = Array.from({ length: 1000 }, (_, at) => line(n, `GET /index.html 200 ${String(at)} a line of a usual length`));
    appendFileSync(log, some.join(''));
  }
  process.stdout.write(`\nlog to read: ${(statSync(log).size / 1e6).toFixed(0)} MB, ${String(THROUGHPUT_LINES)} lines\n`);
  for (let round = 0; round < rounds; round++) {
    await expectRecords(
      THROUGHPUT_LINES,
      samples.time('read whole log', () => count(cri.slipway.ContainerLogs({ containerId }))),
    );
    const sinceTimeNs = (SINCE_MS + THROUGHPUT_LINES - 1000) * 1e6;
    await expectRecords(
      1000,
      samples.time('since near the end', () => count(cri.slipway.ContainerLogs({ containerId, sinceTimeNs }))),
    );
    const pattern = '(GET|POST) .*50[0-9] 7';
    await samples.time('filter whole log', () => count(cri.slipway.ContainerLogs({ containerId, pattern })));
  }
}

async function expectRecords(expected: number, answer: Promise<number>): Promise<void> {
  const records = await answer;
  if (records !== expected) throw new Error(`the log had ${String(records)} records, not ${String(expected)}`);
}
