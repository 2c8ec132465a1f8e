import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/shell.mjs';

const ARCHITECTURES = ['x64', 'arm64'] as const;
const LIBRARIES = ['linux', 'musl'] as const;
const tools = join(root, '.tools', 'koffi');

type Architecture = (typeof ARCHITECTURES)[number];

/** Puts koffi's native parts where a bundle in `dist` looks for them: one folder per C library and processor, as far as they are here. */
export function copyKoffiParts(dist: string): void {
  for (const arch of ARCHITECTURES) {
    const folder = [packageFolder(arch), join(tools, arch, 'package')].find((place) => existsSync(place));
    if (folder === undefined) continue;
    for (const part of LIBRARIES.map((library) => `${library}_${arch}`)) {
      mkdirSync(join(dist, part), { recursive: true });
      // Beside, then over it: a daemon that runs keeps the file it has mapped.
      copyFileSync(join(folder, part, 'koffi.node'), join(dist, part, 'koffi.node.new'));
      renameSync(join(dist, part, 'koffi.node.new'), join(dist, part, 'koffi.node'));
    }
  }
}

/** Fetches the parts for the other processor, which npm leaves out here, and holds them against the lockfile. */
export function fetchKoffiParts(): void {
  for (const arch of ARCHITECTURES) {
    if (!existsSync(packageFolder(arch)) && !existsSync(join(tools, arch))) fetchPart(arch);
  }
}

function fetchPart(arch: Architecture): void {
  const name = `@koromix/koffi-linux-${arch}`;
  const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  const locked = lockfile.packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`${name} is not in package-lock.json`);
  mkdirSync(tools, { recursive: true });
  const folder = mkdtempSync(join(tools, 'fetch-'));
  try {
    const file = execFileSync('npm', ['pack', '--silent', `${name}@${locked.version}`], { cwd: folder, encoding: 'utf8' }).trim();
    const tarball = join(folder, file);
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (integrity !== locked.integrity)
      throw new Error(`${name}@${locked.version} has ${integrity}, the lockfile says ${locked.integrity}`);
    execFileSync('tar', ['-xzf', tarball, '-C', folder]);
    rmSync(tarball);
    renameSync(folder, join(tools, arch));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function packageFolder(arch: Architecture): string {
  return join(root, 'node_modules', '@koromix', `koffi-linux-${arch}`);
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity: string } | undefined>>;
}
