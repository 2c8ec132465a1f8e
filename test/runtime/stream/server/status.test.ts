import { describe, expect, it } from 'vitest';
import { CriError } from '../../../../runtime/base/cri-error.ts';
import { exitStatus, failureStatus } from '../../../../runtime/stream/server/status.ts';

describe('the error stream of a command', () => {
  it.each([4, 5] as const)('carries the exit code in an object from version 4 on (%i)', (version) => {
    expect(JSON.parse(exitStatus(version, 0))).toEqual({ metadata: {}, status: 'Success' });
    expect(JSON.parse(exitStatus(version, 137))).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '137' }] },
    });
  });

  it.each([1, 2, 3] as const)('carries a text before version 4, and nothing for success (%i)', (version) => {
    expect(exitStatus(version, 0)).toBe('');
    expect(exitStatus(version, 7)).toMatch(/exit code.* 7$/);
    expect(failureStatus(version, new CriError('not-found', 'container abc is gone'))).toBe('container abc is gone');
  });

  it('names what a caller can act on, and does not describe a bug', () => {
    const known = JSON.parse(failureStatus(4, new CriError('failed-precondition', 'no such program'))) as object;
    expect(known).toMatchObject({ status: 'Failure', reason: 'InternalError', message: 'no such program', code: 500 });
    expect(failureStatus(4, new TypeError('secret is undefined'))).not.toContain('secret');
  });
});
