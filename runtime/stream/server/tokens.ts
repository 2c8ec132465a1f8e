import { randomBytes } from 'node:crypto';
import { CriError } from '../../base/cri-error.ts';
import type { Clock } from '../../host/clock.ts';

/** Things that are handed out once, to whoever knows the token. */
export interface Tokens<T> {
  /** Throws resource-exhausted when too many wait to be fetched. */
  add(thing: T): string;
  /** undefined for a token that is unknown, used or too old. */
  take(token: string): T | undefined;
}

const TOKEN_BYTES = 24;
const LIFE_MS = 60_000;
const MOST = 1000;

/** Tokens live a minute. */
export function createTokens<T>(clock: Pick<Clock, 'monotonicMs'>): Tokens<T> {
  // In order of their age.
  const waiting = new Map<string, { readonly thing: T; readonly until: number }>();
  const forgetOld = (): void => {
    const now = clock.monotonicMs();
    for (const [token, { until }] of waiting) {
      if (until > now) return;
      waiting.delete(token);
    }
  };
  return {
    add: (thing) => {
      forgetOld();
      if (waiting.size >= MOST) {
        throw new CriError('resource-exhausted', `${String(MOST)} streaming URLs wait to be fetched`, {
          hint: 'fetch each URL that is asked for, or wait a minute',
        });
      }
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      waiting.set(token, { thing, until: clock.monotonicMs() + LIFE_MS });
      return token;
    },
    take: (token) => {
      forgetOld();
      const found = waiting.get(token);
      waiting.delete(token);
      return found?.thing;
    },
  };
}
