// `npm start`: the packaged extension in VS Code in the browser, a runtime on the usual paths, the sample image in it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startCodeServer, type CodeServer } from './code-server.ts';
import { seedSampleImage } from './seed-sample-image.ts';
import { isStale } from './setup/freshness.mjs';
import { root } from './setup/shell.mjs';
import { ensureDaemon, type RunningDaemon } from './start-daemon.ts';

const SOURCES = [
  'extension',
  'runtime',
  'webview',
  'proto',
  'scripts',
  'package.json',
  'package.nls.json',
  'README.md',
  'package-lock.json',
];

process.exitCode = await start();

async function start(): Promise<number> {
  const program = join(root, '.tools', 'code-server');
  if (process.platform !== 'linux')
    return refuse('VS Code in the browser is set up on Linux only; install the VSIX in a Remote-SSH or WSL window');
  if (!existsSync(program)) return refuse('code-server is not installed; the set-up above says why');
  const vsix = join(root, 'slipway.vsix');
  if (isStale(vsix, SOURCES)) execFileSync(process.execPath, [join(root, 'scripts', 'package.ts')], { stdio: 'inherit' });
  const daemon = await daemonWithSample();
  const server = await startCodeServer({ program, node: process.execPath, extension: { vsix }, settings: {} });
  say(`\nVS Code with Slipway:  ${server.url}\n`);
  say(`Open it in a browser and choose Slipway in the bar on the left. Ctrl-C ends VS Code${daemon === undefined ? '.' : ';'}`);
  if (daemon !== undefined)
    say(`the runtime and its containers go on (stop it with "Stop Runtime" in the window, or: kill ${daemon.pid}).`);
  return untilEnded(server);
}

/** Without root there is no runtime to start from here; the window says so too, and how to. */
async function daemonWithSample(): Promise<RunningDaemon | undefined> {
  if (process.getuid?.() !== 0) {
    say('The runtime needs root. In the window, "Start Runtime" uses sudo, or shows the command.');
    return undefined;
  }
  const daemon = await ensureDaemon();
  say(`runtime: ${daemon.version} on ${daemon.socket} (pid ${daemon.pid}), log in ${daemon.logFile}`);
  say(`image: ${await seedSampleImage(daemon.socket)}`);
  return daemon;
}

async function untilEnded(server: CodeServer): Promise<number> {
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('asked'));
  });
  const end = await Promise.race([asked, server.ended]);
  await server.stop();
  return end === 'asked' ? 0 : refuse(`VS Code ended by itself with ${end ?? 'a signal'}`);
}

function refuse(reason: string): number {
  say(reason);
  return 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
