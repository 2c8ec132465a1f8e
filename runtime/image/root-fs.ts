import { basename, dirname, join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import type { Host } from '../host/host.ts';
import { MNT, MS, type LongOverlay } from '../host/syscall.ts';
import { escapeOption } from '../host/syscall-overlay.ts';
import { isOpaque, opaqueXattr } from './opaque-xattr.ts';

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
  /** The runtime itself is inside a user namespace, with layers that were unpacked so. */
  readonly userXattr?: boolean;
  /** SELinux label of all its files; absent on a machine without. */
  readonly label?: string | undefined;
}

/** SELinux takes it out before overlayfs sees it, and wants it in quotes: labels have commas. */
const CONTEXT = 'context';
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
  // The root directory of the merged file system is the upper one: it has to look like the image's.
  const top = layers.at(-1);
  if (top !== undefined) await host.files.copyOwnerAndMode(top, upper);
  if (users !== undefined) await host.files.setOwner(upper, users.root);
  if (layers.length === 0) {
    host.sys.mount(upper, target, '', MS.BIND, '');
    return;
  }
  const writable = [
    ['upperdir', upper],
    ['workdir', work],
    ['index', 'off'],
  ] as const;
  await mountLayers(options, { lowest: [], options: writable, flags: 0 });
}

/** Mounts an image's content alone, read-only and without device files. Unmount with unmountRootFs. */
export async function mountImage(options: Omit<RootFsOptions, 'writableLayer'>): Promise<void> {
  const { host, layers, target } = options;
  await host.files.makeDirectory(target, 0o755);
  const flags = MS.RDONLY | MS.NODEV;
  if (layers.length === 0) host.sys.mount('tmpfs', target, 'tmpfs', flags, 'mode=755');
  // Without an upper layer, overlayfs wants two lower ones: the mount point itself is an empty one.
  else await mountLayers(options, { lowest: [target], options: [], flags });
}

interface Around extends Pick<LongOverlay, 'options' | 'flags'> {
  /** Below the lowest layer. */
  readonly lowest: readonly string[];
}

async function mountLayers(options: Omit<RootFsOptions, 'writableLayer'>, around: Around): Promise<void> {
  const { host, target, users } = options;
  const layers = visibleLayers(options);
  const mount = (directories: readonly string[]): void => {
    mountOverlay(host, {
      target,
      lower: [...directories.toReversed(), ...around.lowest],
      options: [...around.options, ...moreOptions(options)],
      flags: around.flags,
    });
  };
  if (users === undefined) {
    mount(layers);
    return;
  }
  mount(await shiftLayers(host, { layers, target, namespace: users.namespace }));
  // The overlay has its own hold on them.
  await unmountShifted(host, target);
}

function moreOptions({ userXattr, label }: Pick<RootFsOptions, 'userXattr' | 'label'>): LongOverlay['options'] {
  return [
    ...(userXattr === true ? [['userxattr', null] as const] : []),
    ...(label === undefined ? [] : [[CONTEXT, label] as const]),
  ];
}

/** overlayfs does not look whether the root of a layer is opaque: then nothing below that layer may be mounted. */
function visibleLayers({ host, layers, userXattr = false }: Omit<RootFsOptions, 'writableLayer'>): readonly string[] {
  const name = opaqueXattr(userXattr);
  const lowest = layers.findLastIndex((layer) => isOpaque(host.sys.lgetxattr(layer, name)));
  return lowest < 0 ? layers : layers.slice(lowest);
}

function mountOverlay(host: Pick<Host, 'sys'>, overlay: LongOverlay): void {
  const { lower, target, flags } = overlay;
  if (lower.length > MAX_OVERLAY_LAYERS) {
    throw new CriError(
      'failed-precondition',
      `the image has ${String(lower.length)} layers; overlayfs takes ${String(MAX_OVERLAY_LAYERS)}`,
      { hint: 'squash the image' },
    );
  }
  const options = overlay.options.map(([key, value]) =>
    value === null ? key : `${key}=${key === CONTEXT ? `"${value}"` : escapeOption(value)}`,
  );
  const data = [`lowerdir=${lower.map(escapeLower).join(':')}`, ...options].join(',');
  if (Buffer.byteLength(data) <= MAX_OPTION_BYTES) host.sys.mount('overlay', target, 'overlay', flags, data);
  else host.sys.mountLongOverlay(overlay);
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

const escapeLower = (path: string): string => escapeOption(path).replaceAll(':', '\\:');
