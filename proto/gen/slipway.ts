// Rendered by `npm run proto` from proto/slipway.proto.
import { codec } from '../wire.ts';
import type { Codec, Input, WireReader, WireWriter } from '../wire.ts';
import { clientStream, serverStream, unary } from '../services.ts';
import { AuthConfig, Image, Int64Value } from './cri.ts';

export const LayerPhase = {
  LAYER_PHASE_UNSPECIFIED: 0,
  /** Asking the registry what the name stands for. */
  LAYER_PHASE_RESOLVING: 1,
  /** Behind other layers. */
  LAYER_PHASE_WAITING: 2,
  LAYER_PHASE_DOWNLOADING: 3,
  LAYER_PHASE_UNPACKING: 4,
  LAYER_PHASE_DONE: 5,
  /** It was there already. */
  LAYER_PHASE_EXISTS: 6,
} as const;
export type LayerPhase = (typeof LayerPhase)[keyof typeof LayerPhase];

export const BlobPhase = {
  BLOB_PHASE_UNSPECIFIED: 0,
  /** Behind other blobs. */
  BLOB_PHASE_WAITING: 1,
  BLOB_PHASE_UPLOADING: 2,
  BLOB_PHASE_DONE: 3,
  /** The repository had it already. */
  BLOB_PHASE_EXISTS: 4,
  /** Taken from another repository of the same registry. */
  BLOB_PHASE_MOUNTED: 5,
} as const;
export type BlobPhase = (typeof BlobPhase)[keyof typeof BlobPhase];

export const ExportFormat = {
  /** An OCI image layout. */
  EXPORT_FORMAT_OCI_LAYOUT: 0,
  /** The same with the list that `docker load` of any age and docker-archive readers want, as `docker save` writes it. */
  EXPORT_FORMAT_DOCKER_ARCHIVE: 1,
} as const;
export type ExportFormat = (typeof ExportFormat)[keyof typeof ExportFormat];

export const LayerFileKind = {
  LAYER_FILE_KIND_UNSPECIFIED: 0,
  LAYER_FILE_KIND_FILE: 1,
  LAYER_FILE_KIND_DIRECTORY: 2,
  LAYER_FILE_KIND_SYMLINK: 3,
  LAYER_FILE_KIND_HARDLINK: 4,
  LAYER_FILE_KIND_CHARACTER_DEVICE: 5,
  LAYER_FILE_KIND_BLOCK_DEVICE: 6,
  LAYER_FILE_KIND_FIFO: 7,
  /** Removes what lower layers have by this name. */
  LAYER_FILE_KIND_WHITEOUT: 8,
} as const;
export type LayerFileKind = (typeof LayerFileKind)[keyof typeof LayerFileKind];

export const CleanUpScope = {
  /** Images without a tag. */
  CLEAN_UP_SCOPE_DANGLING: 0,
  /** Images that no container uses. */
  CLEAN_UP_SCOPE_UNUSED: 1,
} as const;
export type CleanUpScope = (typeof CleanUpScope)[keyof typeof CleanUpScope];

export const KeptReason = {
  KEPT_REASON_UNSPECIFIED: 0,
  /** A container, or a call under way, uses it. */
  KEPT_REASON_IN_USE: 1,
  KEPT_REASON_PINNED: 2,
} as const;
export type KeptReason = (typeof KeptReason)[keyof typeof KeptReason];

export const FindingKind = {
  FINDING_KIND_UNSPECIFIED: 0,
  FINDING_KIND_BLOB_DAMAGED: 1,
  FINDING_KIND_BLOB_MISSING: 2,
  FINDING_KIND_LAYER_DAMAGED: 3,
  FINDING_KIND_LAYER_MISSING: 4,
  /** The layer's blob is damaged or missing, so nothing tells what the layer should be. */
  FINDING_KIND_LAYER_UNKNOWN: 5,
} as const;
export type FindingKind = (typeof FindingKind)[keyof typeof FindingKind];

export const LogStream = {
  LOG_STREAM_UNSPECIFIED: 0,
  LOG_STREAM_STDOUT: 1,
  LOG_STREAM_STDERR: 2,
} as const;
export type LogStream = (typeof LogStream)[keyof typeof LogStream];

export const FileChangeKind = {
  FILE_CHANGE_KIND_UNSPECIFIED: 0,
  FILE_CHANGE_KIND_ADDED: 1,
  FILE_CHANGE_KIND_MODIFIED: 2,
  FILE_CHANGE_KIND_DELETED: 3,
} as const;
export type FileChangeKind = (typeof FileChangeKind)[keyof typeof FileChangeKind];

export const FileKind = {
  FILE_KIND_UNSPECIFIED: 0,
  FILE_KIND_FILE: 1,
  FILE_KIND_DIRECTORY: 2,
  FILE_KIND_SYMLINK: 3,
  FILE_KIND_CHARACTER_DEVICE: 4,
  FILE_KIND_BLOCK_DEVICE: 5,
  FILE_KIND_FIFO: 6,
  FILE_KIND_SOCKET: 7,
} as const;
export type FileKind = (typeof FileKind)[keyof typeof FileKind];

export const CheckState = {
  CHECK_STATE_UNSPECIFIED: 0,
  CHECK_STATE_OK: 1,
  /** Something is missing that only some containers need. */
  CHECK_STATE_WARNING: 2,
  /** Pods and containers do not work, or not reliably. */
  CHECK_STATE_FAILED: 3,
} as const;
export type CheckState = (typeof CheckState)[keyof typeof CheckState];

export interface PullImageRequest {
  /** Name with tag or digest, or short as users type it. */
  reference: string;
  /** `os/arch[/variant]`; empty means the platform of this machine. */
  platform: string;
  /** Credentials for the registry; absent means none. */
  auth: AuthConfig | undefined;
}
function writePullImageRequest(w: WireWriter, m: Input<PullImageRequest>): void {
  w.string(10, m.reference);
  w.string(18, m.platform);
  w.message(26, m.auth, AuthConfig.write);
}
function readPullImageRequest(r: WireReader, end: number): PullImageRequest {
  const m: PullImageRequest = {
    reference: '',
    platform: '',
    auth: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.reference = r.string(); break;
      case 18: m.platform = r.string(); break;
      case 26: m.auth = r.message(AuthConfig.read); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PullImageRequest: Codec<PullImageRequest> = /* @__PURE__ */ codec<PullImageRequest>(writePullImageRequest, readPullImageRequest);

/** At most a few messages each second; the last one carries the image's id. */
export interface PullImageResponse {
  /** The layers that changed since the message before, in the order of the manifest when they first appear. */
  layers: LayerProgress[];
  /** Set in the last message only. */
  imageId: string;
}
function writePullImageResponse(w: WireWriter, m: Input<PullImageResponse>): void {
  w.messages(10, m.layers, writeLayerProgress);
  w.string(18, m.imageId);
}
function readPullImageResponse(r: WireReader, end: number): PullImageResponse {
  const m: PullImageResponse = {
    layers: [],
    imageId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.layers.push(r.message(readLayerProgress)); break;
      case 18: m.imageId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PullImageResponse: Codec<PullImageResponse> = /* @__PURE__ */ codec<PullImageResponse>(writePullImageResponse, readPullImageResponse);

/** Where one layer is now. */
export interface LayerProgress {
  /** Of the blob in the registry; empty stands for the image as a whole. */
  digest: string;
  phase: LayerPhase;
  doneBytes: number;
  /** 0 while it is not known. */
  totalBytes: number;
}
function writeLayerProgress(w: WireWriter, m: Input<LayerProgress>): void {
  w.string(10, m.digest);
  w.int32(16, m.phase);
  w.uint64(24, m.doneBytes);
  w.uint64(32, m.totalBytes);
}
function readLayerProgress(r: WireReader, end: number): LayerProgress {
  const m: LayerProgress = {
    digest: '',
    phase: 0,
    doneBytes: 0,
    totalBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.digest = r.string(); break;
      case 16: m.phase = r.int32() as LayerPhase; break;
      case 24: m.doneBytes = r.uint64(); break;
      case 32: m.totalBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LayerProgress: Codec<LayerProgress> = /* @__PURE__ */ codec<LayerProgress>(writeLayerProgress, readLayerProgress);

/** The first message has the header, each later one a piece of the archive. */
export interface ImportImageRequest {
  header: ImportImageHeader | undefined;
  chunk: Uint8Array;
}
function writeImportImageRequest(w: WireWriter, m: Input<ImportImageRequest>): void {
  w.message(10, m.header, writeImportImageHeader);
  w.bytes(18, m.chunk);
}
function readImportImageRequest(r: WireReader, end: number): ImportImageRequest {
  const m: ImportImageRequest = {
    header: undefined,
    chunk: new Uint8Array(0),
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.header = r.message(readImportImageHeader); break;
      case 18: m.chunk = r.bytes(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImportImageRequest: Codec<ImportImageRequest> = /* @__PURE__ */ codec<ImportImageRequest>(writeImportImageRequest, readImportImageRequest);

export interface ImportImageHeader {
  /** Names for an archive that carries none. */
  names: string[];
}
function writeImportImageHeader(w: WireWriter, m: Input<ImportImageHeader>): void {
  w.strings(10, m.names);
}
function readImportImageHeader(r: WireReader, end: number): ImportImageHeader {
  const m: ImportImageHeader = {
    names: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.names.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImportImageHeader: Codec<ImportImageHeader> = /* @__PURE__ */ codec<ImportImageHeader>(writeImportImageHeader, readImportImageHeader);

export interface ImportImageResponse {
  images: Image[];
}
function writeImportImageResponse(w: WireWriter, m: Input<ImportImageResponse>): void {
  w.messages(10, m.images, Image.write);
}
function readImportImageResponse(r: WireReader, end: number): ImportImageResponse {
  const m: ImportImageResponse = {
    images: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.images.push(r.message(Image.read)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImportImageResponse: Codec<ImportImageResponse> = /* @__PURE__ */ codec<ImportImageResponse>(writeImportImageResponse, readImportImageResponse);

export interface TagImageRequest {
  /** Id, unique prefix of it, or name of the image. */
  image: string;
  /** The new name; `:latest` without a tag. It has no digest. */
  name: string;
}
function writeTagImageRequest(w: WireWriter, m: Input<TagImageRequest>): void {
  w.string(10, m.image);
  w.string(18, m.name);
}
function readTagImageRequest(r: WireReader, end: number): TagImageRequest {
  const m: TagImageRequest = {
    image: '',
    name: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.string(); break;
      case 18: m.name = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const TagImageRequest: Codec<TagImageRequest> = /* @__PURE__ */ codec<TagImageRequest>(writeTagImageRequest, readTagImageRequest);

export interface TagImageResponse {
  image: Image | undefined;
  /** Id of the image that had the name before; empty when none had it. */
  movedFrom: string;
}
function writeTagImageResponse(w: WireWriter, m: Input<TagImageResponse>): void {
  w.message(10, m.image, Image.write);
  w.string(18, m.movedFrom);
}
function readTagImageResponse(r: WireReader, end: number): TagImageResponse {
  const m: TagImageResponse = {
    image: undefined,
    movedFrom: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(Image.read); break;
      case 18: m.movedFrom = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const TagImageResponse: Codec<TagImageResponse> = /* @__PURE__ */ codec<TagImageResponse>(writeTagImageResponse, readTagImageResponse);

export interface UntagImageRequest {
  /** `name:tag` or `name@digest`. */
  name: string;
}
function writeUntagImageRequest(w: WireWriter, m: Input<UntagImageRequest>): void {
  w.string(10, m.name);
}
function readUntagImageRequest(r: WireReader, end: number): UntagImageRequest {
  const m: UntagImageRequest = {
    name: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UntagImageRequest: Codec<UntagImageRequest> = /* @__PURE__ */ codec<UntagImageRequest>(writeUntagImageRequest, readUntagImageRequest);

export interface UntagImageResponse {
  /** As it is now; absent when no image had the name. */
  image: Image | undefined;
}
function writeUntagImageResponse(w: WireWriter, m: Input<UntagImageResponse>): void {
  w.message(10, m.image, Image.write);
}
function readUntagImageResponse(r: WireReader, end: number): UntagImageResponse {
  const m: UntagImageResponse = {
    image: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(Image.read); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UntagImageResponse: Codec<UntagImageResponse> = /* @__PURE__ */ codec<UntagImageResponse>(writeUntagImageResponse, readUntagImageResponse);

export interface PushImageRequest {
  /** Id, unique prefix of it, or name of the image. */
  image: string;
  /** Where to, with a tag; empty means by the name in `image`. */
  destination: string;
  /** Credentials for the registry; absent means none. */
  auth: AuthConfig | undefined;
}
function writePushImageRequest(w: WireWriter, m: Input<PushImageRequest>): void {
  w.string(10, m.image);
  w.string(18, m.destination);
  w.message(26, m.auth, AuthConfig.write);
}
function readPushImageRequest(r: WireReader, end: number): PushImageRequest {
  const m: PushImageRequest = {
    image: '',
    destination: '',
    auth: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.string(); break;
      case 18: m.destination = r.string(); break;
      case 26: m.auth = r.message(AuthConfig.read); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PushImageRequest: Codec<PushImageRequest> = /* @__PURE__ */ codec<PushImageRequest>(writePushImageRequest, readPushImageRequest);

/** At most a few messages each second; the last one carries the manifest's digest. */
export interface PushImageResponse {
  /** The blobs that changed since the message before. */
  blobs: BlobProgress[];
  /** Set in the last message only: what was pushed, as `name@digest`. */
  pushed: string;
}
function writePushImageResponse(w: WireWriter, m: Input<PushImageResponse>): void {
  w.messages(10, m.blobs, writeBlobProgress);
  w.string(18, m.pushed);
}
function readPushImageResponse(r: WireReader, end: number): PushImageResponse {
  const m: PushImageResponse = {
    blobs: [],
    pushed: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.blobs.push(r.message(readBlobProgress)); break;
      case 18: m.pushed = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PushImageResponse: Codec<PushImageResponse> = /* @__PURE__ */ codec<PushImageResponse>(writePushImageResponse, readPushImageResponse);

/** Where one blob is now. */
export interface BlobProgress {
  digest: string;
  phase: BlobPhase;
  doneBytes: number;
  totalBytes: number;
}
function writeBlobProgress(w: WireWriter, m: Input<BlobProgress>): void {
  w.string(10, m.digest);
  w.int32(16, m.phase);
  w.uint64(24, m.doneBytes);
  w.uint64(32, m.totalBytes);
}
function readBlobProgress(r: WireReader, end: number): BlobProgress {
  const m: BlobProgress = {
    digest: '',
    phase: 0,
    doneBytes: 0,
    totalBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.digest = r.string(); break;
      case 16: m.phase = r.int32() as BlobPhase; break;
      case 24: m.doneBytes = r.uint64(); break;
      case 32: m.totalBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const BlobProgress: Codec<BlobProgress> = /* @__PURE__ */ codec<BlobProgress>(writeBlobProgress, readBlobProgress);

export interface ExportImageRequest {
  /** Ids, unique prefixes, or names. An image goes with all its tags, one that is given by tag with the tags that are given. */
  images: string[];
  format: ExportFormat;
}
function writeExportImageRequest(w: WireWriter, m: Input<ExportImageRequest>): void {
  w.strings(10, m.images);
  w.int32(16, m.format);
}
function readExportImageRequest(r: WireReader, end: number): ExportImageRequest {
  const m: ExportImageRequest = {
    images: [],
    format: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.images.push(r.string()); break;
      case 16: m.format = r.int32() as ExportFormat; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ExportImageRequest: Codec<ExportImageRequest> = /* @__PURE__ */ codec<ExportImageRequest>(writeExportImageRequest, readExportImageRequest);

export interface ExportImageResponse {
  /** A piece of the tar. */
  chunk: Uint8Array;
  /** Of all that will come; set in the first message only. */
  totalBytes: number;
}
function writeExportImageResponse(w: WireWriter, m: Input<ExportImageResponse>): void {
  w.bytes(10, m.chunk);
  w.uint64(16, m.totalBytes);
}
function readExportImageResponse(r: WireReader, end: number): ExportImageResponse {
  const m: ExportImageResponse = {
    chunk: new Uint8Array(0),
    totalBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.chunk = r.bytes(); break;
      case 16: m.totalBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ExportImageResponse: Codec<ExportImageResponse> = /* @__PURE__ */ codec<ExportImageResponse>(writeExportImageResponse, readExportImageResponse);

export interface ImageHistoryRequest {
  /** Id, unique prefix of it, or name of the image. */
  image: string;
}
function writeImageHistoryRequest(w: WireWriter, m: Input<ImageHistoryRequest>): void {
  w.string(10, m.image);
}
function readImageHistoryRequest(r: WireReader, end: number): ImageHistoryRequest {
  const m: ImageHistoryRequest = {
    image: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageHistoryRequest: Codec<ImageHistoryRequest> = /* @__PURE__ */ codec<ImageHistoryRequest>(writeImageHistoryRequest, readImageHistoryRequest);

export interface ImageHistoryResponse {
  /** Oldest first. An image whose configuration has no history has an entry for each layer. */
  entries: HistoryEntry[];
  /** The OCI image configuration as it is stored: JSON text. */
  configJson: string;
  /** The image manifest as it is stored: JSON text. */
  manifestJson: string;
}
function writeImageHistoryResponse(w: WireWriter, m: Input<ImageHistoryResponse>): void {
  w.messages(10, m.entries, writeHistoryEntry);
  w.string(18, m.configJson);
  w.string(26, m.manifestJson);
}
function readImageHistoryResponse(r: WireReader, end: number): ImageHistoryResponse {
  const m: ImageHistoryResponse = {
    entries: [],
    configJson: '',
    manifestJson: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.entries.push(r.message(readHistoryEntry)); break;
      case 18: m.configJson = r.string(); break;
      case 26: m.manifestJson = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageHistoryResponse: Codec<ImageHistoryResponse> = /* @__PURE__ */ codec<ImageHistoryResponse>(writeImageHistoryResponse, readImageHistoryResponse);

export interface HistoryEntry {
  /** RFC 3339; empty when it is not known. */
  created: string;
  createdBy: string;
  author: string;
  comment: string;
  /** The step changed no file: it has no layer. */
  emptyLayer: boolean;
  /** Digest of the layer's blob. */
  layerDigest: string;
  /** Digest of the layer's uncompressed tar. */
  diffId: string;
  /** Of the layer's blob. */
  sizeBytes: number;
}
function writeHistoryEntry(w: WireWriter, m: Input<HistoryEntry>): void {
  w.string(10, m.created);
  w.string(18, m.createdBy);
  w.string(26, m.author);
  w.string(34, m.comment);
  w.bool(40, m.emptyLayer);
  w.string(50, m.layerDigest);
  w.string(58, m.diffId);
  w.uint64(64, m.sizeBytes);
}
function readHistoryEntry(r: WireReader, end: number): HistoryEntry {
  const m: HistoryEntry = {
    created: '',
    createdBy: '',
    author: '',
    comment: '',
    emptyLayer: false,
    layerDigest: '',
    diffId: '',
    sizeBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.created = r.string(); break;
      case 18: m.createdBy = r.string(); break;
      case 26: m.author = r.string(); break;
      case 34: m.comment = r.string(); break;
      case 40: m.emptyLayer = r.bool(); break;
      case 50: m.layerDigest = r.string(); break;
      case 58: m.diffId = r.string(); break;
      case 64: m.sizeBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const HistoryEntry: Codec<HistoryEntry> = /* @__PURE__ */ codec<HistoryEntry>(writeHistoryEntry, readHistoryEntry);

export interface ListLayerFilesRequest {
  /** Id, unique prefix of it, or name of the image. */
  image: string;
  /** Digest of a blob or of an uncompressed tar: only this layer; empty means all. */
  layer: string;
}
function writeListLayerFilesRequest(w: WireWriter, m: Input<ListLayerFilesRequest>): void {
  w.string(10, m.image);
  w.string(18, m.layer);
}
function readListLayerFilesRequest(r: WireReader, end: number): ListLayerFilesRequest {
  const m: ListLayerFilesRequest = {
    image: '',
    layer: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.string(); break;
      case 18: m.layer = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListLayerFilesRequest: Codec<ListLayerFilesRequest> = /* @__PURE__ */ codec<ListLayerFilesRequest>(writeListLayerFilesRequest, readListLayerFilesRequest);

/** Some files of one layer; each layer has at least one message. */
export interface ListLayerFilesResponse {
  /** 0 is the lowest layer. */
  layerIndex: number;
  layerDigest: string;
  files: LayerFile[];
}
function writeListLayerFilesResponse(w: WireWriter, m: Input<ListLayerFilesResponse>): void {
  w.uint32(8, m.layerIndex);
  w.string(18, m.layerDigest);
  w.messages(26, m.files, writeLayerFile);
}
function readListLayerFilesResponse(r: WireReader, end: number): ListLayerFilesResponse {
  const m: ListLayerFilesResponse = {
    layerIndex: 0,
    layerDigest: '',
    files: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.layerIndex = r.uint32(); break;
      case 18: m.layerDigest = r.string(); break;
      case 26: m.files.push(r.message(readLayerFile)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListLayerFilesResponse: Codec<ListLayerFilesResponse> = /* @__PURE__ */ codec<ListLayerFilesResponse>(writeListLayerFilesResponse, readListLayerFilesResponse);

export interface LayerFile {
  /** Without a leading slash. Bytes that are not UTF-8 are shown as U+FFFD. */
  path: string;
  kind: LayerFileKind;
  /** Of a file's content. */
  sizeBytes: number;
  /** The twelve permission bits. */
  mode: number;
  uid: number;
  gid: number;
  modifiedAtNs: number;
  /** Where a symbolic link leads; of a hard link, the first of its names in this layer. */
  linkTarget: string;
  /** A directory that hides all that lower layers have in it. */
  opaque: boolean;
}
function writeLayerFile(w: WireWriter, m: Input<LayerFile>): void {
  w.string(10, m.path);
  w.int32(16, m.kind);
  w.uint64(24, m.sizeBytes);
  w.uint32(32, m.mode);
  w.uint32(40, m.uid);
  w.uint32(48, m.gid);
  w.int64(56, m.modifiedAtNs);
  w.string(66, m.linkTarget);
  w.bool(72, m.opaque);
}
function readLayerFile(r: WireReader, end: number): LayerFile {
  const m: LayerFile = {
    path: '',
    kind: 0,
    sizeBytes: 0,
    mode: 0,
    uid: 0,
    gid: 0,
    modifiedAtNs: 0,
    linkTarget: '',
    opaque: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.path = r.string(); break;
      case 16: m.kind = r.int32() as LayerFileKind; break;
      case 24: m.sizeBytes = r.uint64(); break;
      case 32: m.mode = r.uint32(); break;
      case 40: m.uid = r.uint32(); break;
      case 48: m.gid = r.uint32(); break;
      case 56: m.modifiedAtNs = r.int64(); break;
      case 66: m.linkTarget = r.string(); break;
      case 72: m.opaque = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LayerFile: Codec<LayerFile> = /* @__PURE__ */ codec<LayerFile>(writeLayerFile, readLayerFile);

export type ImageDiskUsageRequest = Record<string, never>;
function writeImageDiskUsageRequest(): void {}
function readImageDiskUsageRequest(r: WireReader, end: number): ImageDiskUsageRequest {
  const m: ImageDiskUsageRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ImageDiskUsageRequest: Codec<ImageDiskUsageRequest> = /* @__PURE__ */ codec<ImageDiskUsageRequest>(writeImageDiskUsageRequest, readImageDiskUsageRequest);

export interface ImageDiskUsageResponse {
  images: ImageUsage[];
  /** All that the image store takes, as ImageFsInfo says. */
  totalBytes: number;
  /** What would go with all images that no container uses and that are not pinned. */
  reclaimableBytes: number;
  /** What belongs to no image: parts of broken pulls, and layers of removed images that a container still uses. */
  otherBytes: number;
}
function writeImageDiskUsageResponse(w: WireWriter, m: Input<ImageDiskUsageResponse>): void {
  w.messages(10, m.images, writeImageUsage);
  w.uint64(16, m.totalBytes);
  w.uint64(24, m.reclaimableBytes);
  w.uint64(32, m.otherBytes);
}
function readImageDiskUsageResponse(r: WireReader, end: number): ImageDiskUsageResponse {
  const m: ImageDiskUsageResponse = {
    images: [],
    totalBytes: 0,
    reclaimableBytes: 0,
    otherBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.images.push(r.message(readImageUsage)); break;
      case 16: m.totalBytes = r.uint64(); break;
      case 24: m.reclaimableBytes = r.uint64(); break;
      case 32: m.otherBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageDiskUsageResponse: Codec<ImageDiskUsageResponse> = /* @__PURE__ */ codec<ImageDiskUsageResponse>(writeImageDiskUsageResponse, readImageDiskUsageResponse);

export interface ImageUsage {
  image: Image | undefined;
  /** What this image alone needs. */
  uniqueBytes: number;
  /** What other images need as well. */
  sharedBytes: number;
  /** Ids of the containers that use it. */
  containerIds: string[];
}
function writeImageUsage(w: WireWriter, m: Input<ImageUsage>): void {
  w.message(10, m.image, Image.write);
  w.uint64(16, m.uniqueBytes);
  w.uint64(24, m.sharedBytes);
  w.strings(34, m.containerIds);
}
function readImageUsage(r: WireReader, end: number): ImageUsage {
  const m: ImageUsage = {
    image: undefined,
    uniqueBytes: 0,
    sharedBytes: 0,
    containerIds: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(Image.read); break;
      case 16: m.uniqueBytes = r.uint64(); break;
      case 24: m.sharedBytes = r.uint64(); break;
      case 34: m.containerIds.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageUsage: Codec<ImageUsage> = /* @__PURE__ */ codec<ImageUsage>(writeImageUsage, readImageUsage);

/** An image is taken when all of them say so. */
export interface CleanUpRules {
  scope: CleanUpScope;
  /** Only images that have been here for at least so long. */
  olderThanSeconds: number;
  /** Only images that need at least so much for themselves. */
  largerThanBytes: number;
  /** Oldest first, until so much is free; 0 means all. */
  freeBytes: number;
}
function writeCleanUpRules(w: WireWriter, m: Input<CleanUpRules>): void {
  w.int32(8, m.scope);
  w.int64(16, m.olderThanSeconds);
  w.uint64(24, m.largerThanBytes);
  w.uint64(32, m.freeBytes);
}
function readCleanUpRules(r: WireReader, end: number): CleanUpRules {
  const m: CleanUpRules = {
    scope: 0,
    olderThanSeconds: 0,
    largerThanBytes: 0,
    freeBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.scope = r.int32() as CleanUpScope; break;
      case 16: m.olderThanSeconds = r.int64(); break;
      case 24: m.largerThanBytes = r.uint64(); break;
      case 32: m.freeBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CleanUpRules: Codec<CleanUpRules> = /* @__PURE__ */ codec<CleanUpRules>(writeCleanUpRules, readCleanUpRules);

export interface PlanCleanUpRequest {
  rules: CleanUpRules | undefined;
}
function writePlanCleanUpRequest(w: WireWriter, m: Input<PlanCleanUpRequest>): void {
  w.message(10, m.rules, writeCleanUpRules);
}
function readPlanCleanUpRequest(r: WireReader, end: number): PlanCleanUpRequest {
  const m: PlanCleanUpRequest = {
    rules: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.rules = r.message(readCleanUpRules); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PlanCleanUpRequest: Codec<PlanCleanUpRequest> = /* @__PURE__ */ codec<PlanCleanUpRequest>(writePlanCleanUpRequest, readPlanCleanUpRequest);

export interface PlanCleanUpResponse {
  /** Oldest first. */
  candidates: CleanUpCandidate[];
  /** Images that the rules name but that stay. */
  kept: KeptImage[];
  /** With all candidates and what belongs to no image. */
  freedBytes: number;
}
function writePlanCleanUpResponse(w: WireWriter, m: Input<PlanCleanUpResponse>): void {
  w.messages(10, m.candidates, writeCleanUpCandidate);
  w.messages(18, m.kept, writeKeptImage);
  w.uint64(24, m.freedBytes);
}
function readPlanCleanUpResponse(r: WireReader, end: number): PlanCleanUpResponse {
  const m: PlanCleanUpResponse = {
    candidates: [],
    kept: [],
    freedBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.candidates.push(r.message(readCleanUpCandidate)); break;
      case 18: m.kept.push(r.message(readKeptImage)); break;
      case 24: m.freedBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PlanCleanUpResponse: Codec<PlanCleanUpResponse> = /* @__PURE__ */ codec<PlanCleanUpResponse>(writePlanCleanUpResponse, readPlanCleanUpResponse);

export interface CleanUpCandidate {
  image: Image | undefined;
  /** When it came, in nanoseconds since 1970. */
  addedAtNs: number;
  /** What goes when this image alone is removed. */
  freedBytes: number;
  /** What stays then, because others need it. */
  sharedBytes: number;
  /** Those others: names, or ids without one. */
  dependants: string[];
}
function writeCleanUpCandidate(w: WireWriter, m: Input<CleanUpCandidate>): void {
  w.message(10, m.image, Image.write);
  w.int64(16, m.addedAtNs);
  w.uint64(24, m.freedBytes);
  w.uint64(32, m.sharedBytes);
  w.strings(42, m.dependants);
}
function readCleanUpCandidate(r: WireReader, end: number): CleanUpCandidate {
  const m: CleanUpCandidate = {
    image: undefined,
    addedAtNs: 0,
    freedBytes: 0,
    sharedBytes: 0,
    dependants: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(Image.read); break;
      case 16: m.addedAtNs = r.int64(); break;
      case 24: m.freedBytes = r.uint64(); break;
      case 32: m.sharedBytes = r.uint64(); break;
      case 42: m.dependants.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CleanUpCandidate: Codec<CleanUpCandidate> = /* @__PURE__ */ codec<CleanUpCandidate>(writeCleanUpCandidate, readCleanUpCandidate);

export interface KeptImage {
  image: Image | undefined;
  reason: KeptReason;
  /** Ids of the containers that use it. */
  containerIds: string[];
}
function writeKeptImage(w: WireWriter, m: Input<KeptImage>): void {
  w.message(10, m.image, Image.write);
  w.int32(16, m.reason);
  w.strings(26, m.containerIds);
}
function readKeptImage(r: WireReader, end: number): KeptImage {
  const m: KeptImage = {
    image: undefined,
    reason: 0,
    containerIds: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(Image.read); break;
      case 16: m.reason = r.int32() as KeptReason; break;
      case 26: m.containerIds.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const KeptImage: Codec<KeptImage> = /* @__PURE__ */ codec<KeptImage>(writeKeptImage, readKeptImage);

export interface CleanUpImagesRequest {
  /** Used when no ids are given. */
  rules: CleanUpRules | undefined;
  /** The images to remove: those that were chosen from a plan. */
  imageIds: string[];
}
function writeCleanUpImagesRequest(w: WireWriter, m: Input<CleanUpImagesRequest>): void {
  w.message(10, m.rules, writeCleanUpRules);
  w.strings(18, m.imageIds);
}
function readCleanUpImagesRequest(r: WireReader, end: number): CleanUpImagesRequest {
  const m: CleanUpImagesRequest = {
    rules: undefined,
    imageIds: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.rules = r.message(readCleanUpRules); break;
      case 18: m.imageIds.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CleanUpImagesRequest: Codec<CleanUpImagesRequest> = /* @__PURE__ */ codec<CleanUpImagesRequest>(writeCleanUpImagesRequest, readCleanUpImagesRequest);

export interface CleanUpImagesResponse {
  /** As they were. */
  removed: Image[];
  kept: KeptImage[];
  freedBytes: number;
}
function writeCleanUpImagesResponse(w: WireWriter, m: Input<CleanUpImagesResponse>): void {
  w.messages(10, m.removed, Image.write);
  w.messages(18, m.kept, writeKeptImage);
  w.uint64(24, m.freedBytes);
}
function readCleanUpImagesResponse(r: WireReader, end: number): CleanUpImagesResponse {
  const m: CleanUpImagesResponse = {
    removed: [],
    kept: [],
    freedBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.removed.push(r.message(Image.read)); break;
      case 18: m.kept.push(r.message(readKeptImage)); break;
      case 24: m.freedBytes = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CleanUpImagesResponse: Codec<CleanUpImagesResponse> = /* @__PURE__ */ codec<CleanUpImagesResponse>(writeCleanUpImagesResponse, readCleanUpImagesResponse);

export interface VerifyImagesRequest {
  /** Ids, unique prefixes, or names; none means all images. */
  images: string[];
  repair: boolean;
}
function writeVerifyImagesRequest(w: WireWriter, m: Input<VerifyImagesRequest>): void {
  w.strings(10, m.images);
  w.bool(16, m.repair);
}
function readVerifyImagesRequest(r: WireReader, end: number): VerifyImagesRequest {
  const m: VerifyImagesRequest = {
    images: [],
    repair: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.images.push(r.string()); break;
      case 16: m.repair = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const VerifyImagesRequest: Codec<VerifyImagesRequest> = /* @__PURE__ */ codec<VerifyImagesRequest>(writeVerifyImagesRequest, readVerifyImagesRequest);

/** One for each blob that was read, and for each finding; a last one has all bytes done. */
export interface VerifyImagesResponse {
  /** Of the blobs to be read. */
  doneBytes: number;
  totalBytes: number;
  findings: ImageFinding[];
}
function writeVerifyImagesResponse(w: WireWriter, m: Input<VerifyImagesResponse>): void {
  w.uint64(8, m.doneBytes);
  w.uint64(16, m.totalBytes);
  w.messages(26, m.findings, writeImageFinding);
}
function readVerifyImagesResponse(r: WireReader, end: number): VerifyImagesResponse {
  const m: VerifyImagesResponse = {
    doneBytes: 0,
    totalBytes: 0,
    findings: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.doneBytes = r.uint64(); break;
      case 16: m.totalBytes = r.uint64(); break;
      case 26: m.findings.push(r.message(readImageFinding)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const VerifyImagesResponse: Codec<VerifyImagesResponse> = /* @__PURE__ */ codec<VerifyImagesResponse>(writeVerifyImagesResponse, readVerifyImagesResponse);

/** One thing that is not as its digest says. Each is told once, however many images share it. */
export interface ImageFinding {
  kind: FindingKind;
  /** Of the blob. */
  digest: string;
  /** What is wrong, for people. */
  detail: string;
  repaired: boolean;
  /** What to do about it; empty when it was repaired. */
  advice: string;
  /** The images that need it: names, or ids without one. */
  images: string[];
}
function writeImageFinding(w: WireWriter, m: Input<ImageFinding>): void {
  w.int32(8, m.kind);
  w.string(18, m.digest);
  w.string(26, m.detail);
  w.bool(32, m.repaired);
  w.string(42, m.advice);
  w.strings(50, m.images);
}
function readImageFinding(r: WireReader, end: number): ImageFinding {
  const m: ImageFinding = {
    kind: 0,
    digest: '',
    detail: '',
    repaired: false,
    advice: '',
    images: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.kind = r.int32() as FindingKind; break;
      case 18: m.digest = r.string(); break;
      case 26: m.detail = r.string(); break;
      case 32: m.repaired = r.bool(); break;
      case 42: m.advice = r.string(); break;
      case 50: m.images.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageFinding: Codec<ImageFinding> = /* @__PURE__ */ codec<ImageFinding>(writeImageFinding, readImageFinding);

export interface ContainerLogsRequest {
  /** Id or unique prefix of it. */
  containerId: string;
  /** Stay and send what comes, until the container has ended. */
  follow: boolean;
  /** Start with so many of the last records, before any filter; absent means all of them, 0 only those to come. */
  tailLines: Int64Value | undefined;
  /** Leave out records older than this, in nanoseconds since 1970. */
  sinceTimeNs: number;
  /** Fill in each record's time. */
  timestamps: boolean;
  /** Leave out records later than this, in nanoseconds since 1970, and end there; 0 means none. */
  untilTimeNs: number;
  /** End after so many bytes of text, of which the last record may be cut; 0 means no bound. */
  headBytes: number;
  /** Only this one; unspecified means both. */
  stream: LogStream;
  /** Only records with a match of this regular expression, in RE2's syntax (no back references, no look-around) and of at most 500 characters. A line longer than 8 KiB is several records, each on its own. */
  pattern: string;
  /** All attempts of this container in its pod, as one log; with follow, those to come, too, until the pod has ended. */
  allAttempts: boolean;
}
function writeContainerLogsRequest(w: WireWriter, m: Input<ContainerLogsRequest>): void {
  w.string(10, m.containerId);
  w.bool(16, m.follow);
  w.message(26, m.tailLines, Int64Value.write);
  w.int64(32, m.sinceTimeNs);
  w.bool(40, m.timestamps);
  w.int64(48, m.untilTimeNs);
  w.int64(56, m.headBytes);
  w.int32(64, m.stream);
  w.string(74, m.pattern);
  w.bool(80, m.allAttempts);
}
function readContainerLogsRequest(r: WireReader, end: number): ContainerLogsRequest {
  const m: ContainerLogsRequest = {
    containerId: '',
    follow: false,
    tailLines: undefined,
    sinceTimeNs: 0,
    timestamps: false,
    untilTimeNs: 0,
    headBytes: 0,
    stream: 0,
    pattern: '',
    allAttempts: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.follow = r.bool(); break;
      case 26: m.tailLines = r.message(Int64Value.read); break;
      case 32: m.sinceTimeNs = r.int64(); break;
      case 40: m.timestamps = r.bool(); break;
      case 48: m.untilTimeNs = r.int64(); break;
      case 56: m.headBytes = r.int64(); break;
      case 64: m.stream = r.int32() as LogStream; break;
      case 74: m.pattern = r.string(); break;
      case 80: m.allAttempts = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerLogsRequest: Codec<ContainerLogsRequest> = /* @__PURE__ */ codec<ContainerLogsRequest>(writeContainerLogsRequest, readContainerLogsRequest);

export interface PodLogsRequest {
  /** Id or unique prefix of it. */
  podSandboxId: string;
  /** As for ContainerLogs; container_id and all_attempts mean nothing here, tail_lines is for each container, and counts before filters. */
  options: ContainerLogsRequest | undefined;
}
function writePodLogsRequest(w: WireWriter, m: Input<PodLogsRequest>): void {
  w.string(10, m.podSandboxId);
  w.message(18, m.options, writeContainerLogsRequest);
}
function readPodLogsRequest(r: WireReader, end: number): PodLogsRequest {
  const m: PodLogsRequest = {
    podSandboxId: '',
    options: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.options = r.message(readContainerLogsRequest); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodLogsRequest: Codec<PodLogsRequest> = /* @__PURE__ */ codec<PodLogsRequest>(writePodLogsRequest, readPodLogsRequest);

/** A batch: what was there at once, never empty, in the order of time. */
export interface PodLogsResponse {
  batches: ContainerRecords[];
}
function writePodLogsResponse(w: WireWriter, m: Input<PodLogsResponse>): void {
  w.messages(10, m.batches, writeContainerRecords);
}
function readPodLogsResponse(r: WireReader, end: number): PodLogsResponse {
  const m: PodLogsResponse = {
    batches: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.batches.push(r.message(readContainerRecords)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodLogsResponse: Codec<PodLogsResponse> = /* @__PURE__ */ codec<PodLogsResponse>(writePodLogsResponse, readPodLogsResponse);

/** Records of one container that follow each other. */
export interface ContainerRecords {
  containerId: string;
  /** Of the container's metadata. */
  name: string;
  attempt: number;
  records: LogRecord[];
}
function writeContainerRecords(w: WireWriter, m: Input<ContainerRecords>): void {
  w.string(10, m.containerId);
  w.string(18, m.name);
  w.uint32(24, m.attempt);
  w.messages(34, m.records, writeLogRecord);
}
function readContainerRecords(r: WireReader, end: number): ContainerRecords {
  const m: ContainerRecords = {
    containerId: '',
    name: '',
    attempt: 0,
    records: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.name = r.string(); break;
      case 24: m.attempt = r.uint32(); break;
      case 34: m.records.push(r.message(readLogRecord)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerRecords: Codec<ContainerRecords> = /* @__PURE__ */ codec<ContainerRecords>(writeContainerRecords, readContainerRecords);

/** A batch: what was there at once, never empty. */
export interface ContainerLogsResponse {
  records: LogRecord[];
}
function writeContainerLogsResponse(w: WireWriter, m: Input<ContainerLogsResponse>): void {
  w.messages(10, m.records, writeLogRecord);
}
function readContainerLogsResponse(r: WireReader, end: number): ContainerLogsResponse {
  const m: ContainerLogsResponse = {
    records: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.records.push(r.message(readLogRecord)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerLogsResponse: Codec<ContainerLogsResponse> = /* @__PURE__ */ codec<ContainerLogsResponse>(writeContainerLogsResponse, readContainerLogsResponse);

/** One record of the log file. */
export interface LogRecord {
  /** Nanoseconds since 1970; 0 unless asked for. */
  timeNs: number;
  stream: LogStream;
  /** As the container wrote it, without the newline; need not be UTF-8. */
  text: Uint8Array;
  /** The line goes on in the next record of this stream. */
  partial: boolean;
}
function writeLogRecord(w: WireWriter, m: Input<LogRecord>): void {
  w.int64(8, m.timeNs);
  w.int32(16, m.stream);
  w.bytes(26, m.text);
  w.bool(32, m.partial);
}
function readLogRecord(r: WireReader, end: number): LogRecord {
  const m: LogRecord = {
    timeNs: 0,
    stream: 0,
    text: new Uint8Array(0),
    partial: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timeNs = r.int64(); break;
      case 16: m.stream = r.int32() as LogStream; break;
      case 26: m.text = r.bytes(); break;
      case 32: m.partial = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LogRecord: Codec<LogRecord> = /* @__PURE__ */ codec<LogRecord>(writeLogRecord, readLogRecord);

export interface ListProcessesRequest {
  /** Id or unique prefix of it. */
  containerId: string;
}
function writeListProcessesRequest(w: WireWriter, m: Input<ListProcessesRequest>): void {
  w.string(10, m.containerId);
}
function readListProcessesRequest(r: WireReader, end: number): ListProcessesRequest {
  const m: ListProcessesRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListProcessesRequest: Codec<ListProcessesRequest> = /* @__PURE__ */ codec<ListProcessesRequest>(writeListProcessesRequest, readListProcessesRequest);

export interface ListProcessesResponse {
  /** By their ids on the host. */
  processes: Process[];
}
function writeListProcessesResponse(w: WireWriter, m: Input<ListProcessesResponse>): void {
  w.messages(10, m.processes, writeProcess);
}
function readListProcessesResponse(r: WireReader, end: number): ListProcessesResponse {
  const m: ListProcessesResponse = {
    processes: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.processes.push(r.message(readProcess)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListProcessesResponse: Codec<ListProcessesResponse> = /* @__PURE__ */ codec<ListProcessesResponse>(writeListProcessesResponse, readListProcessesResponse);

export interface Process {
  /** In the container; 0 where the kernel does not say it. */
  pid: number;
  hostPid: number;
  /** On the host. */
  parentHostPid: number;
  /** On the host. */
  uid: number;
  /** One letter, as in proc(5): R, S, D, Z, T … */
  state: string;
  /** Of all threads together, since it began. */
  cpuTimeNs: number;
  rssBytes: number;
  threads: number;
  /** Nanoseconds since 1970. */
  startedAtNs: number;
  /** As it was started; the name in brackets where there is no more to know. What is not UTF-8 is replaced. */
  command: string[];
}
function writeProcess(w: WireWriter, m: Input<Process>): void {
  w.uint32(8, m.pid);
  w.uint32(16, m.hostPid);
  w.uint32(24, m.parentHostPid);
  w.uint32(32, m.uid);
  w.string(42, m.state);
  w.uint64(48, m.cpuTimeNs);
  w.uint64(56, m.rssBytes);
  w.uint32(64, m.threads);
  w.int64(72, m.startedAtNs);
  w.strings(82, m.command);
}
function readProcess(r: WireReader, end: number): Process {
  const m: Process = {
    pid: 0,
    hostPid: 0,
    parentHostPid: 0,
    uid: 0,
    state: '',
    cpuTimeNs: 0,
    rssBytes: 0,
    threads: 0,
    startedAtNs: 0,
    command: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.pid = r.uint32(); break;
      case 16: m.hostPid = r.uint32(); break;
      case 24: m.parentHostPid = r.uint32(); break;
      case 32: m.uid = r.uint32(); break;
      case 42: m.state = r.string(); break;
      case 48: m.cpuTimeNs = r.uint64(); break;
      case 56: m.rssBytes = r.uint64(); break;
      case 64: m.threads = r.uint32(); break;
      case 72: m.startedAtNs = r.int64(); break;
      case 82: m.command.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Process: Codec<Process> = /* @__PURE__ */ codec<Process>(writeProcess, readProcess);

export interface PauseContainerRequest {
  /** Id or unique prefix of it. */
  containerId: string;
}
function writePauseContainerRequest(w: WireWriter, m: Input<PauseContainerRequest>): void {
  w.string(10, m.containerId);
}
function readPauseContainerRequest(r: WireReader, end: number): PauseContainerRequest {
  const m: PauseContainerRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PauseContainerRequest: Codec<PauseContainerRequest> = /* @__PURE__ */ codec<PauseContainerRequest>(writePauseContainerRequest, readPauseContainerRequest);

export type PauseContainerResponse = Record<string, never>;
function writePauseContainerResponse(): void {}
function readPauseContainerResponse(r: WireReader, end: number): PauseContainerResponse {
  const m: PauseContainerResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const PauseContainerResponse: Codec<PauseContainerResponse> = /* @__PURE__ */ codec<PauseContainerResponse>(writePauseContainerResponse, readPauseContainerResponse);

export interface ResumeContainerRequest {
  /** Id or unique prefix of it. */
  containerId: string;
}
function writeResumeContainerRequest(w: WireWriter, m: Input<ResumeContainerRequest>): void {
  w.string(10, m.containerId);
}
function readResumeContainerRequest(r: WireReader, end: number): ResumeContainerRequest {
  const m: ResumeContainerRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ResumeContainerRequest: Codec<ResumeContainerRequest> = /* @__PURE__ */ codec<ResumeContainerRequest>(writeResumeContainerRequest, readResumeContainerRequest);

export type ResumeContainerResponse = Record<string, never>;
function writeResumeContainerResponse(): void {}
function readResumeContainerResponse(r: WireReader, end: number): ResumeContainerResponse {
  const m: ResumeContainerResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ResumeContainerResponse: Codec<ResumeContainerResponse> = /* @__PURE__ */ codec<ResumeContainerResponse>(writeResumeContainerResponse, readResumeContainerResponse);

export type ListPausedContainersRequest = Record<string, never>;
function writeListPausedContainersRequest(): void {}
function readListPausedContainersRequest(r: WireReader, end: number): ListPausedContainersRequest {
  const m: ListPausedContainersRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ListPausedContainersRequest: Codec<ListPausedContainersRequest> = /* @__PURE__ */ codec<ListPausedContainersRequest>(writeListPausedContainersRequest, readListPausedContainersRequest);

export interface ListPausedContainersResponse {
  containerIds: string[];
}
function writeListPausedContainersResponse(w: WireWriter, m: Input<ListPausedContainersResponse>): void {
  w.strings(10, m.containerIds);
}
function readListPausedContainersResponse(r: WireReader, end: number): ListPausedContainersResponse {
  const m: ListPausedContainersResponse = {
    containerIds: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerIds.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListPausedContainersResponse: Codec<ListPausedContainersResponse> = /* @__PURE__ */ codec<ListPausedContainersResponse>(writeListPausedContainersResponse, readListPausedContainersResponse);

export interface RestartContainerRequest {
  /** Id or unique prefix of it. */
  containerId: string;
  /** Seconds that it has to end after its stop signal. */
  timeout: number;
  /** Leave the container that is replaced where it is, stopped. */
  keep: boolean;
}
function writeRestartContainerRequest(w: WireWriter, m: Input<RestartContainerRequest>): void {
  w.string(10, m.containerId);
  w.int64(16, m.timeout);
  w.bool(24, m.keep);
}
function readRestartContainerRequest(r: WireReader, end: number): RestartContainerRequest {
  const m: RestartContainerRequest = {
    containerId: '',
    timeout: 0,
    keep: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.timeout = r.int64(); break;
      case 24: m.keep = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestartContainerRequest: Codec<RestartContainerRequest> = /* @__PURE__ */ codec<RestartContainerRequest>(writeRestartContainerRequest, readRestartContainerRequest);

export interface RestartContainerResponse {
  /** Of the container that runs now. */
  containerId: string;
}
function writeRestartContainerResponse(w: WireWriter, m: Input<RestartContainerResponse>): void {
  w.string(10, m.containerId);
}
function readRestartContainerResponse(r: WireReader, end: number): RestartContainerResponse {
  const m: RestartContainerResponse = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestartContainerResponse: Codec<RestartContainerResponse> = /* @__PURE__ */ codec<RestartContainerResponse>(writeRestartContainerResponse, readRestartContainerResponse);

export interface RestoreCheckpointRequest {
  /** Absolute path of the directory. */
  path: string;
  /** Of the new pod; '' for the name that was saved. */
  name: string;
}
function writeRestoreCheckpointRequest(w: WireWriter, m: Input<RestoreCheckpointRequest>): void {
  w.string(10, m.path);
  w.string(18, m.name);
}
function readRestoreCheckpointRequest(r: WireReader, end: number): RestoreCheckpointRequest {
  const m: RestoreCheckpointRequest = {
    path: '',
    name: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.path = r.string(); break;
      case 18: m.name = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestoreCheckpointRequest: Codec<RestoreCheckpointRequest> = /* @__PURE__ */ codec<RestoreCheckpointRequest>(writeRestoreCheckpointRequest, readRestoreCheckpointRequest);

export interface RestoreCheckpointResponse {
  podSandboxId: string;
  containerIds: string[];
}
function writeRestoreCheckpointResponse(w: WireWriter, m: Input<RestoreCheckpointResponse>): void {
  w.string(10, m.podSandboxId);
  w.strings(18, m.containerIds);
}
function readRestoreCheckpointResponse(r: WireReader, end: number): RestoreCheckpointResponse {
  const m: RestoreCheckpointResponse = {
    podSandboxId: '',
    containerIds: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.containerIds.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestoreCheckpointResponse: Codec<RestoreCheckpointResponse> = /* @__PURE__ */ codec<RestoreCheckpointResponse>(writeRestoreCheckpointResponse, readRestoreCheckpointResponse);

export interface ContainerChangesRequest {
  /** Id or unique prefix of it. */
  containerId: string;
}
function writeContainerChangesRequest(w: WireWriter, m: Input<ContainerChangesRequest>): void {
  w.string(10, m.containerId);
}
function readContainerChangesRequest(r: WireReader, end: number): ContainerChangesRequest {
  const m: ContainerChangesRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerChangesRequest: Codec<ContainerChangesRequest> = /* @__PURE__ */ codec<ContainerChangesRequest>(writeContainerChangesRequest, readContainerChangesRequest);

/** By path; at least one message. */
export interface ContainerChangesResponse {
  changes: FileChange[];
}
function writeContainerChangesResponse(w: WireWriter, m: Input<ContainerChangesResponse>): void {
  w.messages(10, m.changes, writeFileChange);
}
function readContainerChangesResponse(r: WireReader, end: number): ContainerChangesResponse {
  const m: ContainerChangesResponse = {
    changes: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.changes.push(r.message(readFileChange)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerChangesResponse: Codec<ContainerChangesResponse> = /* @__PURE__ */ codec<ContainerChangesResponse>(writeContainerChangesResponse, readContainerChangesResponse);

export interface FileChange {
  /** Without a leading slash. */
  path: string;
  kind: FileChangeKind;
  /** 0 for what is no file. */
  sizeBytes: number;
  directory: boolean;
}
function writeFileChange(w: WireWriter, m: Input<FileChange>): void {
  w.string(10, m.path);
  w.int32(16, m.kind);
  w.int64(24, m.sizeBytes);
  w.bool(32, m.directory);
}
function readFileChange(r: WireReader, end: number): FileChange {
  const m: FileChange = {
    path: '',
    kind: 0,
    sizeBytes: 0,
    directory: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.path = r.string(); break;
      case 16: m.kind = r.int32() as FileChangeKind; break;
      case 24: m.sizeBytes = r.int64(); break;
      case 32: m.directory = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const FileChange: Codec<FileChange> = /* @__PURE__ */ codec<FileChange>(writeFileChange, readFileChange);

export type ContainerDiskUsageRequest = Record<string, never>;
function writeContainerDiskUsageRequest(): void {}
function readContainerDiskUsageRequest(r: WireReader, end: number): ContainerDiskUsageRequest {
  const m: ContainerDiskUsageRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ContainerDiskUsageRequest: Codec<ContainerDiskUsageRequest> = /* @__PURE__ */ codec<ContainerDiskUsageRequest>(writeContainerDiskUsageRequest, readContainerDiskUsageRequest);

export interface ContainerDiskUsageResponse {
  /** Those that have been looked at. */
  containers: ContainerUsage[];
}
function writeContainerDiskUsageResponse(w: WireWriter, m: Input<ContainerDiskUsageResponse>): void {
  w.messages(10, m.containers, writeContainerUsage);
}
function readContainerDiskUsageResponse(r: WireReader, end: number): ContainerDiskUsageResponse {
  const m: ContainerDiskUsageResponse = {
    containers: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containers.push(r.message(readContainerUsage)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerDiskUsageResponse: Codec<ContainerDiskUsageResponse> = /* @__PURE__ */ codec<ContainerDiskUsageResponse>(writeContainerDiskUsageResponse, readContainerDiskUsageResponse);

export interface ContainerUsage {
  containerId: string;
  /** Of its writable layer, as du counts. */
  usedBytes: number;
  inodesUsed: number;
  /** When it was looked at, in nanoseconds since 1970. */
  atNs: number;
}
function writeContainerUsage(w: WireWriter, m: Input<ContainerUsage>): void {
  w.string(10, m.containerId);
  w.int64(16, m.usedBytes);
  w.int64(24, m.inodesUsed);
  w.int64(32, m.atNs);
}
function readContainerUsage(r: WireReader, end: number): ContainerUsage {
  const m: ContainerUsage = {
    containerId: '',
    usedBytes: 0,
    inodesUsed: 0,
    atNs: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.usedBytes = r.int64(); break;
      case 24: m.inodesUsed = r.int64(); break;
      case 32: m.atNs = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerUsage: Codec<ContainerUsage> = /* @__PURE__ */ codec<ContainerUsage>(writeContainerUsage, readContainerUsage);

/** A file of a container that runs, was created or has ended, with what is mounted into it while it runs; or of an image, which is read only. */
export interface FilePlace {
  /** Id or unique prefix of it; empty for an image. */
  containerId: string;
  /** Id, unique prefix of it, or name; empty for a container. */
  image: string;
  /** Absolute, in the container or image. */
  path: string;
}
function writeFilePlace(w: WireWriter, m: Input<FilePlace>): void {
  w.string(10, m.containerId);
  w.string(18, m.image);
  w.string(26, m.path);
}
function readFilePlace(r: WireReader, end: number): FilePlace {
  const m: FilePlace = {
    containerId: '',
    image: '',
    path: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.image = r.string(); break;
      case 26: m.path = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const FilePlace: Codec<FilePlace> = /* @__PURE__ */ codec<FilePlace>(writeFilePlace, readFilePlace);

export interface StatFileRequest {
  place: FilePlace | undefined;
  /** Tell of the file that a link leads to, not of the link. */
  follow: boolean;
}
function writeStatFileRequest(w: WireWriter, m: Input<StatFileRequest>): void {
  w.message(10, m.place, writeFilePlace);
  w.bool(16, m.follow);
}
function readStatFileRequest(r: WireReader, end: number): StatFileRequest {
  const m: StatFileRequest = {
    place: undefined,
    follow: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      case 16: m.follow = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StatFileRequest: Codec<StatFileRequest> = /* @__PURE__ */ codec<StatFileRequest>(writeStatFileRequest, readStatFileRequest);

export interface StatFileResponse {
  file: FileInfo | undefined;
  /** Nothing can be written here. */
  readOnly: boolean;
}
function writeStatFileResponse(w: WireWriter, m: Input<StatFileResponse>): void {
  w.message(10, m.file, writeFileInfo);
  w.bool(16, m.readOnly);
}
function readStatFileResponse(r: WireReader, end: number): StatFileResponse {
  const m: StatFileResponse = {
    file: undefined,
    readOnly: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.file = r.message(readFileInfo); break;
      case 16: m.readOnly = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StatFileResponse: Codec<StatFileResponse> = /* @__PURE__ */ codec<StatFileResponse>(writeStatFileResponse, readStatFileResponse);

export interface FileInfo {
  /** Without its directory. Bytes that are not UTF-8 are shown as U+FFFD. */
  name: string;
  kind: FileKind;
  sizeBytes: number;
  /** The twelve permission bits. */
  mode: number;
  /** As the machine counts users. */
  uid: number;
  gid: number;
  modifiedAtNs: number;
  /** 0 where the file system does not say it. */
  createdAtNs: number;
  /** Where a link leads, as it is written. */
  linkTarget: string;
  /** What a link leads to; unspecified where there is nothing. */
  targetKind: FileKind;
}
function writeFileInfo(w: WireWriter, m: Input<FileInfo>): void {
  w.string(10, m.name);
  w.int32(16, m.kind);
  w.uint64(24, m.sizeBytes);
  w.uint32(32, m.mode);
  w.uint32(40, m.uid);
  w.uint32(48, m.gid);
  w.int64(56, m.modifiedAtNs);
  w.int64(64, m.createdAtNs);
  w.string(74, m.linkTarget);
  w.int32(80, m.targetKind);
}
function readFileInfo(r: WireReader, end: number): FileInfo {
  const m: FileInfo = {
    name: '',
    kind: 0,
    sizeBytes: 0,
    mode: 0,
    uid: 0,
    gid: 0,
    modifiedAtNs: 0,
    createdAtNs: 0,
    linkTarget: '',
    targetKind: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 16: m.kind = r.int32() as FileKind; break;
      case 24: m.sizeBytes = r.uint64(); break;
      case 32: m.mode = r.uint32(); break;
      case 40: m.uid = r.uint32(); break;
      case 48: m.gid = r.uint32(); break;
      case 56: m.modifiedAtNs = r.int64(); break;
      case 64: m.createdAtNs = r.int64(); break;
      case 74: m.linkTarget = r.string(); break;
      case 80: m.targetKind = r.int32() as FileKind; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const FileInfo: Codec<FileInfo> = /* @__PURE__ */ codec<FileInfo>(writeFileInfo, readFileInfo);

export interface ListDirectoryRequest {
  place: FilePlace | undefined;
}
function writeListDirectoryRequest(w: WireWriter, m: Input<ListDirectoryRequest>): void {
  w.message(10, m.place, writeFilePlace);
}
function readListDirectoryRequest(r: WireReader, end: number): ListDirectoryRequest {
  const m: ListDirectoryRequest = {
    place: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListDirectoryRequest: Codec<ListDirectoryRequest> = /* @__PURE__ */ codec<ListDirectoryRequest>(writeListDirectoryRequest, readListDirectoryRequest);

/** At least one message. */
export interface ListDirectoryResponse {
  files: FileInfo[];
}
function writeListDirectoryResponse(w: WireWriter, m: Input<ListDirectoryResponse>): void {
  w.messages(10, m.files, writeFileInfo);
}
function readListDirectoryResponse(r: WireReader, end: number): ListDirectoryResponse {
  const m: ListDirectoryResponse = {
    files: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.files.push(r.message(readFileInfo)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListDirectoryResponse: Codec<ListDirectoryResponse> = /* @__PURE__ */ codec<ListDirectoryResponse>(writeListDirectoryResponse, readListDirectoryResponse);

export interface ReadFileRequest {
  place: FilePlace | undefined;
  offset: number;
  /** 0 means up to its end. */
  limit: number;
}
function writeReadFileRequest(w: WireWriter, m: Input<ReadFileRequest>): void {
  w.message(10, m.place, writeFilePlace);
  w.uint64(16, m.offset);
  w.uint64(24, m.limit);
}
function readReadFileRequest(r: WireReader, end: number): ReadFileRequest {
  const m: ReadFileRequest = {
    place: undefined,
    offset: 0,
    limit: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      case 16: m.offset = r.uint64(); break;
      case 24: m.limit = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ReadFileRequest: Codec<ReadFileRequest> = /* @__PURE__ */ codec<ReadFileRequest>(writeReadFileRequest, readReadFileRequest);

/** At least one message. */
export interface ReadFileResponse {
  chunk: Uint8Array;
}
function writeReadFileResponse(w: WireWriter, m: Input<ReadFileResponse>): void {
  w.bytes(10, m.chunk);
}
function readReadFileResponse(r: WireReader, end: number): ReadFileResponse {
  const m: ReadFileResponse = {
    chunk: new Uint8Array(0),
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.chunk = r.bytes(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ReadFileResponse: Codec<ReadFileResponse> = /* @__PURE__ */ codec<ReadFileResponse>(writeReadFileResponse, readReadFileResponse);

/** The first message has the header, each later one a piece of the file. */
export interface WriteFileRequest {
  header: WriteFileHeader | undefined;
  chunk: Uint8Array;
  /** Set in the last message, which may be the first: without it the file stays as it was. A client that goes away may look like one that is done. */
  last: boolean;
}
function writeWriteFileRequest(w: WireWriter, m: Input<WriteFileRequest>): void {
  w.message(10, m.header, writeWriteFileHeader);
  w.bytes(18, m.chunk);
  w.bool(24, m.last);
}
function readWriteFileRequest(r: WireReader, end: number): WriteFileRequest {
  const m: WriteFileRequest = {
    header: undefined,
    chunk: new Uint8Array(0),
    last: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.header = r.message(readWriteFileHeader); break;
      case 18: m.chunk = r.bytes(); break;
      case 24: m.last = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WriteFileRequest: Codec<WriteFileRequest> = /* @__PURE__ */ codec<WriteFileRequest>(writeWriteFileRequest, readWriteFileRequest);

export interface WriteFileHeader {
  place: FilePlace | undefined;
  /** ALREADY_EXISTS when it is there. */
  onlyNew: boolean;
  /** NOT_FOUND when it is not there. */
  onlyExisting: boolean;
  /** Permission bits of a new file; 0 means rw-r--r--. */
  mode: number;
}
function writeWriteFileHeader(w: WireWriter, m: Input<WriteFileHeader>): void {
  w.message(10, m.place, writeFilePlace);
  w.bool(16, m.onlyNew);
  w.bool(24, m.onlyExisting);
  w.uint32(32, m.mode);
}
function readWriteFileHeader(r: WireReader, end: number): WriteFileHeader {
  const m: WriteFileHeader = {
    place: undefined,
    onlyNew: false,
    onlyExisting: false,
    mode: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      case 16: m.onlyNew = r.bool(); break;
      case 24: m.onlyExisting = r.bool(); break;
      case 32: m.mode = r.uint32(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WriteFileHeader: Codec<WriteFileHeader> = /* @__PURE__ */ codec<WriteFileHeader>(writeWriteFileHeader, readWriteFileHeader);

export interface WriteFileResponse {
  file: FileInfo | undefined;
}
function writeWriteFileResponse(w: WireWriter, m: Input<WriteFileResponse>): void {
  w.message(10, m.file, writeFileInfo);
}
function readWriteFileResponse(r: WireReader, end: number): WriteFileResponse {
  const m: WriteFileResponse = {
    file: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.file = r.message(readFileInfo); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WriteFileResponse: Codec<WriteFileResponse> = /* @__PURE__ */ codec<WriteFileResponse>(writeWriteFileResponse, readWriteFileResponse);

export interface MakeDirectoryRequest {
  place: FilePlace | undefined;
  /** Make those above it, too, and be content when it is there. */
  parents: boolean;
}
function writeMakeDirectoryRequest(w: WireWriter, m: Input<MakeDirectoryRequest>): void {
  w.message(10, m.place, writeFilePlace);
  w.bool(16, m.parents);
}
function readMakeDirectoryRequest(r: WireReader, end: number): MakeDirectoryRequest {
  const m: MakeDirectoryRequest = {
    place: undefined,
    parents: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      case 16: m.parents = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const MakeDirectoryRequest: Codec<MakeDirectoryRequest> = /* @__PURE__ */ codec<MakeDirectoryRequest>(writeMakeDirectoryRequest, readMakeDirectoryRequest);

export type MakeDirectoryResponse = Record<string, never>;
function writeMakeDirectoryResponse(): void {}
function readMakeDirectoryResponse(r: WireReader, end: number): MakeDirectoryResponse {
  const m: MakeDirectoryResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const MakeDirectoryResponse: Codec<MakeDirectoryResponse> = /* @__PURE__ */ codec<MakeDirectoryResponse>(writeMakeDirectoryResponse, readMakeDirectoryResponse);

export interface RemoveFileRequest {
  place: FilePlace | undefined;
  /** A directory with all that is in it. */
  recursive: boolean;
}
function writeRemoveFileRequest(w: WireWriter, m: Input<RemoveFileRequest>): void {
  w.message(10, m.place, writeFilePlace);
  w.bool(16, m.recursive);
}
function readRemoveFileRequest(r: WireReader, end: number): RemoveFileRequest {
  const m: RemoveFileRequest = {
    place: undefined,
    recursive: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      case 16: m.recursive = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RemoveFileRequest: Codec<RemoveFileRequest> = /* @__PURE__ */ codec<RemoveFileRequest>(writeRemoveFileRequest, readRemoveFileRequest);

export type RemoveFileResponse = Record<string, never>;
function writeRemoveFileResponse(): void {}
function readRemoveFileResponse(r: WireReader, end: number): RemoveFileResponse {
  const m: RemoveFileResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const RemoveFileResponse: Codec<RemoveFileResponse> = /* @__PURE__ */ codec<RemoveFileResponse>(writeRemoveFileResponse, readRemoveFileResponse);

export interface RenameFileRequest {
  place: FilePlace | undefined;
  /** Absolute, in the same container. */
  newPath: string;
  /** In the place of what is there. */
  overwrite: boolean;
}
function writeRenameFileRequest(w: WireWriter, m: Input<RenameFileRequest>): void {
  w.message(10, m.place, writeFilePlace);
  w.string(18, m.newPath);
  w.bool(24, m.overwrite);
}
function readRenameFileRequest(r: WireReader, end: number): RenameFileRequest {
  const m: RenameFileRequest = {
    place: undefined,
    newPath: '',
    overwrite: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.place = r.message(readFilePlace); break;
      case 18: m.newPath = r.string(); break;
      case 24: m.overwrite = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RenameFileRequest: Codec<RenameFileRequest> = /* @__PURE__ */ codec<RenameFileRequest>(writeRenameFileRequest, readRenameFileRequest);

export type RenameFileResponse = Record<string, never>;
function writeRenameFileResponse(): void {}
function readRenameFileResponse(r: WireReader, end: number): RenameFileResponse {
  const m: RenameFileResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const RenameFileResponse: Codec<RenameFileResponse> = /* @__PURE__ */ codec<RenameFileResponse>(writeRenameFileResponse, readRenameFileResponse);

export type SystemInfoRequest = Record<string, never>;
function writeSystemInfoRequest(): void {}
function readSystemInfoRequest(r: WireReader, end: number): SystemInfoRequest {
  const m: SystemInfoRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const SystemInfoRequest: Codec<SystemInfoRequest> = /* @__PURE__ */ codec<SystemInfoRequest>(writeSystemInfoRequest, readSystemInfoRequest);

export interface SystemInfoResponse {
  kernel: string;
  /** As the distribution calls itself. */
  os: string;
  /** Node.js's name of the processor: x64, arm64 … */
  architecture: string;
  processors: number;
  memoryBytes: number;
  runtimeVersion: string;
  rootDirectory: string;
  runDirectory: string;
  /** "cgroupfs" or "systemd". */
  cgroupDriver: string;
  /** 1 (also for hybrid) or 2. */
  cgroupVersion: number;
  checks: SystemCheck[];
}
function writeSystemInfoResponse(w: WireWriter, m: Input<SystemInfoResponse>): void {
  w.string(10, m.kernel);
  w.string(18, m.os);
  w.string(26, m.architecture);
  w.uint32(32, m.processors);
  w.int64(40, m.memoryBytes);
  w.string(50, m.runtimeVersion);
  w.string(58, m.rootDirectory);
  w.string(66, m.runDirectory);
  w.string(74, m.cgroupDriver);
  w.uint32(80, m.cgroupVersion);
  w.messages(90, m.checks, writeSystemCheck);
}
function readSystemInfoResponse(r: WireReader, end: number): SystemInfoResponse {
  const m: SystemInfoResponse = {
    kernel: '',
    os: '',
    architecture: '',
    processors: 0,
    memoryBytes: 0,
    runtimeVersion: '',
    rootDirectory: '',
    runDirectory: '',
    cgroupDriver: '',
    cgroupVersion: 0,
    checks: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.kernel = r.string(); break;
      case 18: m.os = r.string(); break;
      case 26: m.architecture = r.string(); break;
      case 32: m.processors = r.uint32(); break;
      case 40: m.memoryBytes = r.int64(); break;
      case 50: m.runtimeVersion = r.string(); break;
      case 58: m.rootDirectory = r.string(); break;
      case 66: m.runDirectory = r.string(); break;
      case 74: m.cgroupDriver = r.string(); break;
      case 80: m.cgroupVersion = r.uint32(); break;
      case 90: m.checks.push(r.message(readSystemCheck)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const SystemInfoResponse: Codec<SystemInfoResponse> = /* @__PURE__ */ codec<SystemInfoResponse>(writeSystemInfoResponse, readSystemInfoResponse);

/** One thing that pods and containers need, or can make use of. */
export interface SystemCheck {
  name: string;
  state: CheckState;
  /** What was found. */
  detail: string;
  /** What to do about it; '' when there is nothing to do. */
  fix: string;
}
function writeSystemCheck(w: WireWriter, m: Input<SystemCheck>): void {
  w.string(10, m.name);
  w.int32(16, m.state);
  w.string(26, m.detail);
  w.string(34, m.fix);
}
function readSystemCheck(r: WireReader, end: number): SystemCheck {
  const m: SystemCheck = {
    name: '',
    state: 0,
    detail: '',
    fix: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 16: m.state = r.int32() as CheckState; break;
      case 26: m.detail = r.string(); break;
      case 34: m.fix = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const SystemCheck: Codec<SystemCheck> = /* @__PURE__ */ codec<SystemCheck>(writeSystemCheck, readSystemCheck);

export const Slipway = {
  /** Pulls an image and reports each layer. Cancelling the call ends the pull and leaves nothing half-made. */
  PullImage: serverStream({ path: '/slipway.v1.Slipway/PullImage', request: PullImageRequest, response: PullImageResponse }),
  /** Loads the images of an OCI layout or a `docker save` archive, which the caller sends as a tar stream. */
  ImportImage: clientStream({ path: '/slipway.v1.Slipway/ImportImage', request: ImportImageRequest, response: ImportImageResponse }),
  /** Gives an image one more name; a name that another image has moves to this one. */
  TagImage: unary({ path: '/slipway.v1.Slipway/TagImage', request: TagImageRequest, response: TagImageResponse }),
  /** Takes one name from its image, which stays, even when that was its last name; success when no image has the name. */
  UntagImage: unary({ path: '/slipway.v1.Slipway/UntagImage', request: UntagImageRequest, response: UntagImageResponse }),
  /** Uploads an image and reports each blob; cancelling the call ends it. Blobs and manifest go up as they were pulled, so that the manifest has the same digest in every registry; nothing is compressed anew. DATA_LOSS when a blob is not here any more: the hint says which image to pull again. What the registry has is left out, and what another repository of it has is taken from there. */
  PushImage: serverStream({ path: '/slipway.v1.Slipway/PushImage', request: PushImageRequest, response: PushImageResponse }),
  /** Sends images as one tar, blobs as they were pulled; a blob that does not match its digest ends the stream with DATA_LOSS. */
  ExportImage: serverStream({ path: '/slipway.v1.Slipway/ExportImage', request: ExportImageRequest, response: ExportImageResponse }),
  /** How an image was built, and its configuration. */
  ImageHistory: unary({ path: '/slipway.v1.Slipway/ImageHistory', request: ImageHistoryRequest, response: ImageHistoryResponse }),
  /** The files of each layer as it is unpacked, lowest layer first, by name. */
  ListLayerFiles: serverStream({ path: '/slipway.v1.Slipway/ListLayerFiles', request: ListLayerFilesRequest, response: ListLayerFilesResponse }),
  /** Bytes on disk of each image, blobs and unpacked layers together. */
  ImageDiskUsage: unary({ path: '/slipway.v1.Slipway/ImageDiskUsage', request: ImageDiskUsageRequest, response: ImageDiskUsageResponse }),
  /** What CleanUpImages would do. */
  PlanCleanUp: unary({ path: '/slipway.v1.Slipway/PlanCleanUp', request: PlanCleanUpRequest, response: PlanCleanUpResponse }),
  /** Removes images. One that a container uses or that is pinned stays, also when it is named. */
  CleanUpImages: unary({ path: '/slipway.v1.Slipway/CleanUpImages', request: CleanUpImagesRequest, response: CleanUpImagesResponse }),
  /** Holds what is stored against its digests: blobs by reading them, layers by unpacking them again beside the old ones. With `repair` a damaged layer is replaced by the fresh one, and a damaged blob goes, for the next pull to bring it back. */
  VerifyImages: serverStream({ path: '/slipway.v1.Slipway/VerifyImages', request: VerifyImagesRequest, response: VerifyImagesResponse }),
  /** Reads a container's log, across rotations, and follows it until the container ends. */
  ContainerLogs: serverStream({ path: '/slipway.v1.Slipway/ContainerLogs', request: ContainerLogsRequest, response: ContainerLogsResponse }),
  /** Reads the logs of all containers of a pod, merged by time, and follows them until the pod has ended. */
  PodLogs: serverStream({ path: '/slipway.v1.Slipway/PodLogs', request: PodLogsRequest, response: PodLogsResponse }),
  /** Processes of a running container, read from the kernel. Unimplemented for a runtime handler with a kernel of its own. */
  ListProcesses: unary({ path: '/slipway.v1.Slipway/ListProcesses', request: ListProcessesRequest, response: ListProcessesResponse }),
  /** Freezes all processes of a running container; success when they are frozen. CRI goes on to show it as running. */
  PauseContainer: unary({ path: '/slipway.v1.Slipway/PauseContainer', request: PauseContainerRequest, response: PauseContainerResponse }),
  /** Lets the processes of a paused container go on; success when they do. */
  ResumeContainer: unary({ path: '/slipway.v1.Slipway/ResumeContainer', request: ResumeContainerRequest, response: ResumeContainerResponse }),
  /** Ids of the containers that are paused, whoever did it. */
  ListPausedContainers: unary({ path: '/slipway.v1.Slipway/ListPausedContainers', request: ListPausedContainersRequest, response: ListPausedContainersResponse }),
  /** Puts a fresh container (the next attempt, with the same configuration) in the place of one that runs or has ended. */
  RestartContainer: unary({ path: '/slipway.v1.Slipway/RestartContainer', request: RestartContainerRequest, response: RestartContainerResponse }),
  /** Makes a pod from a directory that CheckpointPod has filled, as it was saved, and lets its containers go on. */
  RestoreCheckpoint: unary({ path: '/slipway.v1.Slipway/RestoreCheckpoint', request: RestoreCheckpointRequest, response: RestoreCheckpointResponse }),
  /** What a container has added to, changed in and deleted from the files of its image. */
  ContainerChanges: serverStream({ path: '/slipway.v1.Slipway/ContainerChanges', request: ContainerChangesRequest, response: ContainerChangesResponse }),
  /** How much disk the containers' own files take. */
  ContainerDiskUsage: unary({ path: '/slipway.v1.Slipway/ContainerDiskUsage', request: ContainerDiskUsageRequest, response: ContainerDiskUsageResponse }),
  /** One file of a container or an image. Links inside it lead nowhere else. */
  StatFile: unary({ path: '/slipway.v1.Slipway/StatFile', request: StatFileRequest, response: StatFileResponse }),
  /** What is in a directory, by name. */
  ListDirectory: serverStream({ path: '/slipway.v1.Slipway/ListDirectory', request: ListDirectoryRequest, response: ListDirectoryResponse }),
  ReadFile: serverStream({ path: '/slipway.v1.Slipway/ReadFile', request: ReadFileRequest, response: ReadFileResponse }),
  /** Puts a whole file in its place once all of it has come: who reads meanwhile sees the old or the new one, and a call that is cut short changes nothing. Owner and permissions stay; a new file belongs to whom its directory belongs. */
  WriteFile: clientStream({ path: '/slipway.v1.Slipway/WriteFile', request: WriteFileRequest, response: WriteFileResponse }),
  MakeDirectory: unary({ path: '/slipway.v1.Slipway/MakeDirectory', request: MakeDirectoryRequest, response: MakeDirectoryResponse }),
  RemoveFile: unary({ path: '/slipway.v1.Slipway/RemoveFile', request: RemoveFileRequest, response: RemoveFileResponse }),
  /** Within one container. */
  RenameFile: unary({ path: '/slipway.v1.Slipway/RenameFile', request: RenameFileRequest, response: RenameFileResponse }),
  /** What the machine is, and whether it has what pods and containers need. */
  SystemInfo: unary({ path: '/slipway.v1.Slipway/SystemInfo', request: SystemInfoRequest, response: SystemInfoResponse }),
} as const;
