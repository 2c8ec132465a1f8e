import type { ImageStatusRequest, ImageStatusResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ImageConfig, ImageRecord } from '../base/image-record.ts';
import { required, requiredText } from './fields.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toImage } from './to-image.ts';

/** An absent image is no error: the answer has none. */
export function imageStatus(parts: RuntimeParts, request: ImageStatusRequest): Input<ImageStatusResponse> {
  const name = requiredText(required(request.image, 'image').image, 'image.image');
  const record = parts.images.find(name);
  if (record === undefined) return {};
  return {
    image: toImage(record),
    info: request.verbose ? { info: JSON.stringify(verboseInfo(parts, record)) } : {},
  };
}

/** The configuration has OCI's own field names, as clients of other runtimes expect it. */
function verboseInfo({ directories, images }: RuntimeParts, record: ImageRecord): unknown {
  const { manifest, mediaType, layers, createdAtNs } = record;
  return {
    manifest,
    mediaType,
    layers: layers.map(({ digest, diffId, chainId, sizeBytes, mediaType: type }) => ({
      digest,
      diffId,
      chainId,
      sizeBytes,
      mediaType: type,
    })),
    layerDirectories: images.layerDirectories(record),
    stateDir: directories.image(record.id),
    pulledAtNs: createdAtNs,
    imageSpec: ociImage(record.config),
  };
}

function ociImage(config: ImageConfig): unknown {
  const keys = (names: readonly string[]): Record<string, object> => Object.fromEntries(names.map((name) => [name, {}]));
  return {
    created: config.created,
    architecture: config.architecture,
    os: config.os,
    variant: config.variant === '' ? undefined : config.variant,
    config: {
      User: config.user,
      Env: config.env,
      Entrypoint: config.entrypoint,
      Cmd: config.cmd,
      WorkingDir: config.workingDir,
      StopSignal: config.stopSignal,
      Volumes: keys(config.volumes),
      ExposedPorts: keys(config.exposedPorts),
      Labels: config.labels,
    },
  };
}
