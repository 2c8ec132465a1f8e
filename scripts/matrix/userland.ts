import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const SUITE = 'forky';
const PACKAGES = [
  ...['runc', 'crun', 'conmon', 'containernetworking-plugins', 'busybox-static', 'docker-registry'],
  ...['iptables', 'iproute2', 'procps', 'util-linux', 'ca-certificates'],
];
/** Programs whose presence tells a finished userland. */
const PROOF = ['usr/sbin/runc', 'usr/bin/conmon', 'usr/lib/cni/bridge', 'usr/bin/docker-registry'];

/**
 * A directory with a newer Debian than this machine's: SLIPWAY_MATRIX_ROOT, or one that debootstrap makes once per machine in the
 * cache of tools. Throws an error that says what is missing.
 */
export function matrixUserland(): string {
  const given = process.env['SLIPWAY_MATRIX_ROOT'];
  if (given === undefined) return makeUserland(`matrix-${SUITE}`, ['runsc']);
  const missing = PROOF.filter((program) => !existsSync(join(given, program)));
  if (missing.length === 0) return given;
  throw new Error(`SLIPWAY_MATRIX_ROOT ${given} has no ${missing.join(', ')}`);
}

/** One with `more` packages, by a name of its own in the cache; made when it is not there, or lacks the program that tells of them. */
export function makeUserland(name: string, more: readonly string[], proof = PROOF[0] ?? ''): string {
  const path = join(process.env['SLIPWAY_TOOLS'] ?? join(homedir(), '.cache', 'slipway-tools'), name);
  if ([...PROOF, proof].every((program) => existsSync(join(path, program)))) return path;
  if (!existsSync('/usr/sbin/debootstrap'))
    throw new Error('debootstrap is not installed: apt-get install debootstrap, or name a userland in SLIPWAY_MATRIX_ROOT');
  process.stderr.write(`matrix: making a Debian ${SUITE} in ${path} (some minutes, once)\n`);
  const building = `${path}.${String(process.pid)}`;
  mkdirSync(building, { recursive: true });
  try {
    const mirror = debianMirror();
    const scripts = '/usr/share/debootstrap/scripts';
    const script = [`${scripts}/${SUITE}`, `${scripts}/sid`].find((file) => existsSync(file)) ?? `${scripts}/sid`;
    run('debootstrap', ['--variant=minbase', SUITE, building, mirror, script]);
    configureApt(building, mirror);
    // Packages of daemons must not start them here.
    writeFileSync(join(building, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    const install = `apt-get update -q && apt-get install -q -y ${[...PACKAGES, ...more].join(' ')}`;
    const inside = `mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" sh -ec '${install}'`;
    run('unshare', ['--mount', '--propagation', 'private', 'sh', '-ec', inside, building]);
    rmSync(path, { recursive: true, force: true });
    renameSync(building, path);
    return path;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** As this machine's own apt is told: mirror and proxy. */
function debianMirror(): string {
  const query = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages', 'Origin: Debian', 'Label: Debian'];
  const [mirror] = run('apt-get', query).split('\n').filter(Boolean).sort();
  if (mirror === undefined)
    throw new Error('the apt of this machine knows no Debian mirror: name a userland in SLIPWAY_MATRIX_ROOT');
  return mirror;
}

function configureApt(path: string, mirror: string): void {
  writeFileSync(join(path, 'etc/apt/sources.list'), `deb ${mirror} ${SUITE} main\n`);
  const proxy = run('apt-config', ['dump'])
    .split('\n')
    .filter((line) => /^acquire::https?::\S*proxy/i.test(line));
  const options = [
    'Acquire::Check-Valid-Until "false";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    'APT::Sandbox::User "root";',
    ...proxy,
  ];
  writeFileSync(join(path, 'etc/apt/apt.conf.d/99slipway'), `${options.join('\n')}\n`);
  cpSync('/etc/resolv.conf', join(path, 'etc/resolv.conf'), { dereference: true });
}

/** Runs a program to its end and answers what it says. Throws an error with its last words. */
export function run(program: string, args: readonly string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status === 0) return stdout;
  throw new Error(`${program} failed: ${error?.message ?? `${stderr}${stdout}`.trim().split('\n').slice(-5).join('\n')}`);
}
