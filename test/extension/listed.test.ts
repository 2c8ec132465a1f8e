import { describe, expect, it } from 'vitest';
import { listed } from '../../extension/client/listed.ts';
import { RpcError } from '../../extension/client/rpc-error.ts';

const tooLong = (): Promise<never> => Promise.reject(new RpcError('resource-exhausted', 'larger than max'));
async function* pieces(): AsyncGenerator<readonly number[]> {
  yield [1, 2];
  yield [3];
}
async function* none(): AsyncGenerator<readonly number[]> {
  yield* [];
  throw new RpcError('unimplemented', 'no such call');
}

describe('a list', () => {
  it('comes in one answer, and in pieces where that would be too long', async () => {
    expect(await listed(() => Promise.resolve([7]), none)).toEqual([7]);
    expect(await listed(tooLong, pieces)).toEqual([1, 2, 3]);
  });

  it('fails as its one answer does where there are no pieces, and for every other reason', async () => {
    await expect(listed(tooLong, none)).rejects.toThrow('larger than max');
    await expect(listed(() => Promise.reject(new RpcError('unavailable', 'away')), pieces)).rejects.toThrow('away');
  });
});
