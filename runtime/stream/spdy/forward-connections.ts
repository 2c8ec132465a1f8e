import type { Duplex } from 'node:stream';
import { isCriError } from '../../base/cri-error.ts';
import type { Logger } from '../../base/logger.ts';
import { joinConnection } from '../server/join-connection.ts';
import type { ForwardOffer } from '../server/offers.ts';
import { failureText } from '../server/status.ts';
import type { SpdyStream } from './session.ts';
import { duplexOf } from './stream-duplex.ts';

/** The two streams of one connection. */
interface Pair {
  readonly port: number;
  error: Duplex | undefined;
  data: Duplex | undefined;
  readonly timer: NodeJS.Timeout;
}

/** How long the second stream of a connection may take. */
const PAIR_MS = 30_000;
const LAST_PORT = 65_535;

/** Takes streams in pairs, by their headers `streamtype`, `port` and `requestid`; each pair is one connection, apart from all others. */
export function acceptConnections(offer: ForwardOffer, log: Logger): (stream: SpdyStream) => boolean {
  const waiting = new Map<string, Pair>();
  return (stream) => {
    const type = stream.headers.get('streamtype');
    const port = Number(stream.headers.get('port'));
    if ((type !== 'error' && type !== 'data') || !Number.isInteger(port) || port < 1 || port > LAST_PORT) return false;
    // Old clients give no id: their streams follow each other.
    const id = stream.headers.get('requestid') ?? `stream ${String(type === 'error' ? stream.id : stream.id - 2)}`;
    const pair = waiting.get(id) ?? begin(waiting, { id, port });
    if (pair[type] !== undefined || pair.port !== port) return false;
    pair[type] = duplexOf(stream);
    const { error, data } = pair;
    if (error === undefined || data === undefined) return true;
    clearTimeout(pair.timer);
    waiting.delete(id);
    void serve({ offer, log, port, error, data });
    return true;
  };
}

function begin(waiting: Map<string, Pair>, { id, port }: { readonly id: string; readonly port: number }): Pair {
  const timer = setTimeout(() => {
    waiting.delete(id);
    pair.error?.destroy();
    pair.data?.destroy();
  }, PAIR_MS);
  timer.unref();
  const pair: Pair = { port, error: undefined, data: undefined, timer };
  waiting.set(id, pair);
  return pair;
}

interface Connection {
  readonly offer: ForwardOffer;
  readonly log: Logger;
  readonly port: number;
  readonly error: Duplex;
  readonly data: Duplex;
}

/** A failure to connect is told on the error stream. One that breaks off later is reset alone: clients end the whole session at a text. */
async function serve({ offer, log, port, error, data }: Connection): Promise<void> {
  error.resume();
  try {
    const target = await offer.connect(port);
    await joinConnection(target, { readable: data, writable: data }).catch(() => data.destroy());
  } catch (failure) {
    if (!isCriError(failure)) log.error('port-forward failed', { error: failure });
    error.write(failureText(failure));
    // Both halves end properly, so that the client gets the text.
    data.resume().end();
  }
  error.end();
}
