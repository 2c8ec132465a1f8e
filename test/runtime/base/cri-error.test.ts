import { describe, expect, it } from 'vitest';
import { CriError, errnoOf, hostError, isCriError, messageOf } from '../../../runtime/base/cri-error.ts';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: failed`), { code });

describe('CriError', () => {
  it('carries code, hint and cause', () => {
    const cause = new Error('why');
    const error = new CriError('not-found', 'no such pod', { hint: 'refresh', cause });
    expect(error).toMatchObject({ name: 'CriError', code: 'not-found', message: 'no such pod', hint: 'refresh', cause });
    expect('cause' in new CriError('not-found', 'no such pod')).toBe(false);
  });

  it('is told apart from other errors, by its code too', () => {
    const error = new CriError('unavailable', 'not yet');
    expect([isCriError(error), isCriError(error, 'unavailable'), isCriError(error, 'not-found')]).toEqual([true, true, false]);
    expect(isCriError(systemError('unavailable'))).toBe(false);
  });
});

describe('hostError', () => {
  it.each([
    ['ENOSPC', 'resource-exhausted'],
    ['EDQUOT', 'resource-exhausted'],
    ['EPERM', 'permission-denied'],
    ['EACCES', 'permission-denied'],
  ])('turns %s into %s', (code, expected) => {
    const cause = systemError(code);
    expect(hostError(cause, 'write the record')).toMatchObject({
      code: expected,
      message: `cannot write the record: ${code}: failed`,
      hint: expect.any(String) as string,
      cause,
    });
  });

  it('passes other errors as they are', () => {
    for (const error of [systemError('EIO'), new Error('a bug'), 'text']) expect(hostError(error, 'write')).toBe(error);
  });
});

describe('errnoOf and messageOf', () => {
  it('take any thrown value', () => {
    expect([errnoOf(systemError('ENOENT')), errnoOf(new Error('plain')), errnoOf('text'), errnoOf(undefined)]).toEqual([
      'ENOENT',
      undefined,
      undefined,
      undefined,
    ]);
    expect([messageOf(new Error('plain')), messageOf('text'), messageOf(7)]).toEqual(['plain', 'text', '7']);
  });
});
