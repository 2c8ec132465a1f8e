import type { Duplex } from 'node:stream';
import { refuse } from '../server/refuse.ts';
import type { Session } from '../server/listen.ts';
import type { ProtocolVersion } from '../server/status.ts';
import { serveCommand } from '../server/serve-command.ts';
import { watchSession } from '../server/watch-session.ts';
import type { ForwardOffer } from '../server/offers.ts';
import { acceptCommand } from './command-client.ts';
import { acceptConnections } from './forward-connections.ts';
import { serveSpdy, type SpdyOptions, type SpdySession } from './session.ts';

/** What a command opens: error, stdin, stdout, stderr, resize. */
const COMMAND_STREAMS = 5;
/** Two for each connection. */
const FORWARD_STREAMS = 4000;
const FORWARD = 'portforward.k8s.io';
const COMMAND = /^(?:v([1-5])\.)?channel\.k8s\.io$/;

/** Serves one session over SPDY/3.1, by the first of the client's protocols that is known here. */
export function upgradeToSpdy(session: Session): void {
  const { request, socket, offer } = session;
  const header = request.headers['x-stream-protocol-version'];
  const offered = String(header ?? '')
    .split(',')
    .map((name) => name.trim());
  const chosen = offered.find((name) => name === '' || (offer.kind === 'portforward' ? name === FORWARD : COMMAND.test(name)));
  if (chosen === undefined) {
    refuse(socket, 403, `none of the protocols ${String(header)} is known here`);
    return;
  }
  if (offer.kind === 'portforward') {
    accept(session, chosen);
    speakForward({ ...session, offer }, socket);
    return;
  }
  const version = Number(COMMAND.exec(chosen)?.[1] ?? 1) as ProtocolVersion;
  const accepted = acceptCommand(offer, version);
  accept(session, chosen);
  const spdy = speak(session, socket, { onStream: accepted.onStream, mostStreams: COMMAND_STREAMS });
  void accepted.client(spdy).then((client) => client && serveCommand(offer, client, session.options.log));
}

/** Port-forward on any connection that speaks SPDY. */
export function speakForward(session: Session & { readonly offer: ForwardOffer }, connection: Duplex): void {
  const onStream = acceptConnections(session.offer, session.options.log);
  speak(session, connection, { onStream, mostStreams: FORWARD_STREAMS });
}

function accept({ socket, head }: Session, protocol: string): void {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1'];
  if (protocol !== '') lines.push(`X-Stream-Protocol-Version: ${protocol}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
}

function speak({ options }: Session, connection: Duplex, serve: Omit<SpdyOptions, 'onMoved'>): SpdySession {
  const watch = watchSession(options, {
    ping: () => {
      spdy.ping();
    },
    end: () => {
      spdy.destroy();
    },
  });
  const spdy = serveSpdy(connection, { ...serve, onMoved: watch.moved });
  spdy.gone.addEventListener('abort', watch.stop);
  return spdy;
}
