import { closeSync, constants, openSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import type { Host } from '../host/host.ts';
import { MNT, MS } from '../host/syscall.ts';

export interface RootFsOptions {
  readonly host: Pick<Host, 'files' | 'sys'>;
  /** Directories of the image's layers, lowest first. */
  readonly layers: readonly string[];
  /** Holds upper/ and work/; made when absent, and left by unmountRootFs. */
  readonly writableLayer: string;
  /** Mount point; made when absent. */
  readonly target: string;
  /** Of a pod with a user namespace: the image's files belong to its users, and what it writes to the host's ids of those. */
  readonly users?: { readonly namespace: string; readonly root: { readonly uid: number; readonly gid: number } } | undefined;
}

const MAX_OVERLAY_LAYERS = 500;
/** mount(2) takes one page of options. */
const MAX_OPTION_BYTES = 4000;

/** Mounts a container's root file system: the image's layers below, its own writable layer on top. Unmount with unmountRootFs. */
export async function mountRootFs(options: RootFsOptions): Promise<void> {
  const { host, layers, target, users } = options;
  const upper = join(options.writableLayer, 'upper');
  const work = join(options.writableLayer, 'work');
  await host.files.makeDirectory(upper, 0o755);
  await host.files.makeDirectory(work, 0o700);
  await host.files.makeDirectory(target, 0o755);
  if (users !== undefined) await host.files.setOwner(upper, users.root);
  if (layers.length === 0) {
    host.sys.mount(upper, target, '', MS.BIND, '');
    return;
  }
  const tail = `,upperdir=${escapeOption(upper)},workdir=${escapeOption(work)},index=off`;
  await mountLayers(options, { lowest: [], tail, flags: 0 });
}

/** Mounts an image's content alone, read-only and without device files. Unmount with unmountRootFs. */
export async function mountImage(options: Omit<RootFsOptions, 'writableLayer'>): Promise<void> {
  const { host, layers, target } = options;
  await host.files.makeDirectory(target, 0o755);
  const flags = MS.RDONLY | MS.NODEV;
  if (layers.length === 0) host.sys.mount('tmpfs', target, 'tmpfs', flags, 'mode=755');
  // Without an upper layer, overlayfs wants two lower ones: the mount point itself is an empty one.
  else await mountLayers(options, { lowest: [target], tail: '', flags });
}

interface Around {
  /** Below the lowest layer. */
  readonly lowest: readonly string[];
  /** Options that follow the lower directories. */
  readonly tail: string;
  readonly flags: number;
}

async function mountLayers(
  { host, layers, target, users }: Omit<RootFsOptions, 'writableLayer'>,
  { lowest, ...around }: Around,
): Promise<void> {
  if (users === undefined) {
    mountOverlay(host, target, { ...around, topFirst: [...layers.toReversed(), ...lowest] });
    return;
  }
  const shifted = await shiftLayers(host, { layers, target, namespace: users.namespace });
  mountOverlay(host, target, { ...around, topFirst: [...shifted.toReversed(), ...lowest] });
  // The overlay has its own hold on them.
  await unmountShifted(host, target);
}

interface Overlay {
  readonly topFirst: readonly string[];
  readonly tail: string;
  readonly flags: number;
}

function mountOverlay(host: Pick<Host, 'sys'>, target: string, overlay: Overlay): void {
  const { topFirst, tail, flags } = overlay;
  if (topFirst.length > MAX_OVERLAY_LAYERS) {
    throw new CriError(
      'failed-precondition',
      `the image has ${String(topFirst.length)} layers; overlayfs takes ${String(MAX_OVERLAY_LAYERS)}`,
      { hint: 'squash the image' },
    );
  }
  const data = `lowerdir=${topFirst.map(escapeLower).join(':')}${tail}`;
  if (Buffer.byteLength(data) <= MAX_OPTION_BYTES) host.sys.mount('overlay', target, 'overlay', flags, data);
  else mountByDescriptors(host, target, overlay);
}

/** Success when it is not mounted. The writable layer stays. */
export async function unmountRootFs(host: Pick<Host, 'sys'>, target: string): Promise<void> {
  await host.sys.umount(target);
  await unmountShifted(host, target);
}

/** The layers by their paths below one id-mapped, read-only mount of the directory that has them all. */
async function shiftLayers(
  host: RootFsOptions['host'],
  { layers, target, namespace }: { readonly layers: readonly string[]; readonly target: string; readonly namespace: string },
): Promise<string[]> {
  const [parent = '', ...others] = new Set(layers.map((layer) => dirname(layer)));
  if (others.length > 0) throw new Error(`layers lie in more than one directory: ${[parent, ...others].join(', ')}`);
  const shifted = shiftedPath(target);
  await host.files.makeDirectory(shifted);
  host.sys.mountIdMapped(parent, shifted, namespace);
  return layers.map((layer) => join(shifted, basename(layer)));
}

/** It is not mounted, but for a failure in between. */
async function unmountShifted(host: Pick<Host, 'sys'>, target: string): Promise<void> {
  await host.sys.umount(shiftedPath(target), MNT.DETACH);
}

function shiftedPath(target: string): string {
  return `${target}.layers`;
}

/** Long chains: /proc/self/fd/N is shorter than any path. */
function mountByDescriptors(host: Pick<Host, 'sys'>, target: string, lower: Overlay): void {
  const open: number[] = [];
  try {
    for (const layer of lower.topFirst) open.push(openSync(layer, constants.O_RDONLY | constants.O_DIRECTORY));
    const data = `lowerdir=${open.map((fd) => `/proc/self/fd/${String(fd)}`).join(':')}${lower.tail}`;
    if (Buffer.byteLength(data) >= 4096) {
      throw new CriError(
        'failed-precondition',
        `the image has ${String(open.length)} layers, more than this kernel mounts at once`,
        { hint: 'squash the image' },
      );
    }
    host.sys.mount('overlay', target, 'overlay', lower.flags, data);
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

const escapeOption = (path: string): string => path.replaceAll('\\', '\\\\').replaceAll(',', '\\,');
const escapeLower = (path: string): string => escapeOption(path).replaceAll(':', '\\:');
