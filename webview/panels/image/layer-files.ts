import { bytesText } from '../../components/amounts.ts';
import { element } from '../../components/element.ts';
import { linkButton } from '../../components/header.ts';
import { selectField, textField } from '../../components/fields.ts';
import { nothing, section } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import type { TableRow } from '../../components/table.ts';
import { button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import type { LayerChange, LayerFilesQuestion, LayerFilesView, LayerFileView } from '../../protocol.ts';

/** Rows that are made at first, and with each "more". */
const STEP = 200;
/** A search is for more than that. */
const MOST_ROWS = 2000;
const TYPING_MS = 200;

export interface LayerFilesOptions {
  readonly read: (question: LayerFilesQuestion, signal: AbortSignal) => Promise<LayerFilesView>;
  /** Opens a file of an image in an editor. */
  readonly open: (image: string, path: string) => void;
}

export interface LayerFilesPart {
  /** Of the layer that is shown; undefined for none. */
  readonly layer: number | undefined;
  /** Empty until a layer is chosen. */
  readonly element: HTMLElement;
  /** Shows the files of a layer, or takes them away. */
  choose(image: string, layer: number | undefined): void;
}

/** What one layer adds, changes and removes, the largest first. It keeps its place while the rest of the page is drawn anew. */
export function createLayerFiles({ read, open }: LayerFilesOptions): LayerFilesPart {
  const root = element('div', { className: 'layer-files' });
  let chosen: { readonly image: string; readonly layer: number } | undefined;
  let change: LayerChange | '' = '';
  let most = STEP;
  let asking: AbortController | undefined;
  let typing: ReturnType<typeof setTimeout> | undefined;
  const summary = element('p', { className: 'quiet', attributes: { role: 'status' } });
  const rows = element('div', { className: 'rows' });
  const search = textField({
    label: t('Path'),
    type: 'search',
    value: '',
    placeholder: t('usr lib'),
    onInput: () => {
      clearTimeout(typing);
      typing = setTimeout(again, TYPING_MS);
    },
  });
  const kinds = selectField({
    label: t('Change'),
    value: '',
    choices: [['', t('All')], ...CHANGES().map(({ change: value, title }) => [value, title] as const)],
    onChange: (value) => {
      change = value as LayerChange | '';
      again();
    },
  });
  // What has the focus has it again when the page was drawn anew.
  search.input.id = 'layer-path';
  kinds.input.id = 'layer-change';
  const again = (): void => {
    most = STEP;
    void load();
  };
  const more = (): void => {
    most += STEP;
    void load();
  };
  const show = (path: string): void => {
    open(chosen?.image ?? '', path);
  };
  const load = async (): Promise<void> => {
    asking?.abort();
    if (chosen === undefined) return;
    asking = new AbortController();
    const { signal } = asking;
    try {
      const found = await read({ ...chosen, words: search.input.value, change, most }, signal);
      if (signal.aborted) return;
      summary.textContent = summaryOf(found);
      rows.replaceChildren(...listOf(found, { more, open: show }));
    } catch (error) {
      if (signal.aborted) return;
      summary.textContent = '';
      rows.replaceChildren(problemOf(error, () => void load()));
    }
  };
  return {
    get layer() {
      return chosen?.layer;
    },
    element: root,
    choose: (image, layer) => {
      asking?.abort();
      chosen = layer === undefined ? undefined : { image, layer };
      rows.replaceChildren();
      if (layer === undefined) {
        root.replaceChildren();
        return;
      }
      summary.textContent = t('Reading files…');
      const bar = element('div', { className: 'bar' }, [search.field, kinds.field]);
      root.replaceChildren(section(t('Files of Layer {0}', layer + 1), element('div', {}, [summary, bar, rows])));
      again();
    },
  };
}

const CHANGES = (): readonly { readonly change: LayerChange; readonly title: string; readonly sign: string }[] => [
  { change: 'added', title: t('Added'), sign: '+' },
  { change: 'changed', title: t('Changed'), sign: '~' },
  { change: 'removed', title: t('Removed'), sign: '−' },
];

function summaryOf({ counts, sizeBytes, hiddenBytes, lookedAt }: LayerFilesView): string {
  const lines = [
    t('{0} added, {1} changed, {2} removed; {3} unpacked.', counts.added, counts.changed, counts.removed, bytesText(sizeBytes)),
  ];
  if (hiddenBytes > 0) lines.push(t('{0} of it is replaced or removed by later layers.', bytesText(hiddenBytes)));
  if (lookedAt > 0) lines.push(t('The image has more files: only the first {0} were looked at.', lookedAt));
  return lines.join(' ');
}

interface ListActs {
  readonly more: () => void;
  readonly open: (path: string) => void;
}

function listOf({ files, found }: LayerFilesView, { more, open }: ListActs): readonly HTMLElement[] {
  if (files.length === 0) return [nothing(t('No file is like that.'))];
  const left = found - files.length;
  const list = table(
    [t('Change'), t('Size'), t('Path')],
    files.map((file) => rowOf(file, open)),
  );
  if (left === 0) return [list];
  if (files.length >= MOST_ROWS) return [list, nothing(t('{0} more: search for a part of the path.', left))];
  return [list, button({ text: t('Show More ({0})', left), onClick: more })];
}

function rowOf({ path, change, sizeBytes, hidden, opens }: LayerFileView, open: ListActs['open']): TableRow {
  const { title = '', sign = '' } = CHANGES().find((each) => each.change === change) ?? {};
  const kind = element('span', { className: `change ${change}` }, [
    element('span', { className: 'sign', text: sign, attributes: { 'aria-hidden': 'true' } }),
    element('span', { text: title }),
  ]);
  const name = element('span', {}, [
    opens
      ? linkButton(path, () => {
          open(path);
        })
      : element('span', { text: path }),
  ]);
  if (hidden) name.append(element('span', { className: 'later quiet', text: t('a later layer hides it') }));
  return { key: `${change} ${path}`, cells: [kind, sizeBytes === 0 ? '' : bytesText(sizeBytes), name] };
}

function problemOf(error: unknown, retry: () => void): HTMLElement {
  const text = error instanceof Error ? error.message : String(error);
  return element('div', {}, [
    element('p', { className: 'problem', text, attributes: { role: 'alert' } }),
    button({ text: t('Try Again'), onClick: retry }),
  ]);
}
