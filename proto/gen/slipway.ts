// Rendered by `npm run proto` from proto/slipway.proto.
import { codec } from '../wire.ts';
import type { Codec, Input, WireReader, WireWriter } from '../wire.ts';
import { clientStream, serverStream } from '../services.ts';
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

export const LogStream = {
  LOG_STREAM_UNSPECIFIED: 0,
  LOG_STREAM_STDOUT: 1,
  LOG_STREAM_STDERR: 2,
} as const;
export type LogStream = (typeof LogStream)[keyof typeof LogStream];

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

export interface ContainerLogsRequest {
  /** Id or unique prefix of it. */
  containerId: string;
  /** Stay and send what comes, until the container has ended. */
  follow: boolean;
  /** Start with so many of the last lines; absent means all of them, 0 only those to come. */
  tailLines: Int64Value | undefined;
  /** Leave out records older than this, in nanoseconds since 1970. */
  sinceTimeNs: number;
  /** Fill in each record's time. */
  timestamps: boolean;
}
function writeContainerLogsRequest(w: WireWriter, m: Input<ContainerLogsRequest>): void {
  w.string(10, m.containerId);
  w.bool(16, m.follow);
  w.message(26, m.tailLines, Int64Value.write);
  w.int64(32, m.sinceTimeNs);
  w.bool(40, m.timestamps);
}
function readContainerLogsRequest(r: WireReader, end: number): ContainerLogsRequest {
  const m: ContainerLogsRequest = {
    containerId: '',
    follow: false,
    tailLines: undefined,
    sinceTimeNs: 0,
    timestamps: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.follow = r.bool(); break;
      case 26: m.tailLines = r.message(Int64Value.read); break;
      case 32: m.sinceTimeNs = r.int64(); break;
      case 40: m.timestamps = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerLogsRequest: Codec<ContainerLogsRequest> = /* @__PURE__ */ codec<ContainerLogsRequest>(writeContainerLogsRequest, readContainerLogsRequest);

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

export const Slipway = {
  /** Pulls an image and reports each layer. Cancelling the call ends the pull and leaves nothing half-made. */
  PullImage: serverStream({ path: '/slipway.v1.Slipway/PullImage', request: PullImageRequest, response: PullImageResponse }),
  /** Loads the images of an OCI layout or a `docker save` archive, which the caller sends as a tar stream. */
  ImportImage: clientStream({ path: '/slipway.v1.Slipway/ImportImage', request: ImportImageRequest, response: ImportImageResponse }),
  /** Reads a container's log file, across rotations, and follows it until the container ends. */
  ContainerLogs: serverStream({ path: '/slipway.v1.Slipway/ContainerLogs', request: ContainerLogsRequest, response: ContainerLogsResponse }),
} as const;
