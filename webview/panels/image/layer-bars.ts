import { bytesText } from '../../components/amounts.ts';
import { element } from '../../components/element.ts';
import { linkButton } from '../../components/header.ts';
import { t } from '../../l10n.ts';
import type { ImageLayerView, SharedLayers } from '../../protocol.ts';
import { plainStep } from './plain-step.ts';

/** The narrowest bar that can be seen, percent. */
const LEAST_WIDTH = 0.6;

export interface LayerBarOptions {
  readonly shared: SharedLayers;
  /** Whose files are shown below. */
  readonly chosen: number | undefined;
  /** Undefined where the runtime cannot tell the files. */
  readonly choose: ((layer: number | undefined) => void) | undefined;
}

/** Layers as bars, the lowest at the bottom as they lie in the image; each as wide as its part of the largest. */
export function layerBars(layers: readonly ImageLayerView[], options: LayerBarOptions): HTMLElement {
  const { shared } = options;
  const largest = Math.max(1, ...layers.map(({ sizeBytes }) => sizeBytes));
  const total = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const inCommon = layers.reduce((sum, layer) => sum + (othersOf(layer, shared).length > 0 ? layer.sizeBytes : 0), 0);
  const rows = layers.map((layer, at) => row({ layer, number: at + 1, width: (layer.sizeBytes / largest) * 100 }, options));
  const summary =
    total === 0
      ? []
      : [
          element('p', {
            className: 'quiet',
            text:
              inCommon === 0
                ? t('{0} in all, none of it shared with other images.', bytesText(total))
                : t('{0} in all, {1} of it shared with other images.', bytesText(total), bytesText(inCommon)),
          }),
        ];
  return element('div', { className: 'layers' }, [
    element('ol', { attributes: { reversed: '' } }, rows.toReversed()),
    ...summary,
    ...(options.choose === undefined
      ? [
          element('p', {
            className: 'quiet',
            text: t("This runtime has no call for the files of layers. Slipway's own runtime has."),
          }),
        ]
      : []),
  ]);
}

interface Bar {
  readonly layer: ImageLayerView;
  readonly number: number;
  /** Percent of the widest. */
  readonly width: number;
}

function row({ layer, number, width }: Bar, { shared, chosen, choose }: LayerBarOptions): HTMLElement {
  const others = othersOf(layer, shared);
  const bar = element('span', { className: others.length > 0 ? 'bar shared' : 'bar' });
  bar.style.width = `${String(Math.max(LEAST_WIDTH, width))}%`;
  const size = layer.sizeBytes === 0 ? '' : bytesText(layer.sizeBytes);
  const step = plainStep(layer.createdBy);
  const parts = [
    element('span', { className: 'number', text: String(number), attributes: { 'aria-hidden': 'true' } }),
    element('span', { className: 'size', text: size }),
    element('span', { className: 'track', attributes: { 'aria-hidden': 'true' } }, [bar]),
    element('span', { className: 'step code', text: step === '' ? layer.digest : step }),
  ];
  if (choose !== undefined) parts.push(filesButton(number, chosen === number - 1, choose));
  if (others.length > 0) parts.push(element('span', { className: 'with quiet', text: t('also in {0}', shortList(others)) }));
  return element('li', { attributes: { title: layer.digest } }, parts);
}

function filesButton(number: number, isShown: boolean, choose: (layer: number | undefined) => void): HTMLElement {
  const made = linkButton(t('Files'), () => {
    choose(isShown ? undefined : number - 1);
  });
  made.setAttribute('aria-label', t('Files of Layer {0}', number));
  made.setAttribute('aria-expanded', String(isShown));
  return made;
}

function othersOf({ digest }: ImageLayerView, shared: SharedLayers): readonly string[] {
  return Object.hasOwn(shared, digest) ? (shared[digest] ?? []) : [];
}

function shortList(names: readonly string[]): string {
  const [first = '', second, ...more] = names;
  if (second === undefined) return first;
  return more.length === 0 ? `${first}, ${second}` : t('{0}, {1} and {2} more', first, second, more.length);
}
