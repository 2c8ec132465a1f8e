import type { Server } from 'node:http';
import type { Logger } from '../../base/logger.ts';
import type { Clock } from '../../host/clock.ts';
import type { Offer } from './offers.ts';
import { createTokens } from './tokens.ts';

/** Gives out URLs at which exec, attach and port-forward are fetched. */
export interface StreamServer {
  /**
   * A URL that one client may fetch within a minute. Throws resource-exhausted when too many are waiting, failed-precondition when the
   * configured address cannot be listened on.
   */
  offer(offer: Offer): Promise<string>;
  /** Ends all sessions. */
  close(): Promise<void>;
}

export interface StreamServerOptions {
  readonly address: StreamAddress;
  /** Sessions on which nothing moves for so long are ended. */
  readonly idleMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface StreamAddress {
  /** Address or name of this machine. */
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** Files in PEM format; undefined = plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** Listens from the first offer on: a daemon that nobody streams from does not load what it takes. */
export function createStreamServer(options: StreamServerOptions): StreamServer {
  const tokens = createTokens<Offer>(options.clock);
  const closing = new AbortController();
  let listening: Promise<{ readonly server: Server; readonly base: string }> | undefined;
  const start = async (): Promise<{ readonly server: Server; readonly base: string }> => {
    const { listen } = await import('./listen.ts');
    return listen({ ...options, take: (token) => tokens.take(token), closing: closing.signal });
  };
  return {
    offer: async (offer) => {
      listening ??= start();
      try {
        const { base } = await listening;
        return `${base}/${offer.kind}/${tokens.add(offer)}`;
      } catch (error) {
        // A port that is taken may be free the next time.
        if (!(await isListening(listening))) listening = undefined;
        throw error;
      }
    },
    close: async () => {
      closing.abort();
      if (listening === undefined || !(await isListening(listening))) return;
      const { server } = await listening;
      await new Promise((resolve) => {
        server.close(resolve);
        // Those that have not asked for anything yet.
        server.closeAllConnections();
      });
    },
  };
}

function isListening(listening: Promise<unknown>): Promise<boolean> {
  return listening.then(
    () => true,
    () => false,
  );
}
