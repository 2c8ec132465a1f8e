import { CriError } from '../base/cri-error.ts';
import { isDigest, type Digest } from '../base/ids.ts';
import type { ImageConfig } from '../base/image-record.ts';
import { printable } from '../base/sanitize.ts';
import { DOCKER_SCHEMA1, isConfigType, isForeignLayer, isIndexType, isManifestType, layerCompression } from './media-types.ts';
import type { Platform } from './platform.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly kind: 'manifest';
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface Index {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
}

export interface HistoryEntry {
  readonly created: string;
  readonly createdBy: string;
  readonly author: string;
  readonly comment: string;
  readonly emptyLayer: boolean;
}

export interface ParsedConfig {
  readonly config: ImageConfig;
  readonly diffIds: readonly Digest[];
  readonly history: readonly HistoryEntry[];
}

const MAX_LAYERS = 1000;
const MAX_MANIFESTS = 1000;

/** Reads a manifest or an index; `contentType` decides when the document has no mediaType. `what` names it in errors (data-loss, failed-precondition, unimplemented). */
export function parseManifest(bytes: Uint8Array, contentType: string, what: string): Manifest | Index {
  const json = parseObject(bytes, what);
  const mediaType =
    typeof json['mediaType'] === 'string' && json['mediaType'] !== '' ? json['mediaType'] : guessType(json, contentType);
  if (json['schemaVersion'] === 1 || DOCKER_SCHEMA1.includes(mediaType)) {
    throw new CriError('unimplemented', `${what} is a Docker schema 1 manifest, which is no longer supported`, {
      hint: 'push the image again with a current tool',
    });
  }
  // Two readers of such a document would run two different images.
  if (json['manifests'] !== undefined && (json['layers'] !== undefined || json['config'] !== undefined))
    throw damaged(what, 'it is a manifest and an index in one');
  if (isIndexType(mediaType))
    return { kind: 'index', mediaType, manifests: descriptors(json['manifests'], MAX_MANIFESTS, `${what}, manifests`) };
  if (isManifestType(mediaType)) return imageManifest(json, mediaType, what);
  throw notAnImage(what, `its media type is "${printable(mediaType, 100)}"`);
}

/** Reads an image configuration; throws data-loss when it is damaged. */
export function parseConfig(bytes: Uint8Array, what: string): ParsedConfig {
  const json = parseObject(bytes, what);
  const rootfs = object(json['rootfs']);
  const diffIds = array(rootfs['diff_ids']).map((id) => {
    if (typeof id !== 'string' || !isDigest(id)) throw damaged(what, 'rootfs.diff_ids holds something else than digests');
    return id;
  });
  const config = object(json['config']);
  return {
    diffIds,
    history: array(json['history']).map((entry) => {
      const item = object(entry);
      return {
        created: text(item['created']),
        createdBy: text(item['created_by']),
        author: text(item['author']),
        comment: text(item['comment']),
        emptyLayer: item['empty_layer'] === true,
      };
    }),
    config: {
      architecture: text(json['architecture']),
      os: text(json['os']),
      variant: text(json['variant']),
      user: text(config['User']),
      env: texts(config['Env']),
      entrypoint: texts(config['Entrypoint']),
      cmd: texts(config['Cmd']),
      workingDir: text(config['WorkingDir']),
      stopSignal: text(config['StopSignal']),
      volumes: Object.keys(object(config['Volumes'])),
      exposedPorts: Object.keys(object(config['ExposedPorts'])),
      labels: Object.fromEntries(Object.entries(object(config['Labels'])).map(([key, value]) => [key, text(value)])),
      created: text(json['created']),
    },
  };
}

function imageManifest(json: Record<string, unknown>, mediaType: string, what: string): Manifest {
  const [config] = descriptors([json['config']], 1, `${what}, config`);
  const layers = descriptors(json['layers'], MAX_LAYERS, `${what}, layers`);
  if (config === undefined) throw damaged(what, 'it has no config');
  if (!isConfigType(config.mediaType)) throw notAnImage(what, `its config is "${printable(config.mediaType, 100)}"`);
  for (const layer of layers) {
    if (isForeignLayer(layer.mediaType)) {
      throw new CriError(
        'failed-precondition',
        `${what} has the foreign layer ${layer.digest}, which its registry must not serve`,
        {
          hint: 'choose an image without non-distributable layers',
        },
      );
    }
    if (layerCompression(layer.mediaType) === undefined)
      throw notAnImage(what, `layer ${layer.digest} is "${printable(layer.mediaType, 100)}"`);
  }
  return { kind: 'manifest', mediaType, config, layers };
}

function guessType(json: Record<string, unknown>, contentType: string): string {
  const plain = contentType.split(';', 1)[0]?.trim() ?? '';
  if (isIndexType(plain) || isManifestType(plain) || DOCKER_SCHEMA1.includes(plain)) return plain;
  if (Array.isArray(json['manifests'])) return 'application/vnd.oci.image.index.v1+json';
  if (Array.isArray(json['layers']) && json['config'] !== undefined) return 'application/vnd.oci.image.manifest.v1+json';
  return plain;
}

function descriptors(value: unknown, limit: number, what: string): Descriptor[] {
  if (!Array.isArray(value)) throw damaged(what, 'it is not a list');
  if (value.length > limit)
    throw new CriError('resource-exhausted', `${what} has ${String(value.length)} entries; the limit is ${String(limit)}`);
  return value.map((item) => descriptor(item, what));
}

function descriptor(value: unknown, what: string): Descriptor {
  const item = object(value);
  const digest = item['digest'];
  const size = item['size'];
  if (typeof digest !== 'string' || !isDigest(digest)) throw damaged(what, `"${printable(text(digest), 100)}" is not a digest`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw damaged(what, `${digest} has no size`);
  const platform = object(item['platform']);
  const annotations = Object.fromEntries(
    Object.entries(object(item['annotations'])).map(([key, annotation]) => [key, text(annotation)]),
  );
  const base = { mediaType: text(item['mediaType']), digest, size, annotations };
  if (item['platform'] === undefined) return base;
  return {
    ...base,
    platform: { os: text(platform['os']), architecture: text(platform['architecture']), variant: text(platform['variant']) },
  };
}

function parseObject(bytes: Uint8Array, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new CriError('data-loss', `${what} is not JSON`, {
      cause: error,
      hint: 'the image is damaged in the registry: push it again',
    });
  }
  throw damaged(what, 'it is not a JSON object');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => array(value).filter((item) => typeof item === 'string');

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function damaged(what: string, reason: string): CriError {
  return new CriError('data-loss', `${what} is damaged: ${reason}`, {
    hint: 'the image is damaged in the registry: push it again',
  });
}

function notAnImage(what: string, reason: string): CriError {
  return new CriError('failed-precondition', `${what} is not a container image: ${reason}`, {
    hint: 'choose an image; other artefacts cannot be run',
  });
}
