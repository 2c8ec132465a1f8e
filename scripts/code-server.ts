import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real VS Code server on a loopback port with its own user data and the extension in it. */
export interface CodeServer {
  readonly url: string;
  readonly directory: string;
  readonly workspace: string;
  /** Its exit code, whoever ended it. */
  readonly ended: Promise<number | null>;
  /** Ends the server and removes its directory. */
  stop(): Promise<void>;
}

export interface CodeServerOptions {
  /** The folder of code-server's package. */
  readonly program: string;
  /** The Node.js 24 that runs it. */
  readonly node: string;
  readonly extension: { readonly vsix: string } | { readonly files: readonly string[]; readonly root: string };
  readonly settings: Readonly<Record<string, unknown>>;
}

const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.editor.useModal': 'off',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
};
const READY_MS = 60_000;
const END_MS = 5000;

/** Starts one and waits until it serves a workbench. The caller stops it. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-code-'));
  const workspace = join(directory, 'workspace');
  await mkdir(workspace);
  await mkdir(join(directory, 'user', 'Machine'), { recursive: true });
  await mkdir(join(directory, 'user', 'User'), { recursive: true });
  await writeFile(join(directory, 'config.yaml'), 'auth: none\ncert: false\n');
  await writeFile(join(directory, 'user', 'User', 'settings.json'), JSON.stringify(QUIET));
  await writeFile(join(directory, 'user', 'Machine', 'settings.json'), JSON.stringify(options.settings));
  const server = join(options.program, 'out', 'node', 'entry.js');
  const places = [
    '--config',
    join(directory, 'config.yaml'),
    '--user-data-dir',
    join(directory, 'user'),
    '--extensions-dir',
    join(directory, 'ext'),
  ];
  const environment = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', XDG_CONFIG_HOME: join(directory, 'xdg') };
  if ('vsix' in options.extension)
    await runToEnd(options.node, [server, ...places, '--install-extension', options.extension.vsix], environment);
  else await placeExtension(options.extension, join(directory, 'ext'));
  const port = await freePort();
  const flags = [
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    '--reconnection-grace-time',
    '5',
  ];
  const child = spawn(options.node, [server, ...places, ...flags, workspace], {
    env: environment,
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`;
  const stop = async (): Promise<void> => {
    await endGroup(child);
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await untilServed(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, directory, workspace, ended, stop };
}

/** Puts an unpacked extension where the server looks, without a package. */
async function placeExtension(
  extension: { readonly files: readonly string[]; readonly root: string },
  extensions: string,
): Promise<void> {
  const manifest = JSON.parse(await readFile(join(extension.root, 'package.json'), 'utf8')) as { version: string };
  const folder = `slipway.slipway-${manifest.version}`;
  for (const file of extension.files) await cp(join(extension.root, file), join(extensions, folder, file), { recursive: true });
  const identifier = { id: 'slipway.slipway' };
  const location = { $mid: 1, path: join(extensions, folder), scheme: 'file' };
  await writeFile(
    join(extensions, 'extensions.json'),
    JSON.stringify([{ identifier, version: manifest.version, location, relativeLocation: folder }]),
  );
}

function runToEnd(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the extension could not be installed: ${output}`));
    });
  });
}

/** The workbench answers later than /healthz. */
async function untilServed(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}`);
    const ok = await fetch(url).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ok) return;
    await pause(200);
  }
  throw new Error(`code-server did not serve ${url} within ${READY_MS / 1000} s`);
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-pid, 'SIGTERM');
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), END_MS);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
