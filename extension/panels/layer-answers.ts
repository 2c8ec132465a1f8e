import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import type { LayerFilesQuestion, LayerFilesView } from '../../webview/protocol.ts';
import { layerChanges } from './layer-changes.ts';
import type { ImageChanges } from './layer-changes.ts';
import type { Question } from './panel-answers.ts';
import type { OwnAnswers } from './panel-connection.ts';

/** About 100 MB in the worst case. */
const MOST_FILES = 400_000;
/** A page that is hidden asks no more: then the list is let go. */
const UNASKED_MS = 300_000;
/** A page draws no more at once. */
const MOST_ROWS = 2000;

interface Reading {
  readonly image: string;
  readonly end: AbortController;
  readonly changes: Promise<ImageChanges>;
  /** Questions that wait for it. */
  waiting: number;
  done: boolean;
}

/** The answer to `layerFiles`: what a layer adds, changes and removes. An image is read once for each panel; who goes away ends it. */
export function layerAnswers(): OwnAnswers {
  let reading: Reading | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = (): void => {
    clearTimeout(timer);
    reading?.end.abort();
    reading = undefined;
  };
  const ask = async ({ session, about, signal }: Question): Promise<LayerFilesView> => {
    const question = questionIn(about);
    if (reading?.image !== question.image) {
      drop();
      reading = read(session, question.image);
    }
    clearTimeout(timer);
    timer = setTimeout(drop, UNASKED_MS);
    const mine = reading;
    const leave = (): void => {
      mine.waiting -= 1;
      if (mine.waiting === 0 && !mine.done && reading === mine) drop();
    };
    mine.waiting += 1;
    signal.addEventListener('abort', leave, { once: true });
    try {
      return pageOf(await mine.changes, question);
    } catch (error) {
      // Asked again, it is tried again.
      if (reading === mine) drop();
      throw error;
    } finally {
      signal.removeEventListener('abort', leave);
      if (!signal.aborted) mine.waiting -= 1;
    }
  };
  return { answers: { layerFiles: ask }, dispose: drop };
}

function read({ client }: Session, image: string): Reading {
  const end = new AbortController();
  const changes = layerChanges(client.layerFiles(image, { signal: end.signal, background: true }), MOST_FILES);
  const reading: Reading = { image, end, changes, waiting: 0, done: false };
  void changes.then(
    () => (reading.done = true),
    () => (reading.done = true),
  );
  return reading;
}

function pageOf({ layers, lookedAt }: ImageChanges, { layer, words, change, most }: LayerFilesQuestion): LayerFilesView {
  const of = layers[layer];
  if (of === undefined)
    return { counts: { added: 0, changed: 0, removed: 0 }, sizeBytes: 0, hiddenBytes: 0, found: 0, files: [], lookedAt };
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const files = of.files.filter((file) => {
    const path = file.path.toLowerCase();
    return (change === '' || file.change === change) && wanted.every((word) => path.includes(word));
  });
  const { counts, sizeBytes, hiddenBytes } = of;
  return { counts, sizeBytes, hiddenBytes, found: files.length, files: files.slice(0, Math.min(most, MOST_ROWS)), lookedAt };
}

function questionIn(about: unknown): LayerFilesQuestion {
  const { image, layer, words, change, most } = (typeof about === 'object' && about !== null ? about : {}) as Readonly<
    Record<string, unknown>
  >;
  const known = change === '' || change === 'added' || change === 'changed' || change === 'removed';
  if (typeof image !== 'string' || image === '' || typeof words !== 'string' || !known || !isCount(layer) || !isCount(most))
    throw new RpcError('invalid-argument', t('This panel cannot ask for {0}.', 'layerFiles'));
  return { image, layer, words, change, most };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
