/** Like Promise.all, but returns only when all have ended: nothing goes on behind the back of a rollback. Throws the first failure in the list. */
export async function allOf<const T extends readonly unknown[]>(acts: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(acts);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}
