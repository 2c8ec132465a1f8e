import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createLayerSyscall } from '../../runtime/host/create-layer-syscall.ts';
import { fsPath, isSteering, toByteString } from '../../runtime/image/unpack/layer-fs.ts';

export interface TreeManifestOptions {
  /** Left out: attributes that the other side does not keep. */
  readonly withoutXattrs?: boolean;
  readonly withoutTimes?: boolean;
}

const S_IFMT = 0o170000;
const KINDS: Readonly<Record<number, string>> = {
  0o040000: 'directory',
  0o100000: 'file',
  0o120000: 'link',
  0o020000: 'char',
  0o060000: 'block',
  0o010000: 'fifo',
  0o140000: 'socket',
};

/** Every name below `root` with everything that the file system knows of it, one line each, sorted; names are byte strings. */
export function treeManifest(root: string, options: TreeManifestOptions = {}): string[] {
  const sys = createLayerSyscall();
  const lines: string[] = [];
  /** The first name of each file that has several. */
  const firstNames = new Map<bigint, string>();
  const visit = (relative: string): void => {
    const path = fsPath(relative === '' ? toByteString(root) : `${toByteString(root)}/${relative}`);
    const stat = fs.lstatSync(path, { bigint: true });
    const mode = Number(stat.mode);
    const kind = KINDS[mode & S_IFMT] ?? '?';
    const facts = [kind, (mode & 0o7777).toString(8), `${stat.uid}:${stat.gid}`];
    if (options.withoutTimes !== true) facts.push(`mtime ${stat.mtimeNs}`);
    if (kind === 'link') facts.push(`→ ${fs.readlinkSync(path, 'latin1')}`);
    if (kind === 'char' || kind === 'block') facts.push(`device ${stat.rdev}`);
    if (kind === 'file') facts.push(`${stat.size} bytes`, contentOf(path));
    if (kind !== 'directory' && stat.nlink > 1n) {
      const first = firstNames.get(stat.ino) ?? relative;
      firstNames.set(stat.ino, first);
      facts.push(`same as ${first}`);
    }
    if (options.withoutXattrs !== true) {
      for (const name of sys.llistxattr(path).sort()) {
        if (isSteering(name)) continue;
        facts.push(`${name}=${Buffer.from(sys.lgetxattr(path, fsPath(name)) ?? []).toString('hex')}`);
      }
    }
    lines.push([`/${relative}`, ...facts].join(' | '));
    if (kind !== 'directory') return;
    const names = fs.readdirSync(path, { encoding: 'latin1' }).sort();
    for (const name of names) visit(relative === '' ? name : `${relative}/${name}`);
  };
  visit('');
  return lines;
}

function contentOf(path: string | Buffer): string {
  const hash = createHash('sha256');
  const fd = fs.openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(1 << 20);
    for (let count; (count = fs.readSync(fd, buffer)) > 0;) hash.update(buffer.subarray(0, count));
  } finally {
    fs.closeSync(fd);
  }
  return hash.digest('hex').slice(0, 16);
}
