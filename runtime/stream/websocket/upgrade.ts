import { WebSocketServer, type WebSocket } from 'ws';
import type { Session } from '../server/listen.ts';
import { refuse } from '../server/refuse.ts';
import { serveCommand } from '../server/serve-command.ts';
import { watchSession } from '../server/watch-session.ts';
import { channelProtocol } from './channel-protocol.ts';
import { createCommandClient } from './command-client.ts';

/** The largest message that a client may send. */
const MESSAGE_BYTES = 16 * 1024 * 1024;

/** Serves one session over WebSocket, by the first of the client's protocols that is known here. */
export function upgradeToWebSocket(session: Session): void {
  const { request, socket, offer } = session;
  if (offer.kind === 'portforward') {
    refuse(socket, 400, 'not yet');
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
    const client = createCommandClient(ws, offer, { ...protocol, moved });
    void serveCommand(offer, client, session.options.log);
  });
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
