import type { LayerFile, LayerFiles } from '../client/image-calls.ts';
import type { LayerChange, LayerFileView } from '../../webview/protocol.ts';

/** What one layer does to what lies below it. */
export interface LayerChanges {
  /** The largest first. */
  readonly files: readonly LayerFileView[];
  readonly counts: Readonly<Record<LayerChange, number>>;
  /** Of what the layer adds and changes. */
  readonly sizeBytes: number;
  /** How much of that later layers replace or remove. */
  readonly hiddenBytes: number;
}

export interface ImageChanges {
  /** The lowest first. */
  readonly layers: readonly LayerChanges[];
  /** Of all files that were looked at, when there are more; else 0. */
  readonly lookedAt: number;
}

/** Lays the layers of an image on each other, and says what each one does. Past `most` files it stops. */
export async function layerChanges(layers: AsyncIterable<LayerFiles>, most: number): Promise<ImageChanges> {
  const { entries, lookedAt } = await stacked(layers, most);
  return { layers: entries.map(summed), lookedAt };
}

/** What a container of the image sees. */
export interface ImageFiles {
  /** By path, with a leading slash; no directories. */
  readonly files: ReadonlyMap<string, LayerFile>;
  readonly sizeBytes: number;
  /** What lies in layers and is seen by nobody. */
  readonly hiddenBytes: number;
  /** As in `ImageChanges`. */
  readonly lookedAt: number;
}

/** The files that are seen when all layers lie on each other. Past `most` it stops. */
export async function imageFiles(layers: AsyncIterable<LayerFiles>, most: number): Promise<ImageFiles> {
  const { root, entries, lookedAt } = await stacked(layers, most);
  const files = new Map<string, LayerFile>();
  collect(root, files);
  const sums = entries.map(summed);
  const hiddenBytes = sums.reduce((sum, layer) => sum + layer.hiddenBytes, 0);
  const storedBytes = sums.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  return { files, sizeBytes: storedBytes - hiddenBytes, hiddenBytes, lookedAt };
}

async function stacked(layers: AsyncIterable<LayerFiles>, most: number): Promise<Stack & { readonly lookedAt: number }> {
  const stack: Stack = { root: { layer: -1, children: new Map() }, entries: [] };
  let seen = 0;
  let lookedAt = 0;
  for await (const { layer, files } of layers) {
    if (seen >= most && files.length > 0) {
      lookedAt = seen;
      break;
    }
    while (stack.entries.length <= layer) stack.entries.push([]);
    for (const file of files) lay(stack, layer, file);
    seen += files.length;
  }
  return { ...stack, lookedAt };
}

function collect({ children }: Name, into: Map<string, LayerFile>): void {
  for (const child of children?.values() ?? []) {
    if (child.children === undefined && child.file !== undefined) into.set(`/${child.file.path}`, child.file);
    collect(child, into);
  }
}

interface Entry extends LayerFileView {
  hidden: boolean;
  opens: boolean;
}

/** One name, as it is seen from above. */
interface Name {
  /** That has brought it. */
  readonly layer: number;
  readonly file?: LayerFile;
  readonly entry?: Entry;
  readonly children: Map<string, Name> | undefined;
}

interface Stack {
  readonly root: Name;
  readonly entries: Entry[][];
}

function lay(stack: Stack, layer: number, file: LayerFile): void {
  const { siblings, name } = placeOf(stack.root, file.path);
  const below = siblings.get(name);
  const opens = file.kind === 'file' || file.kind === 'hardlink';
  const isDirectory = file.kind === 'directory';
  const note = (change: LayerChange, sizeBytes: number, suffix = isDirectory ? '/' : ''): Entry => {
    const entry: Entry = { path: `/${file.path}${suffix}`, change, sizeBytes, hidden: false, opens };
    stack.entries[layer]?.push(entry);
    return entry;
  };
  if (file.kind === 'whiteout') {
    siblings.delete(name);
    note('removed', below === undefined ? 0 : hide(below), below?.children === undefined ? '' : '/');
    return;
  }
  if (isDirectory && below?.children !== undefined) {
    const { children } = below;
    if (file.opaque && children.size > 0) {
      note('removed', hideAll(children), '/*');
      children.clear();
    }
    // Each layer names the directories above its files: only what differs is a change.
    const entry = below.file !== undefined && differs(below.file, file) ? note('changed', 0) : below.entry;
    siblings.set(name, { layer, file, children, ...(entry === undefined ? {} : { entry }) });
    return;
  }
  if (below !== undefined) hide(below);
  const entry = note(below === undefined ? 'added' : 'changed', file.kind === 'hardlink' ? 0 : file.sizeBytes);
  siblings.set(name, { layer, file, entry, children: isDirectory ? new Map() : undefined });
}

function placeOf(root: Name, path: string): { readonly siblings: Map<string, Name>; readonly name: string } {
  const names = path.split('/');
  let at = root;
  for (const name of names.slice(0, -1)) {
    let next = at.children?.get(name);
    if (next?.children === undefined) {
      next = { layer: -1, children: new Map() };
      at.children?.set(name, next);
    }
    at = next;
  }
  return { siblings: at.children ?? new Map<string, Name>(), name: names.at(-1) ?? '' };
}

const differs = (one: LayerFile, other: LayerFile): boolean =>
  one.mode !== other.mode || one.uid !== other.uid || one.gid !== other.gid;

/** Nobody sees it any more: the bytes that lie there for nothing. */
function hide({ entry, children }: Name): number {
  if (entry !== undefined) Object.assign(entry, { hidden: true, opens: false });
  return (entry?.sizeBytes ?? 0) + (children === undefined ? 0 : hideAll(children));
}

function hideAll(children: ReadonlyMap<string, Name>): number {
  let bytes = 0;
  for (const child of children.values()) bytes += hide(child);
  return bytes;
}

function summed(entries: readonly Entry[]): LayerChanges {
  const counts = { added: 0, changed: 0, removed: 0 };
  let sizeBytes = 0;
  let hiddenBytes = 0;
  for (const { change, hidden, sizeBytes: size } of entries) {
    counts[change] += 1;
    if (change === 'removed') continue;
    sizeBytes += size;
    if (hidden) hiddenBytes += size;
  }
  return { files: entries.toSorted(byDescendingSize), counts, sizeBytes, hiddenBytes };
}

function byDescendingSize(one: Entry, other: Entry): number {
  if (one.sizeBytes !== other.sizeBytes) return other.sizeBytes - one.sizeBytes;
  return one.path < other.path ? -1 : 1;
}
