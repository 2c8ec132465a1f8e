import { createHash } from 'node:crypto';
import type { Digest } from '../base/ids.ts';

/** OCI chain ids, lowest first: each names a layer together with all below it. */
export function chainIds(diffIds: readonly Digest[]): Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(
      below === undefined ? diffId : (`sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}` as Digest),
    );
  }
  return chain;
}
