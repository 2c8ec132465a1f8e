import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ImageService, RuntimeService } from '../../proto/gen/cri.ts';
import { Slipway } from '../../proto/gen/slipway.ts';
import { CriError } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import { createActiveCalls } from './active-calls.ts';
import { addService } from './add-service.ts';
import { IMAGE_HANDLERS, RUNTIME_HANDLERS, SLIPWAY_HANDLERS } from './handlers.ts';
import { createInterceptor } from './interceptor.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The gRPC side of the daemon. */
export interface RpcServer {
  /** Serves on a unix socket; until `open`, every call but Version answers unavailable. */
  listen(socket: string): Promise<void>;
  /** Recovery is over. */
  open(): void;
  /** Refuses new calls, ends streams, lets the other calls in flight end within `graceMs`, then aborts them. */
  close(graceMs: number): Promise<void>;
}

export interface RpcServerOptions {
  readonly parts: RuntimeParts;
  readonly log: Logger;
}

/** How long aborted work may take to undo what it did. */
const UNWIND_MS = 3000;
const MEBIBYTE = 1024 * 1024;

/** The services over their parts; the caller closes it. */
export function createRpcServer({ parts, log }: RpcServerOptions): RpcServer {
  const server = new Server({
    // Over a unix socket a large window costs nothing, and large messages come five times faster.
    'grpc-node.flow_control_window': 8 * MEBIBYTE,
    'grpc.max_receive_message_length': 16 * MEBIBYTE,
    'grpc.max_send_message_length': -1,
    'grpc.enable_channelz': 0,
  });
  let phase: 'recovering' | 'open' | 'closing' = 'recovering';
  const active = createActiveCalls();
  const gate = (method: string): CriError | undefined => {
    if (phase === 'open' || (phase === 'recovering' && method === 'Version')) return undefined;
    return phase === 'recovering' ? recovering() : shuttingDown();
  };
  const intercept = createInterceptor({ log, clock: parts.clock, gate });
  const shared = { intercept, parts, active };
  addService(server, { table: RuntimeService, handlers: RUNTIME_HANDLERS, ...shared });
  addService(server, { table: ImageService, handlers: IMAGE_HANDLERS, ...shared });
  addService(server, { table: Slipway, handlers: SLIPWAY_HANDLERS, ...shared });
  return {
    listen: (socket) =>
      new Promise((resolve, reject) => {
        server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      }),
    open: () => {
      phase = 'open';
    },
    close: async (graceMs) => {
      phase = 'closing';
      active.abort(shuttingDown(), 'serverStream');
      await shutDown(server, graceMs, () => {
        active.abort(shuttingDown());
      });
    },
  };
}

/** Past the grace, work is told to unwind; what does not even do that is left to recovery. */
function shutDown(server: Server, graceMs: number, abortAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      server.forceShutdown();
      resolve();
    };
    let timer = setTimeout(() => {
      abortAll();
      timer = setTimeout(finish, UNWIND_MS);
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function recovering(): CriError {
  return new CriError('unavailable', 'the runtime is recovering its pods and containers', { hint: 'try again in a moment' });
}

function shuttingDown(): CriError {
  return new CriError('unavailable', 'the runtime is shutting down', { hint: 'containers go on; start the runtime again' });
}
