import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLayerSyscall } from '../../runtime/host/create-layer-syscall.ts';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { systemFiles } from '../../runtime/host/files.ts';
import { mountRootFs, unmountRootFs } from '../../runtime/image/root-fs.ts';
import { buildImage, layerFromTar, ociArchive } from '../support/image-builder.ts';
import { paxRecords, rawTar } from '../support/raw-tar.ts';
import { treeManifest } from '../support/tree-manifest.ts';
import { unpackChain } from '../support/unpack-chain.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: root is needed');

const host = { files: systemFiles, sys: createSyscall() };
const { lsetxattr, mknod, lutimesNs } = createLayerSyscall();
const S_IFCHR = 0o020000;
const S_IFBLK = 0o060000;
const S_IFIFO = 0o010000;

let parent: string;
let mounted: string | undefined;

beforeEach(() => {
  parent = fs.mkdtempSync(join(tmpdir(), 'slipway-exact-'));
});
afterEach(async () => {
  if (mounted !== undefined) await unmountRootFs(host, mounted);
  mounted = undefined;
  fs.rmSync(parent, { recursive: true });
});

/** One of everything that a file system can hold. */
function makeTree(root: string): void {
  const path = (name: string): string => join(root, name);
  const bytes = (name: string): Buffer => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
  fs.mkdirSync(path('dir/sub'), { recursive: true });
  fs.chmodSync(path('dir'), 0o1777);
  fs.chownSync(path('dir/sub'), 1000, 65_534);
  fs.chmodSync(path('dir/sub'), 0o2755);
  fs.writeFileSync(path('suid'), 'program');
  fs.chownSync(path('suid'), 12, 34);
  fs.chmodSync(path('suid'), 0o6751);
  fs.writeFileSync(path('owned'), 'by a large id');
  fs.chownSync(path('owned'), 3_000_000, 4_000_000);
  fs.linkSync(path('suid'), path('dir/hard'));
  fs.symlinkSync('../somewhere/else', path('dir/link'));
  fs.lchownSync(path('dir/link'), 5, 6);
  fs.symlinkSync('x'.repeat(300), path('long-target'));
  fs.linkSync(path('dir/link'), path('hard-to-link'));
  fs.writeFileSync(path('n'.repeat(200)), 'a long name');
  fs.mkdirSync(path(`deep/${'d'.repeat(120)}/${'e'.repeat(120)}`), { recursive: true });
  fs.writeFileSync(path(`deep/${'d'.repeat(120)}/${'e'.repeat(120)}/f`), 'deep');
  fs.writeFileSync(bytes('not utf-8 \xff\xfe'), 'bytes');
  fs.writeFileSync(path('new\nline and "quote"'), 'x');
  fs.writeFileSync(path('empty'), '');
  fs.writeFileSync(path('tens'), Buffer.alloc(100_000, 'ten bytes '));
  fs.writeFileSync(path('sparse'), 'head');
  fs.truncateSync(path('sparse'), 3_000_000);
  fs.appendFileSync(path('sparse'), 'tail');
  fs.truncateSync(path('sparse'), 5_000_000);
  fs.writeFileSync(path('hole'), '');
  fs.truncateSync(path('hole'), 1_000_000);
  mknod(path('char'), S_IFCHR | 0o620, 1, 3);
  mknod(path('block'), S_IFBLK | 0o660, 259, 70_000);
  mknod(path('fifo'), S_IFIFO | 0o600, 0, 0);
  lsetxattr(path('suid'), 'security.capability', Buffer.from('0100000200040000000000000000000000000000', 'hex'));
  lsetxattr(path('owned'), 'trusted.binary', Buffer.from([0xff, 0, 0xfe, 0x0a, 0x3d, 0x80]));
  lsetxattr(path('dir'), 'trusted.of-a-directory', Buffer.from('v'));
  lsetxattr(bytes('not utf-8 \xff\xfe'), 'trusted.there', Buffer.from([1, 0, 2]));
  lsetxattr(path('owned'), 'system.posix_acl_access', acl('1:6 2:4:1000 4:4 8:7:70000 16:6 32:0'));
  lsetxattr(path('dir'), 'system.posix_acl_default', acl('1:7 2:5:4000000000 4:5 16:5 32:5'));
  setTimes(root, 1_600_000_000_123_456_789n);
  lutimesNs(path('suid'), -1n, -1_500_000_001n);
  lutimesNs(path('empty'), 0n, 4_300_000_000_000_000_000n);
}

/** An access control list as the kernel takes it, from `tag:permissions[:id]`. */
function acl(entries: string): Buffer {
  const parts = entries.split(' ').map((entry) => {
    const [tag = 0, permissions = 0, id = 0xffff_ffff] = entry.split(':').map(Number);
    const bytes = Buffer.alloc(8);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(permissions, 2);
    bytes.writeUInt32LE(id, 4);
    return bytes;
  });
  return Buffer.concat([Buffer.from([2, 0, 0, 0]), ...parts]);
}

/** Another time for each, to the nanosecond; directories after what is in them. */
function setTimes(directory: string | Buffer, ns: bigint): bigint {
  let next = ns;
  for (const name of fs.readdirSync(directory, { encoding: 'buffer' })) {
    const path = Buffer.concat([Buffer.from(directory), Buffer.from('/'), name]);
    if (fs.lstatSync(path).isDirectory()) next = setTimes(path, next);
    lutimesNs(path, next, next);
    next += 86_400_000_000_007n;
  }
  lutimesNs(directory, next, next);
  return next + 1n;
}

const XATTRS = ['--acls', '--xattrs', '--xattrs-include=*', '--numeric-owner'];

describe.skipIf(!isRoot)('a layer', () => {
  test.each([
    ['posix', []],
    ['posix', ['--sparse', '--sparse-version=0.0']],
    ['posix', ['--sparse', '--sparse-version=0.1']],
    ['posix', ['--sparse', '--sparse-version=1.0']],
    ['gnu', ['--sparse']],
    ['oldgnu', ['--sparse']],
  ] as const)('packed by GNU tar (%s, %j) comes out as GNU tar unpacks it', async (format, options) => {
    const [tree, byTar] = [join(parent, 'tree'), join(parent, 'by-tar')];
    fs.mkdirSync(tree);
    fs.mkdirSync(byTar);
    makeTree(tree);
    // Only the PAX format has extended attributes.
    const xattrs = format === 'posix' ? XATTRS : ['--numeric-owner'];
    const archive = join(parent, 'layer.tar');
    execFileSync('tar', ['-C', tree, `--format=${format}`, ...xattrs, ...options, '-cf', archive, '.']);
    execFileSync('tar', ['-C', byTar, ...xattrs, '--warning=no-timestamp', '-xpf', archive]);
    const [layer = ''] = await unpackChain(parent, [fs.readFileSync(archive)]);
    expect(treeManifest(layer)).toEqual(treeManifest(byTar));
    if (format === 'posix') expect(treeManifest(layer)).toEqual(treeManifest(tree));
    if (options.length > 0) expect(fs.statSync(join(layer, 'sparse')).blocks).toBeLessThan(1000);
  });

  test('takes what a PAX header says over what the header says, and a global one when there is no other', async () => {
    const pax = { path: 'dir/real', uid: '70000', gid: '3', mtime: '-1.25', size: '4' };
    const [layer = ''] = await unpackChain(parent, [
      rawTar([
        { name: 'g', type: 'g', data: paxRecords({ gid: '4000000000', comment: 'x' }) },
        { name: 'g', type: 'g', data: paxRecords({ mtime: '99.0001' }) },
        { name: 'short', data: 'text', size: 0, uid: 1, gid: 1, pax },
        { name: 'link', type: '2', linkname: 'short', pax: { linkpath: '../far', mtime: '1.000000001' } },
        { name: 'plain', data: 'x', uid: 0, gid: 1 },
      ]),
    ]);
    expect(treeManifest(layer).slice(2)).toEqual([
      expect.stringMatching(/^\/dir\/real \| file \| 644 \| 70000:3 \| mtime -1250000000 \| 4 bytes/) as string,
      expect.stringMatching(/^\/link \| link \| 777 \| \d+:4000000000 \| mtime 1000000001 \| → \.\.\/far/) as string,
      expect.stringMatching(/^\/plain \| file \| 644 \| 0:4000000000 \| mtime 99000100000 \| 1 bytes/) as string,
    ]);
  });
});

const missing = [
  ...(isRoot ? [] : ['root']),
  ...['umoci', 'skopeo'].filter((program) => {
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  }),
];
if (missing.length > 0) console.warn(`skipped: the comparison with umoci and skopeo needs ${missing.join(', ')}`);

describe.skipIf(missing.length > 0)('an image made of parts of this machine', () => {
  test('is what umoci unpacks, after skopeo has read it, to the last attribute', async () => {
    const staging = join(parent, 'staging');
    const pack = (...args: string[]): Buffer => execFileSync('tar', [...args, '-cf', '-'], { maxBuffer: 1 << 30 });
    fs.mkdirSync(staging);
    makeTree(staging);
    const layers = [
      pack(
        '-C',
        '/',
        '--format=posix',
        ...XATTRS,
        'etc',
        'usr/bin/su',
        'usr/bin/passwd',
        'usr/share/perl5',
        'usr/sbin',
        'bin',
        'sbin',
      ),
      pack('-C', staging, '--format=posix', ...XATTRS, '.'),
      rawTar([
        { name: 'etc/.wh.passwd' },
        { name: 'usr/share/perl5/.wh..wh..opq' },
        { name: 'usr/share/perl5/new', data: 'x' },
        { name: 'dir/.wh.sub' },
        { name: 'bin/through-a-link', data: 'x', mode: 0o4755 },
        { name: 'etc/hard', type: '1', linkname: 'etc/hostname' },
      ]),
    ];
    const image = await buildImage({ layers: layers.map((tar) => layerFromTar(tar)) });
    fs.writeFileSync(join(parent, 'image.tar'), await ociArchive([{ image, names: ['x:1'] }]));
    execFileSync('skopeo', ['copy', '--quiet', '--insecure-policy', `oci-archive:${parent}/image.tar`, `oci:${parent}/oci:1`]);
    execFileSync('umoci', ['unpack', '--image', `${parent}/oci:1`, join(parent, 'bundle')]);
    const unpacked = await unpackChain(
      parent,
      layers.map((tar) => gzipSync(tar, { level: 1 })),
      { compression: 'gzip' },
    );
    mounted = join(parent, 'merged');
    await mountRootFs({ host, layers: unpacked, writableLayer: join(parent, 'writable'), target: mounted });
    // The root itself is the container's own writable directory, and a directory that lost a child to a whiteout has a new time with umoci only.
    const rest = (root: string): string[] => treeManifest(root, { withoutTimes: true }).slice(1);
    expect(rest(mounted)).toEqual(rest(join(parent, 'bundle/rootfs')));
  });
});
