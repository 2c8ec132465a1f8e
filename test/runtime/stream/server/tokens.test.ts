import { describe, expect, it } from 'vitest';
import { createTokens } from '../../../../runtime/stream/server/tokens.ts';

describe('a token of a streaming URL', () => {
  it('is taken once', () => {
    const tokens = createTokens<string>({ monotonicMs: () => 0 });
    const token = tokens.add('shell');
    expect(tokens.take(token)).toBe('shell');
    expect(tokens.take(token)).toBeUndefined();
  });

  it('is good for a minute and no longer', () => {
    let now = 0;
    const tokens = createTokens<string>({ monotonicMs: () => now });
    const [first, second] = [tokens.add('first'), tokens.add('second')];
    now = 59_999;
    expect(tokens.take(first)).toBe('first');
    now = 60_000;
    expect(tokens.take(second)).toBeUndefined();
  });

  it('has 192 random bits', () => {
    const tokens = createTokens<number>({ monotonicMs: () => 0 });
    const made = Array.from({ length: 100 }, (_, index) => tokens.add(index));
    expect(new Set(made).size).toBe(100);
    for (const token of made) expect(Buffer.from(token, 'base64url')).toHaveLength(24);
  });

  it('is refused when a thousand wait, until they are old', () => {
    let now = 0;
    const tokens = createTokens<number>({ monotonicMs: () => now });
    for (let index = 0; index < 1000; index++) tokens.add(index);
    expect(() => tokens.add(1000)).toThrow(expect.objectContaining({ code: 'resource-exhausted' }) as Error);
    now = 60_000;
    expect(tokens.take(tokens.add(1001))).toBe(1001);
  });
});
