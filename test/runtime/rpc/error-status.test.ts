import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { CriError } from '../../../runtime/base/cri-error.ts';
import { errorStatus } from '../../../runtime/rpc/error-status.ts';
import { STATUS_CODES } from '../../../runtime/rpc/status-codes.ts';

describe('what a caller is told', () => {
  test.each(Object.entries(STATUS_CODES) as [keyof typeof STATUS_CODES, status][])('%s is status %i', (code, expected) => {
    const { code: told, metadata } = errorStatus(new CriError(code, 'm'), 'r-1');
    expect(told).toBe(expected);
    expect(metadata.get('slipway-code')).toEqual([code]);
    expect(metadata.get('slipway-request-id')).toEqual(['r-1']);
  });

  test('a hint follows the message, and comes alone in the trailers, in ASCII', () => {
    const { details, metadata } = errorStatus(new CriError('not-found', 'no image', { hint: 'pull it – später' }), 'r');
    expect(details).toBe('no image (pull it – später)');
    const [encoded] = metadata.get('slipway-hint');
    expect(encoded).toMatch(/^[\x20-\x7e]+$/);
    expect(decodeURIComponent(String(encoded))).toBe('pull it – später');
  });

  test('a bug says nothing of itself but where to look', () => {
    const { code, details } = errorStatus(new TypeError('secret is undefined'), 'r-7');
    expect(code).toBe(status.INTERNAL);
    expect(details).toContain('r-7');
    expect(details).not.toContain('secret');
  });

  test('control characters and endless text do not reach the caller', () => {
    const { details } = errorStatus(new CriError('data-loss', `\u001b[31mred\n${'x'.repeat(5000)}`), 'r');
    expect(details.includes('\u001b') || details.includes('\n')).toBe(false);
    expect(details.length).toBeLessThanOrEqual(2000);
  });
});
