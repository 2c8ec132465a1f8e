import { describe, expect, it } from 'vitest';
import { RpcError } from '../../extension/client/rpc-error.ts';
import type { MeasuredUsage } from '../../extension/client/runtime-calls.ts';
import { measureContainer, usageAnswers } from '../../extension/panels/usage-answers.ts';
import type { Question } from '../../extension/panels/panel-answers.ts';
import type { UsageAnswer } from '../../webview/protocol.ts';

const S = 1e9;
const measured = (second: number, change: Partial<MeasuredUsage> = {}): MeasuredUsage => ({
  nanoCores: undefined,
  cpuTimeNs: second * 0.5 * S,
  measuredAtNs: second * S,
  memoryBytes: 100,
  network: { atNs: second * S, received: second * 1000, sent: second * 10 },
  processes: 2,
  ...change,
});

describe('the usage that a panel draws', () => {
  let second = 0;
  const ask = (answers: ReturnType<typeof usageAnswers>, after = 0): Promise<UsageAnswer> =>
    answers.answers['usage']?.({ about: { after } } as Question) as Promise<UsageAnswer>;
  const open = (measure: () => Promise<MeasuredUsage | undefined>): ReturnType<typeof usageAnswers> =>
    usageAnswers(measure, () => second * 1000);

  it('is rates of what lies between two measurements, kept for a page that comes back', async () => {
    second = 10;
    const answers = open(() => Promise.resolve(measured(second)));
    expect((await ask(answers)).points).toMatchObject([{ at: 10_000, cores: undefined, received: undefined, memoryBytes: 100 }]);
    second = 12;
    expect((await ask(answers, 10_000)).points).toEqual([
      { at: 12_000, cores: 0.5, memoryBytes: 100, received: 1000, sent: 10, processes: 2 },
    ]);
    second = 12.5;
    expect((await ask(answers, 0)).points.map(({ at }) => at)).toEqual([10_000, 12_000]);
  });

  it('is not wrong where counters begin anew, and stops where there are no statistics', async () => {
    second = 20;
    let next = measured(20);
    const answers = open(() => Promise.resolve(next));
    await ask(answers);
    second = 22;
    next = { ...measured(22), cpuTimeNs: 0, network: undefined };
    expect((await ask(answers, 20_000)).points).toMatchObject([{ cores: undefined, received: undefined }]);
    const without = open(() => Promise.reject(new RpcError('unimplemented', 'no')));
    expect(await ask(without)).toEqual({ points: [], problem: 'This runtime has no statistics.' });
  });

  it('has the network and processes of the pod, where the runtime tells them', async () => {
    const own = measured(1, { network: undefined, processes: undefined });
    const client = { containerUsage: () => Promise.resolve(own), podUsage: () => Promise.resolve(measured(1)) };
    const signal = new AbortController().signal;
    expect(await measureContainer(client, { id: 'c', podId: 'p' }, signal)).toEqual(measured(1));
    const silent = { ...client, podUsage: () => Promise.reject(new RpcError('unimplemented', 'no')) };
    expect(await measureContainer(silent, { id: 'c', podId: 'p' }, signal)).toEqual(own);
    const refusing = { ...client, podUsage: () => Promise.reject(new RpcError('internal', 'not on this cgroup')) };
    expect(await measureContainer(refusing, { id: 'c', podId: 'p' }, signal)).toEqual(own);
    const away = { ...client, podUsage: () => Promise.reject(new RpcError('unavailable', 'away')) };
    await expect(measureContainer(away, { id: 'c', podId: 'p' }, signal)).rejects.toThrow('away');
  });
});
