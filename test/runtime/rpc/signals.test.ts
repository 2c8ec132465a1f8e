import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { Signal } from '../../../proto/gen/cri.ts';
import { criSignal, linuxSignal } from '../../../runtime/rpc/signals.ts';

describe('stop signals', () => {
  test.each([
    [Signal.SIGNAL_RUNTIME_DEFAULT, 0],
    [Signal.SIGNAL_SIGTERM, 15],
    [Signal.SIGNAL_SIGKILL, 9],
    [Signal.SIGNAL_SIGUSR1, 10],
    [Signal.SIGNAL_SIGCLD, 17],
    [Signal.SIGNAL_SIGRTMIN, 34],
    [Signal.SIGNAL_SIGRTMINPLUS15, 49],
    [Signal.SIGNAL_SIGRTMAXMINUS14, 50],
    [Signal.SIGNAL_SIGRTMAXMINUS1, 63],
    [Signal.SIGNAL_SIGRTMAX, 64],
  ])('CRI number %i is Linux number %i', (cri, linux) => {
    expect(linuxSignal(cri)).toBe(linux);
  });

  test('every signal that CRI has is known, and none that it has not', () => {
    for (const number of Object.values(Signal)) expect(linuxSignal(number), String(number)).toBeTypeOf('number');
    expect(linuxSignal(66 as Signal)).toBeUndefined();
  });

  test('every Linux number that CRI can say comes back as itself, by the name POSIX gives it', () => {
    for (const number of Object.values(Signal)) {
      const linux = linuxSignal(number) ?? -1;
      expect(linuxSignal(criSignal(linux))).toBe(linux);
    }
    expect(criSignal(constants.signals.SIGABRT)).toBe(Signal.SIGNAL_SIGABRT);
    expect(criSignal(constants.signals.SIGCHLD)).toBe(Signal.SIGNAL_SIGCHLD);
    expect(criSignal(constants.signals.SIGIO)).toBe(Signal.SIGNAL_SIGIO);
    expect(criSignal(33)).toBe(Signal.SIGNAL_RUNTIME_DEFAULT);
  });
});
