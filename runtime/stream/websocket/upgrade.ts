import { createWebSocketStream, WebSocketServer, type WebSocket } from 'ws';
import type { Session } from '../server/listen.ts';
import type { ForwardOffer } from '../server/offers.ts';
import { refuse } from '../server/refuse.ts';
import { serveCommand } from '../server/serve-command.ts';
import { watchSession } from '../server/watch-session.ts';
import { speakForward } from '../spdy/upgrade.ts';
import { channelProtocol } from './channel-protocol.ts';
import { createCommandClient } from './command-client.ts';
import { serveChannels } from './forward-channels.ts';

/** The largest message that a client may send. */
const MESSAGE_BYTES = 16 * 1024 * 1024;

/** SPDY inside of binary messages: each connection a pair of streams. */
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
const LAST_PORT = 65_535;

/** Serves one session over WebSocket, by the first of the client's protocols that is known here. */
export function upgradeToWebSocket(session: Session): void {
  const { request, socket, offer } = session;
  const offered = offeredProtocols(session);
  if (offer.kind === 'portforward' && offered.includes(TUNNEL)) {
    accept(session, TUNNEL, (ws) => {
      speakForward({ ...session, offer }, createWebSocketStream(ws));
    });
    return;
  }
  const protocol = offeredProtocols(session)
    .map(channelProtocol)
    .find((known) => known !== undefined);
  if (protocol === undefined) {
    refuse(socket, 400, `none of the protocols ${String(request.headers['sec-websocket-protocol'])} is known here`);
    return;
  }
  accept(session, protocol.name, (ws, moved) => {
    if (offer.kind === 'portforward') {
      void serveChannels(offer, { ws, protocol, moved, ports: portsOf(session, offer) }, session.options.log);
      return;
    }
    const client = createCommandClient(ws, offer, { ...protocol, moved });
    void serveCommand(offer, client, session.options.log);
  });
}

/** Those of the request that was answered with the URL, else those that the client has added to it. */
function portsOf({ request }: Session, { ports }: ForwardOffer): readonly number[] {
  if (ports.length > 0) return ports;
  const asked = new URL(request.url ?? '', 'http://localhost').searchParams.getAll('port');
  return asked
    .flatMap((text) => text.split(','))
    .map(Number)
    .filter((port) => Number.isInteger(port) && port > 0 && port <= LAST_PORT);
}

function offeredProtocols({ request }: Session): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

function accept(session: Session, protocol: string, serve: (ws: WebSocket, moved: () => void) => void): void {
  const { request, socket, head, options } = session;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MESSAGE_BYTES });
  // The library refuses names with a slash, as the one of the tunnel: the header is ours.
  delete request.headers['sec-websocket-protocol'];
  server.on('headers', (headers) => {
    if (protocol !== '') headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
  });
  server.handleUpgrade(request, socket, head, (ws) => {
    const watch = watchSession(options, {
      ping: () => {
        ws.ping();
      },
      end: () => {
        ws.terminate();
      },
    });
    // A violation of the protocol; the end follows.
    ws.on('error', () => undefined);
    ws.on('message', watch.moved);
    ws.on('close', watch.stop);
    serve(ws, watch.moved);
  });
}
