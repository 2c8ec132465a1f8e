import { readFile } from 'node:fs/promises';
import { configFileOf, readConfiguration, type Configuration } from './base/configuration.ts';
import { CriError, isCriError, messageOf } from './base/cri-error.ts';
import { createLogger, type Logger } from './base/logger.ts';
import { createRuntime, type Runtime } from './create-runtime.ts';
import { claimSocketPath, protectSocket } from './host/socket-path.ts';
import { createRpcServer, type RpcServer } from './rpc/create-rpc-server.ts';
import { VERSION } from './version.ts';

/** Calls in flight get this long to end after SIGTERM. */
const GRACE_MS = 10_000;

await main();

/** Configuration → build → listen → recover → open; SIGTERM or SIGINT closes in reverse, a second one ends at once. */
async function main(): Promise<void> {
  const bootLog = loggerOf('info');
  try {
    const flags = process.argv.slice(2);
    const configuration = readConfiguration(flags, await readConfigFile(flags));
    await serve(configuration, loggerOf(configuration.logLevel));
  } catch (error) {
    if (!isCriError(error)) throw error;
    bootLog.error(error.message, { code: error.code, hint: error.hint });
    process.exitCode = 2;
  }
}

async function serve(configuration: Configuration, log: Logger): Promise<void> {
  await claimSocketPath(configuration.socket);
  const runtime = await createRuntime(configuration, log, {
    path: process.env['PATH'] ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    arch: process.arch,
    uid: process.getuid?.() ?? -1,
    workerEntry: new URL(import.meta.url.endsWith('.ts') ? './image/unpack-worker.ts' : './unpack-worker.mjs', import.meta.url),
    version: VERSION,
  });
  try {
    const server = createRpcServer({ parts: runtime.parts, log });
    closeOnSignal({ server, runtime, log });
    await server.listen(configuration.socket);
    await protectSocket(configuration.socket, configuration.socketUid);
    await runtime.recover();
    server.open();
    log.info('ready', {
      socket: configuration.socket,
      root: configuration.root,
      pid: process.pid,
      ms: Math.round(performance.now()),
    });
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

function closeOnSignal({ server, runtime, log }: { server: RpcServer; runtime: Runtime; log: Logger }): void {
  let closing = false;
  const close = async (signal: string): Promise<void> => {
    if (closing) process.exit(130);
    closing = true;
    log.info('closing; containers go on', { signal });
    await server.close(GRACE_MS);
    await runtime.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      close(signal).catch((error: unknown) => {
        log.error('the daemon could not close cleanly', { error });
        process.exit(1);
      });
    });
  }
  // A closed terminal or log pipe must not take containers' keeper with it.
  process.on('SIGHUP', () => undefined);
}

async function readConfigFile(flags: readonly string[]): Promise<{ name: string; text: string } | undefined> {
  const name = configFileOf(flags);
  if (name === undefined) return undefined;
  try {
    return { name, text: await readFile(name, 'utf8') };
  } catch (cause) {
    throw new CriError('invalid-argument', `configuration file ${name} cannot be read: ${messageOf(cause)}`, {
      hint: 'correct --config, or leave it out',
      cause,
    });
  }
}

function loggerOf(level: Configuration['logLevel']): Logger {
  return createLogger({ level, write: (line) => process.stderr.write(line), now: () => new Date() });
}
