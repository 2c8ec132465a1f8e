import * as fs from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import type { LayerSyscall } from '../../host/syscall.ts';
import { printable } from '../../base/sanitize.ts';
import { fsPath, toByteString } from '../unpack/layer-fs.ts';

/** Values of these decide what a layer means or may do; a directory cannot be asked for the names of all. */
const XATTRS = ['security.capability', 'trusted.overlay.opaque', 'user.overlay.opaque'];
const BUFFER_BYTES = 1 << 20;

export interface TreeComparison {
  readonly sys: Pick<LayerSyscall, 'lgetxattr'>;
  readonly signal: AbortSignal;
}

/** The first difference of two directory trees, `found` against `wanted`, for people; undefined when they are the same. */
export async function compareTrees(wanted: string, found: string, options: TreeComparison): Promise<string | undefined> {
  const compare = { ...options, wanted: toByteString(wanted), found: toByteString(found) };
  return directory(compare, '');
}

interface Comparing extends TreeComparison {
  /** Byte strings. */
  readonly wanted: string;
  readonly found: string;
}

async function directory(of: Comparing, path: string): Promise<string | undefined> {
  const [wanted, found] = [await namesIn(of.wanted + path), await namesIn(of.found + path)];
  const has = new Set(found);
  for (const name of wanted) if (!has.delete(name)) return `${shown(`${path}/${name}`)} is gone`;
  for (const name of has) return `${shown(`${path}/${name}`)} does not belong there`;
  for (const name of wanted) {
    of.signal.throwIfAborted();
    const difference = await member(of, `${path}/${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

async function member(of: Comparing, path: string): Promise<string | undefined> {
  const [wanted, found] = await Promise.all([of.wanted, of.found].map((root) => fs.lstat(fsPath(root + path), { bigint: true })));
  if (wanted === undefined || found === undefined) return undefined;
  for (const [what, differs] of Object.entries(DIFFERENCES))
    if (differs(wanted, found)) return `${shown(path)} has another ${what}`;
  for (const name of XATTRS) {
    const [a, b] = [of.wanted, of.found].map((root) => of.sys.lgetxattr(asText(root + path), name));
    if (Buffer.compare(a ?? Buffer.alloc(0), b ?? Buffer.alloc(0)) !== 0) return `${shown(path)} has another ${name}`;
  }
  if (wanted.isDirectory()) return directory(of, path);
  if (wanted.isSymbolicLink()) {
    const [a, b] = await Promise.all([of.wanted, of.found].map((root) => fs.readlink(fsPath(root + path), 'latin1')));
    return a === b ? undefined : `${shown(path)} leads elsewhere`;
  }
  return wanted.isFile() && !(await isSameContent(of, path)) ? `${shown(path)} has another content` : undefined;
}

const DIFFERENCES: Readonly<Record<string, (a: BigIntStats, b: BigIntStats) => boolean>> = {
  'type or mode': (a, b) => a.mode !== b.mode,
  owner: (a, b) => a.uid !== b.uid || a.gid !== b.gid,
  'device number': (a, b) => a.rdev !== b.rdev,
  size: (a, b) => !a.isDirectory() && a.size !== b.size,
  // A directory without an entry of its own has the time of its unpacking.
  'modification time': (a, b) => a.isFile() && a.mtimeNs !== b.mtimeNs,
};

async function isSameContent({ wanted, found, signal }: Comparing, path: string): Promise<boolean> {
  const a = await fs.open(fsPath(wanted + path), 'r');
  try {
    const b = await fs.open(fsPath(found + path), 'r');
    try {
      const [left, right] = [Buffer.alloc(BUFFER_BYTES), Buffer.alloc(BUFFER_BYTES)];
      for (;;) {
        signal.throwIfAborted();
        const [one, other] = await Promise.all([a.read(left), b.read(right)]);
        if (Buffer.compare(left.subarray(0, one.bytesRead), right.subarray(0, other.bytesRead)) !== 0) return false;
        if (one.bytesRead === 0) return true;
      }
    } finally {
      await b.close();
    }
  } finally {
    await a.close();
  }
}

const namesIn = async (path: string): Promise<readonly string[]> =>
  (await fs.readdir(fsPath(path), { encoding: 'latin1' })).sort();
const asText = (byteString: string): string => Buffer.from(byteString, 'latin1').toString('utf8');
const shown = (path: string): string => printable(asText(path), 200);
