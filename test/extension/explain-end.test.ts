import { describe, expect, it } from 'vitest';
import { explainEnd } from '../../extension/inspect/explain-end.ts';

type Ended = Parameters<typeof explainEnd>[0];
const NO_LIMITS = { cores: undefined, memoryBytes: undefined };
const ended = (change: Partial<Ended>): ReturnType<typeof explainEnd> =>
  explainEnd({
    exitCode: 0,
    reason: '',
    message: '',
    startedAt: 1000,
    finishedAt: 61_000,
    limits: NO_LIMITS,
    command: [],
    ...change,
  });

describe('why a container has ended', () => {
  it.each<[string, Partial<Ended>, string, string]>([
    ['by itself and well', { exitCode: 0 }, 'after 1 min, and said that all went well', ''],
    ['at once and well', { exitCode: 0, finishedAt: 1200 }, 'exit code 0', 'stays in the foreground'],
    ['by itself and badly', { exitCode: 3, command: ['web'] }, 'with exit code 3', 'What web means by 3'],
    ['at once and badly', { exitCode: 1, finishedAt: 1200 }, 'after 200 ms with exit code 1', 'is missing'],
    [
      'nobody knows when, and badly',
      { exitCode: 3, startedAt: 0, command: ['web'] },
      'after some time with exit code 3',
      'What web means by 3',
    ],
    ['by SIGKILL', { exitCode: 137 }, 'The signal SIGKILL', 'did not end in time'],
    ['by SIGTERM', { exitCode: 143 }, 'The signal SIGTERM', 'nothing is wrong'],
    ['by a crash', { exitCode: 139 }, 'The signal SIGSEGV', 'crashed'],
    ['without a command', { exitCode: 127 }, 'exit code 127', 'did not find a command'],
    [
      'by the killer for memory',
      { exitCode: 137, reason: 'OOMKilled', limits: { cores: undefined, memoryBytes: 64_000_000 } },
      'more than the 64.0 MB of memory',
      'more memory',
    ],
    [
      'before it began',
      {
        exitCode: 128,
        startedAt: 0,
        command: ['serve'],
        reason: 'StartError',
        message: 'exec: "serve": executable file not found',
      },
      'could not be started',
      'serve is not in the image',
    ],
  ])('that ended %s is told', (_how, change, what, advice) => {
    const told = ended(change);
    expect(told.what).toContain(what);
    expect(told.advice.join(' ')).toContain(advice);
    if (advice === '') expect(told.advice).toEqual([]);
  });
});
