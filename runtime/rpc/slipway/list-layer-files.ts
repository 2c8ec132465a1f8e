import { LayerFileKind as WireKind } from '../../../proto/gen/slipway.ts';
import type { LayerFile as WireFile, ListLayerFilesRequest, ListLayerFilesResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { LayerFile, LayerFileKind } from '../../image/inspect/list-layer-files.ts';
import type { Call } from '../call.ts';
import { requiredText } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

const KINDS: Readonly<Record<LayerFileKind, WireKind>> = {
  file: WireKind.LAYER_FILE_KIND_FILE,
  directory: WireKind.LAYER_FILE_KIND_DIRECTORY,
  symlink: WireKind.LAYER_FILE_KIND_SYMLINK,
  hardlink: WireKind.LAYER_FILE_KIND_HARDLINK,
  'character-device': WireKind.LAYER_FILE_KIND_CHARACTER_DEVICE,
  'block-device': WireKind.LAYER_FILE_KIND_BLOCK_DEVICE,
  fifo: WireKind.LAYER_FILE_KIND_FIFO,
  whiteout: WireKind.LAYER_FILE_KIND_WHITEOUT,
};

export async function* listLayerFiles(
  { images }: Pick<RuntimeParts, 'images'>,
  request: ListLayerFilesRequest,
  call: Pick<Call, 'signal'>,
): AsyncGenerator<Input<ListLayerFilesResponse>, void, undefined> {
  const image = requiredText(request.image, 'image');
  for await (const { index, digest, files } of images.layerFiles({ image, layer: request.layer, signal: call.signal }))
    yield { layerIndex: index, layerDigest: digest, files: files.map(toFile) };
}

function toFile({ path, kind, linkTarget, isOpaque, ...file }: LayerFile): Input<WireFile> {
  return { ...file, path: asText(path), kind: KINDS[kind], linkTarget: asText(linkTarget), opaque: isOpaque };
}

const asText = (byteString: string): string => Buffer.from(byteString, 'latin1').toString('utf8');
