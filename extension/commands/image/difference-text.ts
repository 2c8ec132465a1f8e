import type { ImageFiles } from '../../panels/layer-changes.ts';
import { t } from '../../l10n.ts';
import { sizeOf } from '../../tree/words.ts';
import type { FileDifference, FileDifferenceKind } from './image-differences.ts';

/** One of the two images. `files` is undefined where the runtime cannot tell them. */
export interface ComparedImage {
  readonly name: string;
  /** Digests, the lowest first. */
  readonly layers: readonly string[];
  readonly config: readonly string[];
  readonly files: ImageFiles | undefined;
}

/** More of one kind are counted, not listed. */
const MOST_LINES = 5000;
const SIGNS: Readonly<Record<FileDifferenceKind, string>> = { changed: '!', added: '+', removed: '-', retouched: '~' };

/** All that differs, in the manner of a diff. */
export function differenceText(before: ComparedImage, after: ComparedImage, differences: readonly FileDifference[]): string {
  const config = configDifferences(before.config, after.config);
  const inCommon = before.layers.filter((layer) => after.layers.includes(layer)).length;
  return [
    `--- ${before.name}`,
    `+++ ${after.name}`,
    '',
    `@@ ${t('Configuration')} @@`,
    ...(config.length === 0 ? [`  ${t('the same')}`] : config),
    '',
    `@@ ${t('Layers')} @@`,
    `  ${t('{0} and {1}, {2} of them the same', before.layers.length, after.layers.length, inCommon)}`,
    '',
    ...filesPart(before, after, differences),
    '',
  ].join('\n');
}

/** What is of one name stands together. */
function configDifferences(before: readonly string[], after: readonly string[]): readonly string[] {
  const gone = before.filter((line) => !after.includes(line));
  const fresh = after.filter((line) => !before.includes(line));
  const nameOf = (line: string): string => line.slice(0, line.indexOf(':'));
  const names = new Set([...before, ...after].map(nameOf));
  return [...names].flatMap((name) => [
    ...gone.filter((line) => nameOf(line) === name).map((line) => `- ${line}`),
    ...fresh.filter((line) => nameOf(line) === name).map((line) => `+ ${line}`),
  ]);
}

function filesPart(before: ComparedImage, after: ComparedImage, differences: readonly FileDifference[]): readonly string[] {
  if (before.files === undefined || after.files === undefined)
    return [`@@ ${t('Files')} @@`, `  ${t('This runtime has no call for the files of images.')}`];
  const titles: readonly (readonly [FileDifferenceKind, string])[] = [
    ['changed', t('Changed files')],
    ['added', t('Added files')],
    ['removed', t('Removed files')],
    ['retouched', t('Files of the same size with another time (what is in them was not compared)')],
  ];
  const parts = titles.flatMap(([kind, title]) => {
    const some = differences.filter((each) => each.kind === kind);
    if (some.length === 0) return [];
    const more = some.length - MOST_LINES;
    return [
      `@@ ${title}: ${String(some.length)} @@`,
      ...some.slice(0, MOST_LINES).map(lineOf),
      ...(more > 0 ? [`  ${t('{0} more', more)}`] : []),
      '',
    ];
  });
  return [
    ...(parts.length === 0 ? [`@@ ${t('Files')} @@`, `  ${t('the same')}`, ''] : parts),
    `@@ ${t('Unpacked')} @@`,
    ...[before, after].flatMap(({ name, files }) => (files === undefined ? [] : [`  ${name}: ${amountOf(files)}`])),
  ];
}

function amountOf({ sizeBytes, hiddenBytes, lookedAt }: ImageFiles): string {
  const size = sizeOf(sizeBytes);
  const all = hiddenBytes === 0 ? size : t('{0}, and {1} that later layers replace or remove', size, sizeOf(hiddenBytes));
  return lookedAt === 0 ? all : `${all}. ${t('The image has more files: only the first {0} were looked at.', lookedAt)}`;
}

function lineOf({ path, kind, before, after }: FileDifference): string {
  return `${SIGNS[kind]} ${sizesOf({ before, after }).padStart(20)}  ${path}`;
}

/** "1.0 kB → 2.0 kB"; one size where there is only one. */
export function sizesOf({ before, after }: Pick<FileDifference, 'before' | 'after'>): string {
  const sizes = [before, after].flatMap((file) => (file === undefined ? [] : [sizeOf(file.sizeBytes)]));
  return [...new Set(sizes)].join(' → ');
}
