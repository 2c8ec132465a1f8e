import type { HistoryEntry } from '../client/image-calls.ts';
import type { ImageDetails } from '../client/types.ts';
import { parsed } from '../inspect/inspect-text.ts';
import type { ListedContainer } from '../target/lists.ts';
import type { HistoryView, ImageConfigView, ImageLayerView, ImageView } from '../../webview/protocol.ts';
import { pairs } from './container-view.ts';

interface ImageFacts {
  readonly name: string;
  readonly image: ImageDetails;
  /** Undefined where the runtime has no call for it: its verbose info may have one. */
  readonly history: readonly HistoryEntry[] | undefined;
  readonly users: readonly ListedContainer[];
}

/** What the image panel shows: CRI's status, the image specification in its verbose info (OCI's names), and the history. */
export function imageView({ name, image, history, users }: ImageFacts): ImageView {
  const spec = specOf(image);
  const steps = history === undefined ? historyIn(spec) : history.map(stepOf);
  return {
    name,
    id: image.id,
    tags: image.tags,
    digests: image.digests,
    sizeBytes: image.sizeBytes,
    pinned: image.pinned,
    platform: [text(spec, 'os'), text(spec, 'architecture'), text(spec, 'variant')].filter((part) => part !== '').join('/'),
    createdAt: Date.parse(text(spec, 'created')) || 0,
    config: configOf(field(spec, 'config')),
    layers: layersOf(image, steps),
    // Both calls are of the same service.
    hasLayerFiles: history !== undefined,
    history: steps,
    users: users.map(({ id, name: user, state }) => ({ id, name: user, state })),
  };
}

/** Digests of the layers as they are stored, lowest first; of their content where the runtime tells only that. */
export function layerDigests(image: ImageDetails): readonly string[] {
  return storedLayers(image).map(({ digest }) => digest);
}

function layersOf(image: ImageDetails, history: readonly HistoryView[]): readonly ImageLayerView[] {
  const makers = history.filter(({ makesLayer }) => makesLayer);
  return storedLayers(image).map(({ digest, sizeBytes }, at) => ({
    digest,
    sizeBytes: sizeBytes === 0 ? (makers[at]?.sizeBytes ?? 0) : sizeBytes,
    createdBy: makers[at]?.createdBy ?? '',
  }));
}

function storedLayers(image: ImageDetails): readonly { readonly digest: string; readonly sizeBytes: number }[] {
  for (const info of Object.values(image.info)) {
    const layers = field(parsed(info), 'layers');
    if (Array.isArray(layers))
      return layers.map((layer: unknown) => ({
        digest: text(layer, 'digest'),
        sizeBytes: Number(field(layer, 'sizeBytes') ?? 0),
      }));
  }
  return texts(field(field(specOf(image), 'rootfs'), 'diff_ids')).map((digest) => ({ digest, sizeBytes: 0 }));
}

function specOf({ info }: ImageDetails): unknown {
  return Object.values(info)
    .map((each) => field(parsed(each), 'imageSpec'))
    .find((spec) => spec !== undefined);
}

function stepOf({ created, createdBy, comment, layer, sizeBytes }: HistoryEntry): HistoryView {
  return { createdBy, comment, createdAt: Date.parse(created) || 0, sizeBytes, makesLayer: layer !== '' };
}

function historyIn(spec: unknown): readonly HistoryView[] {
  const steps = field(spec, 'history');
  if (!Array.isArray(steps)) return [];
  return steps.map((step: unknown) => ({
    createdBy: text(step, 'created_by'),
    comment: text(step, 'comment'),
    createdAt: Date.parse(text(step, 'created')) || 0,
    sizeBytes: 0,
    makesLayer: field(step, 'empty_layer') !== true,
  }));
}

function configOf(config: unknown): ImageConfigView | undefined {
  if (config === undefined) return undefined;
  const names = (value: unknown): readonly string[] =>
    typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : [];
  const labels = field(config, 'Labels');
  return {
    user: text(config, 'User'),
    entrypoint: texts(field(config, 'Entrypoint')),
    cmd: texts(field(config, 'Cmd')),
    workingDir: text(config, 'WorkingDir'),
    stopSignal: text(config, 'StopSignal'),
    env: texts(field(config, 'Env')).map((entry) => {
      const equals = entry.indexOf('=');
      return { name: entry.slice(0, equals), value: entry.slice(equals + 1) };
    }),
    ports: names(field(config, 'ExposedPorts')),
    volumes: names(field(config, 'Volumes')),
    labels: pairs(Object.fromEntries(names(labels).map((name) => [name, text(labels, name)]))),
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === 'string' ? found : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
