import { CriError } from '../../../base/cri-error.ts';
import type { HttpResponse } from '../http.ts';

/** The whole body; throws resource-exhausted past `limit` bytes. */
export async function readBody(response: HttpResponse, limit: number, what: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response.body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit)
      throw new CriError('resource-exhausted', `${what} is larger than ${String(limit)} bytes`, {
        hint: 'this is not an ordinary image',
      });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
