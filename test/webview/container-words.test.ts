import { describe, expect, it } from 'vitest';
import type { ContainerView } from '../../webview/protocol.ts';
import { containerViewOf } from '../support/container-view.ts';
import { duration } from '../../webview/components/times.ts';
import { stateSentence } from '../../webview/panels/container/words.ts';

describe('the state of a container in words', () => {
  it.each<[Partial<ContainerView>, string]>([
    [{}, 'Running for 1 min'],
    [{ state: 'created' }, 'Created, not started'],
    [{ state: 'exited', exitCode: 137, reason: 'OOMKilled', finishedAt: 51_000 }, 'Exited with 137 (OOMKilled) 10 s ago'],
    [{ state: 'unknown' }, 'State unknown'],
  ])('for %j is %j', (change, sentence) => {
    expect(stateSentence(containerViewOf(change), 61_000)).toBe(sentence);
  });

  it.each([
    [0, '0 s'],
    [7_500_000, '2 h 5 min'],
    [90_000_000, '1 d 1 h'],
  ])('calls %i ms %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
