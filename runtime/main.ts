import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { configFileOf, readConfiguration, type Configuration } from './base/configuration.ts';
import { CriError, errnoOf, isCriError, messageOf } from './base/cri-error.ts';
import { parseLoopbackAddress } from './base/loopback-address.ts';
import { createLogger, type Logger } from './base/logger.ts';
import { createRuntime, type Runtime } from './create-runtime.ts';
import { claimSocketPath, protectSocket } from './host/socket-path.ts';
import { createRpcServer, type RpcServer } from './rpc/create-rpc-server.ts';
import { serveMetrics } from './rpc/prometheus/serve-metrics.ts';
import { VERSION } from './version.ts';

/** Calls in flight get this long to end after SIGTERM. */
const GRACE_MS = 10_000;
const EXIT_FAILED = 1;
const EXIT_CONFIGURATION = 2;

// A young generation of 2 MiB is collected sooner alone than by helpers that wait for a processor behind the unpacking of layers.
setFlagsFromString('--no-parallel-scavenge');

await main(process.argv.slice(2));

/** Configuration → build → listen → recover → open; SIGTERM or SIGINT closes in reverse, a second one ends at once. */
async function main(flags: readonly string[]): Promise<void> {
  // Modes of files are given explicitly; those left out shall not depend on who started us.
  process.umask(0o022);
  let log = openLog('info', '');
  let exitCode = EXIT_CONFIGURATION;
  try {
    const configuration = readConfiguration(flags, readConfigFile(flags));
    log = openLog(configuration.logLevel, configuration.logFile);
    exitCode = EXIT_FAILED;
    surviveAccidents(log);
    await serve(configuration, log);
  } catch (error) {
    if (isCriError(error)) log.error(error.message, { code: error.code, hint: error.hint });
    else log.error('the daemon cannot start', { error });
    process.exit(exitCode);
  }
}

async function serve(configuration: Configuration, log: Logger): Promise<void> {
  const { socket, root, logFile } = configuration;
  await claimSocketPath(socket);
  const runtime = await createRuntime(configuration, log, {
    path: process.env['PATH'] ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    environment: { ...process.env },
    arch: process.arch,
    uid: process.getuid?.() ?? -1,
    workerEntry: new URL(import.meta.url.endsWith('.ts') ? './image/unpack-worker.ts' : './unpack-worker.mjs', import.meta.url),
    version: VERSION,
  });
  try {
    const server = createRpcServer({ parts: runtime.parts, log });
    closeOnSignal({ server, runtime, log });
    // Before anything is done: an address that is in use is a mistake in the configuration.
    const metricsAddress = parseLoopbackAddress(configuration.metricsAddress);
    const metrics = metricsAddress && (await serveMetrics({ parts: runtime.parts, address: metricsAddress, log }));
    await listen(server, configuration);
    await runtime.recover();
    server.open();
    // Whoever started us waits for this line, whatever the level of the log.
    openLog('info', logFile).info('ready', {
      socket,
      root,
      version: VERSION,
      pid: process.pid,
      ...(metrics === undefined ? {} : { metricsPort: metrics.port }),
      ms: Math.round(performance.now()),
    });
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/** The socket is never there with a mode that lets others in. */
async function listen(server: RpcServer, { socket, socketUid }: Configuration): Promise<void> {
  const before = process.umask(0o177);
  try {
    await server.listen(socket);
  } finally {
    process.umask(before);
  }
  await protectSocket(socket, socketUid);
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
        process.exit(EXIT_FAILED);
      });
    });
  }
}

/** A terminal that closes does not end the daemon. A bug that nobody caught is logged; after an exception nothing can be trusted. */
function surviveAccidents(log: Logger): void {
  process.on('SIGHUP', () => undefined);
  process.on('unhandledRejection', (error) => {
    log.error('a rejection was not handled', { error });
  });
  process.on('uncaughtException', (error) => {
    log.error('an exception was not handled; the daemon ends, containers go on', { error });
    process.exit(EXIT_FAILED);
  });
}

function readConfigFile(flags: readonly string[]): { name: string; text: string } | undefined {
  const name = configFileOf(flags);
  if (name === undefined) return undefined;
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (cause) {
    throw new CriError('invalid-argument', `configuration file ${name} cannot be read: ${messageOf(cause)}`, {
      hint: 'correct --config, or leave it out',
      cause,
    });
  }
}

/** Lines are written synchronously, so that the last one before an exit is not lost. */
function openLog(level: Configuration['logLevel'], file: string): Logger {
  const append = (line: string): void => {
    if (file === '') writeSync(2, line);
    else appendFileSync(file, line, { mode: 0o600 });
  };
  return createLogger({
    level,
    write: (line) => {
      writeIfPossible(append, line);
    },
    now: () => new Date(),
  });
}

/** A reader that has gone or is slow, or a full disk, does not stop the daemon. */
function writeIfPossible(append: (line: string) => void, line: string): void {
  try {
    append(line);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
