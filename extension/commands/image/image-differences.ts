import type { LayerFile } from '../../client/image-calls.ts';
import type { ImageFiles } from '../../panels/layer-changes.ts';
import type { ImageView } from '../../../webview/protocol.ts';
import { t } from '../../l10n.ts';
import { sizeOf } from '../../tree/words.ts';

/** `retouched`: only its time differs; nobody has compared what is in it. */
export type FileDifferenceKind = 'changed' | 'added' | 'removed' | 'retouched';

export interface FileDifference {
  /** With a leading slash. */
  readonly path: string;
  readonly kind: FileDifferenceKind;
  readonly before: LayerFile | undefined;
  readonly after: LayerFile | undefined;
}

/** What another image has otherwise: the largest difference first. */
export function fileDifferences(before: ImageFiles, after: ImageFiles): readonly FileDifference[] {
  const found: FileDifference[] = [];
  for (const [path, file] of before.files) {
    const other = after.files.get(path);
    const kind = other === undefined ? 'removed' : differenceOf(file, other);
    if (kind !== undefined) found.push({ path, kind, before: file, after: other });
  }
  for (const [path, file] of after.files)
    if (!before.files.has(path)) found.push({ path, kind: 'added', before: undefined, after: file });
  return found.toSorted((one, other) => weightOf(other) - weightOf(one) || (one.path < other.path ? -1 : 1));
}

/** What runs, and how, as lines that can be compared. */
export function configLines(image: ImageView): readonly string[] {
  const { config } = image;
  const line = (name: string, value: string): readonly string[] => (value === '' ? [] : [`${name}: ${value}`]);
  const list = (name: string, value: readonly string[]): readonly string[] =>
    line(name, value.length === 0 ? '' : JSON.stringify(value));
  const own = [
    ...line(t('Platform'), image.platform),
    ...line(t('Size'), sizeOf(image.sizeBytes)),
    ...line(t('Built'), image.createdAt === 0 ? '' : new Date(image.createdAt).toISOString()),
  ];
  if (config === undefined) return own;
  return [
    ...own,
    ...list(t('Entrypoint'), config.entrypoint),
    ...list(t('Command'), config.cmd),
    ...line(t('Working directory'), config.workingDir),
    ...line(t('User'), config.user),
    ...line(t('Stop signal'), config.stopSignal),
    ...config.env.flatMap(({ name, value }) => line(t('Variable'), `${name}=${value}`)),
    ...config.ports.flatMap((port) => line(t('Port'), port)),
    ...config.volumes.flatMap((volume) => line(t('Volume'), volume)),
    ...config.labels.flatMap(({ name, value }) => line(t('Label'), `${name}=${value}`)),
  ];
}

function differenceOf(one: LayerFile, other: LayerFile): FileDifferenceKind | undefined {
  const kindOf = ({ kind }: LayerFile): string => (kind === 'hardlink' ? 'file' : kind);
  const linkOf = ({ kind, linkTarget }: LayerFile): string => (kind === 'symlink' ? linkTarget : '');
  const same =
    kindOf(one) === kindOf(other) &&
    one.sizeBytes === other.sizeBytes &&
    one.mode === other.mode &&
    one.uid === other.uid &&
    one.gid === other.gid &&
    linkOf(one) === linkOf(other);
  if (!same) return 'changed';
  return kindOf(one) === 'file' && one.modifiedAtNs !== other.modifiedAtNs ? 'retouched' : undefined;
}

function weightOf({ before, after }: FileDifference): number {
  return Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
}
