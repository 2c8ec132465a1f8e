import { startPage } from '../../components/page.ts';
import { t } from '../../l10n.ts';
import type { ImageAction, ImageView, LayerFilesView, SharedLayers } from '../../protocol.ts';
import { createLayerFiles } from './layer-files.ts';
import { renderImage } from './render.ts';
import './image.css';

let shared: SharedLayers | undefined;
/** The image whose layers in common were asked for. */
let sharedOf = '';
let filesOf = '';
const files = createLayerFiles({
  read: async (question, signal) => (await page.host.ask('layerFiles', question, signal)) as LayerFilesView,
  open: (image, path) => {
    page.host.ask('openFile', { image, path }).catch((error: unknown) => {
      page.notice(error instanceof Error ? error.message : String(error));
    });
  },
});

const page = startPage<ImageView, ImageAction>({
  goneText: t('This image was removed.'),
  draw: (image) => {
    // A name may come to stand for another image.
    if (image.id !== filesOf) files.choose(image.id, filesOf === '' ? keptLayer(image) : undefined);
    filesOf = image.id;
    if (image.id !== sharedOf) void askShared(image);
    return renderImage(image, {
      nowMs: Date.now(),
      act: (action) => {
        page.host.act(action);
      },
      openContainer: ({ id, name }) => void page.host.ask('open', { panel: 'container', id, name }).catch(() => undefined),
      shared: shared ?? {},
      files,
      chooseLayer: (layer) => {
        files.choose(image.id, layer);
        page.host.keep({ image: image.id, layer });
        page.redraw();
      },
    });
  },
});

/** Whose files were shown before the page was hidden, or the window loaded anew. */
function keptLayer({ id, layers }: ImageView): number | undefined {
  const { image, layer } = (page.host.kept ?? {}) as { readonly image?: unknown; readonly layer?: unknown };
  return image === id && typeof layer === 'number' && layer in layers ? layer : undefined;
}

async function askShared({ id }: ImageView): Promise<void> {
  sharedOf = id;
  try {
    shared = (await page.host.ask('shared')) as SharedLayers;
    page.redraw();
  } catch {
    // The page says already that the runtime is away.
    sharedOf = '';
  }
}
