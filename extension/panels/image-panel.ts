import { isRpcError } from '../client/rpc-error.ts';
import type { HistoryEntry } from '../client/image-calls.ts';
import type { CommandContext } from '../commands/command.ts';
import type { Session } from '../target/session.ts';
import type { ImageAction, ImageView, SharedLayers } from '../../webview/protocol.ts';
import { imageView, layerDigests } from './image-view.ts';
import { layerAnswers } from './layer-answers.ts';
import { openAnswer, openFileAnswer } from './open-answer.ts';
import type { Question } from './panel-answers.ts';
import type { PanelKind } from './panel-connection.ts';

/** An image changes only by its names and users. */
const INTERVAL_MS = 4000;
/** Of more images nobody is asked for layers in common. */
const MOST_COMPARED = 300;
const AT_ONCE = 8;

const ACTIONS: Readonly<Record<ImageAction, string>> = {
  run: 'slipway.image.run',
  runForm: 'slipway.image.runForm',
  browse: 'slipway.image.browse',
  history: 'slipway.image.history',
  compare: 'slipway.image.compare',
  inspect: 'slipway.image.inspect',
  tag: 'slipway.image.tag',
  push: 'slipway.image.push',
  export: 'slipway.image.export',
  copyName: 'slipway.image.copyName',
  remove: 'slipway.image.remove',
};

/** The panel of one image. */
export function imagePanel(context: () => CommandContext): PanelKind<ImageView> {
  return {
    name: 'image',
    ask: askView,
    actions: ACTIONS,
    answers: { open: openAnswer(context), openFile: openFileAnswer(context), shared },
    openAnswers: layerAnswers,
    intervalMs: INTERVAL_MS,
  };
}

async function askView({ client, pods, images }: Session, name: string, signal: AbortSignal): Promise<ImageView | 'gone'> {
  const options = { signal, background: true };
  // Buttons act on what the list knows.
  if (images.snapshot.value === undefined) await images.refresh();
  const image = await client.imageStatus(name, options);
  if (image === undefined) return 'gone';
  const history = await historyOf(() => client.imageHistory(name, options));
  const users = (pods.snapshot.value?.containers ?? []).filter(
    ({ imageId, image: used }) => imageId === image.id || image.tags.includes(used) || image.digests.includes(imageId),
  );
  return imageView({ name, image, history, users });
}

/** Undefined where the runtime has no call for it. */
async function historyOf(ask: () => Promise<readonly HistoryEntry[]>): Promise<readonly HistoryEntry[] | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRpcError(error, 'unimplemented')) return undefined;
    throw error;
  }
}

/** Which other images have the same layers: asked once by each page. */
async function shared({ session: { client, images }, id, signal }: Question): Promise<SharedLayers> {
  const options = { signal, background: true };
  const own = await client.imageStatus(id, options);
  if (own === undefined) return {};
  const mine = new Set(layerDigests(own));
  const found: Record<string, string[]> = {};
  const others = (images.snapshot.value?.images ?? []).filter((image) => image.id !== own.id).slice(0, MOST_COMPARED);
  for (let at = 0; at < others.length; at += AT_ONCE) {
    const details = await Promise.all(others.slice(at, at + AT_ONCE).map((image) => client.imageStatus(image.id, options)));
    for (const other of details) {
      if (other === undefined) continue;
      const name = other.tags[0] ?? other.digests[0] ?? other.id;
      for (const digest of layerDigests(other)) if (mine.has(digest)) (found[digest] ??= []).push(name);
    }
  }
  return found;
}
