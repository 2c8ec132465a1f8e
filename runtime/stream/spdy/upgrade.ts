import type { Duplex } from 'node:stream';
import { refuse } from '../server/refuse.ts';
import type { Session } from '../server/listen.ts';
import type { ProtocolVersion } from '../server/status.ts';
import { serveCommand } from '../server/serve-command.ts';
import { watchSession } from '../server/watch-session.ts';
import { acceptCommand } from './command-client.ts';
import { serveSpdy, type SpdyOptions, type SpdySession } from './session.ts';

/** What a command opens: error, stdin, stdout, stderr, resize. */
const COMMAND_STREAMS = 5;
const COMMAND = /^(?:v([1-5])\.)?channel\.k8s\.io$/;

/** Serves one session over SPDY/3.1, by the first of the client's protocols that is known here. */
export function upgradeToSpdy(session: Session): void {
  const { request, socket, offer } = session;
  const header = request.headers['x-stream-protocol-version'];
  const offered = String(header ?? '')
    .split(',')
    .map((name) => name.trim());
  if (offer.kind === 'portforward') {
    refuse(socket, 400, 'not yet');
    return;
  }
  const chosen = offered.find((name) => name === '' || COMMAND.test(name));
  if (chosen === undefined) {
    refuse(socket, 403, `none of the protocols ${String(header)} is known here`);
    return;
  }
  const version = Number(COMMAND.exec(chosen)?.[1] ?? 1) as ProtocolVersion;
  const accepted = acceptCommand(offer, version);
  accept(session, chosen);
  const spdy = speak(session, socket, { onStream: accepted.onStream, mostStreams: COMMAND_STREAMS });
  void accepted.client(spdy).then((client) => client && serveCommand(offer, client, session.options.log));
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
