import { inheritAttributes, type InheritDeps } from './inherit-attributes.ts';
import { fsPath } from './layer-fs.ts';
import type { Unsettled } from './layer-writer.ts';
import { findInLowers, hasOpaque } from './lower-layers.ts';

/** Byte strings; the lower layers highest first. */
export interface SettledLayer extends Unsettled {
  readonly root: string;
  readonly lowers: readonly string[];
}

/** Fits an unpacked layer onto the layers below. Throws NeedsLowerLayer when it must be unpacked again, in order. */
export function settleLayer(deps: InheritDeps, layer: SettledLayer): void {
  removeNeedlessWhiteouts(deps, layer);
  inheritAttributes(deps, layer);
}

/** overlayfs shows a whiteout, as something broken, in a directory that only one layer has. */
function removeNeedlessWhiteouts(deps: InheritDeps, { root, lowers, whiteouts }: SettledLayer): void {
  for (const real of whiteouts) {
    const slash = real.lastIndexOf('/');
    const parent = slash < 0 ? '' : real.slice(0, slash);
    if (!isCut(deps, root, parent) && findInLowers(deps, lowers, real) !== undefined) continue;
    const directory = fsPath(parent === '' ? root : `${root}/${parent}`);
    const before = deps.fs.lstatSync(directory)?.mtimeNs;
    deps.fs.unlinkSync(fsPath(`${root}/${real}`));
    if (before !== undefined) deps.sys().lutimesNs(directory, before, before);
  }
}

/** True when the layer itself hides all that lies below a directory of it. */
function isCut(deps: InheritDeps, root: string, real: string): boolean {
  let path = root;
  if (hasOpaque(deps, path)) return true;
  if (real === '') return false;
  return real.split('/').some((name) => hasOpaque(deps, (path += `/${name}`)));
}
