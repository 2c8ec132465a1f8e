import { posix } from 'node:path';
import { CriError } from '../base/cri-error.ts';

export type CgroupDriver = 'cgroupfs' | 'systemd';

/** linux.cgroupsPath of a container: a directory (cgroupfs) or `slice:prefix:name` (systemd). '' as parent = the runtime's own. */
export function cgroupsPath(driver: CgroupDriver, parent: string, id: string): string {
  if (driver === 'cgroupfs') return posix.join('/', parent === '' ? 'slipway' : parent, id);
  const slice = parent === '' ? 'system.slice' : posix.basename(parent);
  if (slice.endsWith('.slice')) return `${slice}:slipway:${id}`;
  throw new CriError('invalid-argument', `cgroup parent ${parent} is not a systemd slice`, {
    hint: 'the runtime uses the systemd cgroup driver: the parent must end in .slice',
  });
}

/** The directory below a cgroup mount that such a path means. */
export function cgroupDirectory(path: string): string {
  const [slice = '', prefix, name] = path.split(':');
  if (prefix === undefined || name === undefined) return path;
  return posix.join('/', ...sliceParents(slice), `${prefix}-${name}.scope`);
}

/** The directory below a cgroup mount of a pod's parent: a path, or a slice by its last name. */
export function parentDirectory(parent: string): string {
  const name = posix.basename(parent);
  return name.endsWith('.slice') ? posix.join('/', ...sliceParents(name)) : posix.join('/', parent);
}

/** `a-b.slice` lies in `a.slice`. */
function sliceParents(slice: string): string[] {
  const parts = slice.slice(0, -'.slice'.length).split('-');
  return parts.map((_part, index) => `${parts.slice(0, index + 1).join('-')}.slice`);
}
