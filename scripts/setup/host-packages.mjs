// What the runtime and its tests need of the machine, and how each distribution calls it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { onPath, readHead, say } from './shell.mjs';

/** `packages`: in apt, dnf and apk. `window`: only VS Code in the browser needs it, `emulator`: only the virtual machine of `npm run test:vm`. */
const PARTS = [
  { name: 'runc', found: () => onPath('runc'), packages: ['runc', 'runc', 'runc'] },
  { name: 'conmon', found: () => onPath('conmon'), packages: ['conmon', 'conmon', 'conmon'] },
  {
    name: 'CNI plugins',
    found: () => ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni'].some((folder) => existsSync(`${folder}/bridge`)),
    packages: ['containernetworking-plugins', 'containernetworking-plugins', 'cni-plugins'],
  },
  { name: 'iptables', found: () => onPath('iptables'), packages: ['iptables', 'iptables-nft', 'iptables'] },
  { name: 'ip', found: () => onPath('ip'), packages: ['iproute2', 'iproute', 'iproute2'] },
  {
    name: 'a static busybox',
    found: () => staticBusybox() !== undefined,
    packages: ['busybox-static', 'busybox', 'busybox-static'],
  },
  {
    name: 'docker-registry',
    found: () => onPath('docker-registry'),
    packages: ['docker-registry', 'docker-distribution', 'docker-registry'],
  },
  // Independent readers of the images that we write.
  { name: 'skopeo', found: () => onPath('skopeo'), packages: ['skopeo', 'skopeo', 'skopeo'] },
  { name: 'umoci', found: () => onPath('umoci'), packages: ['umoci', 'umoci', 'umoci'] },
  { name: 'openssl', found: () => onPath('openssl'), packages: ['openssl', 'openssl', 'openssl'] },
  {
    name: 'chromium',
    found: () => onPath('chromium') || onPath('chromium-browser'),
    packages: ['chromium', 'chromium', 'chromium'],
    window: true,
  },
  {
    name: 'a C++ compiler',
    found: () => onPath('g++') && onPath('make'),
    packages: ['build-essential', 'gcc-c++ make', 'build-base'],
    window: true,
  },
  {
    name: 'QEMU',
    found: () => onPath(`qemu-system-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`),
    packages:
      process.arch === 'arm64'
        ? ['qemu-system-arm', 'qemu-system-aarch64-core', 'qemu-system-aarch64']
        : ['qemu-system-x86', 'qemu-system-x86-core', 'qemu-system-x86_64'],
    emulator: true,
  },
  { name: 'mke2fs', found: () => onPath('mke2fs'), packages: ['e2fsprogs', 'e2fsprogs', 'e2fsprogs'], emulator: true },
  { name: 'python3', found: () => onPath('python3'), packages: ['python3', 'python3', 'python3'], window: true },
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

/** Installs what is missing when it may, else says the command. With `window` and `emulator`, what these need too. */
export function installHostPackages(wanted) {
  const missing = missingParts(wanted);
  if (missing.length === 0) return;
  const names = missing.map((part) => part.name).join(', ');
  const index = MANAGERS.findIndex((manager) => onPath(manager.name));
  if (process.platform !== 'linux' || index < 0) {
    say(`not installed: ${names}. What needs them is skipped; install them by hand.`);
    return;
  }
  const manager = MANAGERS[index];
  const packages = missing.flatMap((part) => part.packages[index].split(' '));
  const privilege = becomeRoot();
  if (privilege === undefined) {
    const command = ['sudo', manager.name, ...manager.install, ...packages].join(' ');
    say(`not installed: ${names}. What needs them is skipped. To have them:\n  ${command}`);
    return;
  }
  say(`installing ${packages.join(', ')}`);
  const failure = install([...privilege, manager.name], manager, packages);
  const still = missingParts(wanted).map((part) => part.name);
  if (still.length > 0)
    say(`still not installed: ${still.join(', ')}; what needs them is skipped. The last error was: ${failure}`);
}

function missingParts({ window, emulator }) {
  return PARTS.filter((part) => (window || !part.window) && (emulator || !part.emulator) && !part.found());
}

/** What to put before a command to be root without a question; undefined when that cannot be. */
function becomeRoot() {
  if (process.getuid() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

/** All together, or one by one when one of them cannot be had; answers the last complaint. */
function install([program, ...before], manager, packages) {
  const run = (args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const result = spawnSync(program, [...before, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    if (result.status === 0) return undefined;
    return (result.stderr || result.stdout || String(result.error)).trim().split('\n').slice(-5).join('\n');
  };
  if (manager.update !== undefined) run(manager.update);
  let failure = run([...manager.install, ...packages]);
  if (failure === undefined || packages.length === 1) return failure;
  for (const name of packages) failure = run([...manager.install, name]) ?? failure;
  return failure;
}

/** A busybox that runs in an empty root file system. */
export function staticBusybox() {
  return ['/bin/busybox', '/usr/bin/busybox', '/bin/busybox.static'].find((file) => existsSync(file) && isStatic(file));
}

/** True for an ELF file without an interpreter (PT_INTERP). */
function isStatic(file) {
  const elf = readHead(file, 4096);
  if (elf.length < 64 || elf.readUInt32BE(0) !== 0x7f454c46) return false;
  const at = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  const count = elf.readUInt16LE(56);
  const types = Array.from({ length: count }, (_, index) => at + index * size).map((offset) =>
    offset + 4 <= elf.length ? elf.readUInt32LE(offset) : 0,
  );
  return !types.includes(3);
}
