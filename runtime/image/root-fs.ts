import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import type { Host } from '../host/host.ts';
import { MS } from '../host/syscall.ts';

export interface RootFsOptions {
  readonly host: Pick<Host, 'files' | 'sys'>;
  /** Directories of the image's layers, lowest first. */
  readonly layers: readonly string[];
  /** Holds upper/ and work/; made when absent, and left by unmountRootFs. */
  readonly writableLayer: string;
  /** Mount point; made when absent. */
  readonly target: string;
}

const MAX_OVERLAY_LAYERS = 500;
/** mount(2) takes one page of options. */
const MAX_OPTION_BYTES = 4000;

/** Mounts a container's root file system: the image's layers below, its own writable layer on top. Unmount with unmountRootFs. */
export async function mountRootFs(options: RootFsOptions): Promise<void> {
  const { host, layers, target } = options;
  const upper = join(options.writableLayer, 'upper');
  const work = join(options.writableLayer, 'work');
  await host.files.makeDirectory(upper, 0o755);
  await host.files.makeDirectory(work, 0o700);
  await host.files.makeDirectory(target, 0o755);
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
  const topFirst = layers.toReversed();
  const data = `lowerdir=${topFirst.map(escapeLower).join(':')}${tail}`;
  if (Buffer.byteLength(data) <= MAX_OPTION_BYTES) host.sys.mount('overlay', target, 'overlay', 0, data);
  else mountByDescriptors(host, target, { topFirst, tail });
}

/** Success when it is not mounted. The writable layer stays. */
export async function unmountRootFs(host: Pick<Host, 'sys'>, target: string): Promise<void> {
  await host.sys.umount(target);
}

/** Long chains: /proc/self/fd/N is shorter than any path. */
function mountByDescriptors(host: Pick<Host, 'sys'>, target: string, lower: { topFirst: readonly string[]; tail: string }): void {
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
