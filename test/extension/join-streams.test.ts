import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { joinStreams } from '../../extension/forward/join-streams.ts';

const LINGER_MS = 40;
const open: { destroy(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.destroy();
});

/** A client of a local port, and the far end of what it is joined with. */
async function joined(): Promise<{ readonly client: Socket; readonly far: Duplex }> {
  const server = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  const [local] = (await once(server, 'connection')) as [Socket];
  const [near, far] = duplexPair();
  joinStreams(local, near, LINGER_MS);
  server.close();
  open.push(client, local, near, far);
  return { client, far };
}

describe('a client that has written its last word', () => {
  it('gets all of an answer, however slowly it reads', async () => {
    const { client, far } = await joined();
    client.end('ask');
    await once(far, 'readable');
    const answer = Buffer.alloc(8_000_000, 'abcdefghij');
    far.end(answer);
    // Longer than a silent answer would be waited for: what the network does not take waits in this process.
    await sleep(LINGER_MS * 5);
    const chunks: Buffer[] = [];
    for await (const chunk of client) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(answer)).toBe(true);
  });

  it('is let go when no answer comes', async () => {
    const { client } = await joined();
    client.end('ask');
    client.resume();
    await once(client, 'close');
  });
});
