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
  if (layers.length > MAX_OVERLAY_LAYERS) {
    throw new CriError(
      'failed-precondition',
      `the image has ${String(layers.length)} layers; overlayfs takes ${String(MAX_OVERLAY_LAYERS)}`,
      { hint: 'squash the image' },
    );
  }
  const tail = `,upperdir=${escapeOption(upper)},workdir=${escapeOption(work)},index=off`;
  if (users === undefined) {
    mountOverlay(host, target, { topFirst: layers.toReversed(), tail });
    return;
  }
  const shifted = await shiftLayers(host, { layers, target, namespace: users.namespace });
  mountOverlay(host, target, { topFirst: shifted.toReversed(), tail });
  // The overlay has its own hold on them.
  await unmountShifted(host, target);
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

interface OverlayParts {
  readonly topFirst: readonly string[];
  readonly tail: string;
}

function mountOverlay(host: Pick<Host, 'sys'>, target: string, parts: OverlayParts): void {
  const data = `lowerdir=${parts.topFirst.map(escapeLower).join(':')}${parts.tail}`;
  if (Buffer.byteLength(data) <= MAX_OPTION_BYTES) host.sys.mount('overlay', target, 'overlay', 0, data);
  else mountByDescriptors(host, target, parts);
}

/** Long chains: /proc/self/fd/N is shorter than any path. */
function mountByDescriptors(host: Pick<Host, 'sys'>, target: string, lower: OverlayParts): void {
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
    host.sys.mount('overlay', target, 'overlay', 0, data);
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

const escapeOption = (path: string): string => path.replaceAll('\\', '\\\\').replaceAll(',', '\\,');
const escapeLower = (path: string): string => escapeOption(path).replaceAll(':', '\\:');
