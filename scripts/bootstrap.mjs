// Sets a fresh machine up: host packages, npm packages, code-server. Plain JavaScript for any Node.js >= 18, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..');
const CODE_SERVER = '4.139.1';

/** What must be there, how to see it, and its package in apt, dnf and apk. `e2e`: needed for VS Code in the browser only. */
const HOST_PARTS = [
  { name: 'runc', found: () => onPath('runc'), packages: ['runc', 'runc', 'runc'] },
  { name: 'conmon', found: () => onPath('conmon'), packages: ['conmon', 'conmon', 'conmon'] },
  {
    name: 'CNI plugins',
    found: () => ['/usr/lib/cni/bridge', '/opt/cni/bin/bridge', '/usr/libexec/cni/bridge'].some((file) => existsSync(file)),
    packages: ['containernetworking-plugins', 'containernetworking-plugins', 'cni-plugins'],
  },
  { name: 'iptables', found: () => onPath('iptables'), packages: ['iptables', 'iptables-nft', 'iptables'] },
  { name: 'ip', found: () => onPath('ip'), packages: ['iproute2', 'iproute', 'iproute2'] },
  { name: 'static busybox', found: () => onPath('busybox'), packages: ['busybox-static', 'busybox', 'busybox-static'] },
  {
    name: 'docker-registry',
    found: () => onPath('docker-registry'),
    packages: ['docker-registry', 'docker-distribution', 'docker-registry'],
  },
  {
    name: 'chromium',
    found: () => onPath('chromium') || onPath('chromium-browser'),
    packages: ['chromium', 'chromium', 'chromium'],
    e2e: true,
  },
  {
    name: 'a C++ compiler',
    found: () => onPath('g++') && onPath('make'),
    packages: ['build-essential', 'gcc-c++ make', 'build-base'],
    e2e: true,
  },
  { name: 'python3', found: () => onPath('python3'), packages: ['python3', 'python3', 'python3'], e2e: true },
];

const MANAGERS = [
  {
    name: 'apt-get',
    update: ['-o', 'Acquire::Check-Valid-Until=false', 'update', '-q'],
    install: ['install', '-y', '-q', '--no-install-recommends'],
  },
  { name: 'dnf', install: ['install', '-y', '-q'] },
  { name: 'apk', install: ['add', '--quiet'] },
];

/** Installs what is missing. With `codeServer`, VS Code in the browser too. Throws with one sentence when npm packages cannot be had. */
export function bootstrap({ codeServer }) {
  installHostParts(codeServer);
  installNodeModules();
  return { node: bundledNode(), codeServer: codeServer ? installCodeServer() : undefined };
}

/** Runs `args` under the Node.js that the project brings, and exits as it does. */
export function runUnderBundledNode(args, env = {}) {
  const node = bundledNode();
  const path = `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  const result = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env, PATH: path } });
  process.exit(result.status ?? 1);
}

function installHostParts(codeServer) {
  const missing = HOST_PARTS.filter((part) => (codeServer || !part.e2e) && !part.found());
  if (missing.length === 0) return;
  const index = MANAGERS.findIndex((manager) => onPath(manager.name));
  const names = missing.map((part) => part.name).join(', ');
  if (process.platform !== 'linux' || index < 0) {
    say(`not installed: ${names}. Install them by hand; tests that need them are skipped.`);
    return;
  }
  const manager = MANAGERS[index];
  const packages = missing.flatMap((part) => part.packages[index].split(' '));
  const become = process.getuid() === 0 ? [] : ['sudo', '-n'];
  if (become.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    say(
      `not installed: ${names}. Run this, then try again:\n  sudo ${manager.name} ${manager.install.join(' ')} ${packages.join(' ')}`,
    );
    return;
  }
  say(`installing ${packages.join(', ')}`);
  const run = (args) => {
    const [program, ...rest] = [...become, manager.name, ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const result = spawnSync(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 64 << 20 });
    return result.status === 0
      ? undefined
      : (result.stderr || result.stdout || String(result.error)).trim().split('\n').slice(-5).join('\n');
  };
  if (manager.update !== undefined) run(manager.update);
  let failure = run([...manager.install, ...packages]);
  if (failure !== undefined) {
    say(`${manager.name} could not install them together: ${failure}\ntrying one by one`);
    for (const name of packages) failure = run([...manager.install, name]) ?? failure;
  }
  const still = missing.filter((part) => !part.found()).map((part) => part.name);
  if (still.length > 0)
    say(`still not installed: ${still.join(', ')}; what needs them is skipped. The last error was: ${failure}`);
}

function installNodeModules() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.slipway-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && bundledNode() !== undefined) return;
  say('installing npm packages (npm ci)');
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], root);
  // Where npm's policy keeps install scripts from running, these two are needed all the same.
  if (bundledNode() === undefined)
    spawnSync(process.execPath, ['installArchSpecificPackage'], { cwd: join(root, 'node_modules', 'node'), stdio: 'inherit' });
  if (bundledNode() === undefined)
    throw new Error(
      'the npm package "node" brought no Node.js: allow its install script (npm config get ignore-scripts) and try again',
    );
  writeFileSync(stamp, lock);
}

/** The Node.js 24 that the npm package `node` brings; undefined before it is installed. */
export function bundledNode() {
  const platform = `node-${process.platform}-${process.arch}`;
  const places = [
    join(root, 'node_modules', 'node', 'bin', 'node'),
    join(root, 'node_modules', 'node', 'node_modules', platform, 'bin', 'node'),
    join(root, 'node_modules', platform, 'bin', 'node'),
  ];
  return places.find((file) => existsSync(file));
}

/** Installs code-server below the user's cache, so that clones share it, and links it into .tools. Undefined when it cannot be had. */
function installCodeServer() {
  const cache = join(process.env.SLIPWAY_TOOLS ?? join(homedir(), '.cache', 'slipway-tools'), `code-server-${CODE_SERVER}`);
  const entry = join(cache, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  if (!existsSync(join(cache, 'complete'))) {
    say(`installing code-server ${CODE_SERVER} (once, about a minute)`);
    try {
      buildCodeServer(cache);
    } catch (error) {
      say(`code-server could not be installed: ${error.message}. VS Code in the browser and the e2e tests are not available.`);
      return undefined;
    }
  }
  mkdirSync(join(root, '.tools'), { recursive: true });
  const link = join(root, '.tools', 'code-server');
  rmSync(link, { recursive: true, force: true });
  symlinkSync(join(cache, 'node_modules', 'code-server'), link);
  return entry;
}

function buildCodeServer(cache) {
  const building = `${cache}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  writeFileSync(join(building, 'package.json'), '{"private": true}\n');
  // The npm package `node` keeps only the program; its headers are in the package for this platform.
  const platform = `node-${process.platform}-${process.arch}`;
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'node', 'package.json'), 'utf8'));
  const env = { npm_config_nodedir: join(building, 'node_modules', platform) };
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  npm(['install', ...quiet, `code-server@${CODE_SERVER}`, `${platform}@${version}`], building);
  const vscode = join(building, 'node_modules', 'code-server', 'lib', 'vscode');
  npm(['install', '--omit=dev', ...quiet], vscode, env);
  npm(['install', '--omit=dev', ...quiet], join(vscode, 'extensions'), env);
  npm(['rebuild', '@vscode/spdlog'], vscode, env);
  writeFileSync(join(building, 'complete'), '');
  rmSync(cache, { recursive: true, force: true });
  renameSync(building, cache);
}

/** npm with the project's Node.js first on the path (code-server's native parts are built for that one). */
function npm(args, cwd, env = {}) {
  const node = bundledNode();
  const path = node === undefined ? process.env.PATH : `${dirname(node)}:${process.env.PATH}`;
  const result = spawnSync('npm', args, {
    cwd,
    env: { ...process.env, ...env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (result.status !== 0) {
    const text = (result.stderr || result.stdout || String(result.error)).trim().split('\n').slice(-8).join('\n');
    throw new Error(`npm ${args[0]} failed in ${cwd}:\n${text}`);
  }
}

export function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}
