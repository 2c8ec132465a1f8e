import { CleanUpScope, ExportFormat as WireFormat, KeptReason, Slipway } from '../../proto/gen/slipway.ts';
import type * as slipway from '../../proto/gen/slipway.ts';
import type { Channel, ChannelCall } from './channel.ts';
import { imageOf } from './from-cri.ts';
import { ofOurRuntime } from './our-runtime.ts';
import type { CallOptions } from './runtime-client.ts';
import type { Image, LayerPhase, LayerProgress } from './types.ts';

/** Of one registry. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

export interface PushOptions extends CallOptions {
  readonly credential?: Credential | undefined;
  readonly onProgress: (progress: LayerProgress) => void;
}

export type ExportFormat = 'oci-layout' | 'docker-archive';

/** An image that a clean-up may remove. */
export interface CleanUpCandidate {
  readonly image: Image;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly freedBytes: number;
  readonly sharedBytes: number;
  readonly dependants: readonly string[];
}

export interface CleanUpPlan {
  /** Oldest first. */
  readonly candidates: readonly CleanUpCandidate[];
  readonly kept: readonly { readonly image: Image; readonly reason: 'in use' | 'pinned' }[];
}

export interface HistoryEntry {
  readonly created: string;
  readonly createdBy: string;
  readonly author: string;
  readonly comment: string;
  readonly layer: string;
  readonly sizeBytes: number;
}

/** Some files of one layer: each directory before what is in it. */
export interface LayerFiles {
  /** 0 is the lowest layer. */
  readonly layer: number;
  readonly files: readonly LayerFile[];
}

export interface LayerFile {
  /** Without a leading slash. */
  readonly path: string;
  /** A whiteout removes what lower layers have by this name. */
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'device' | 'whiteout';
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedAtNs: number;
  /** Where a symbolic link leads; of a hard link, the first of its names in its layer. */
  readonly linkTarget: string;
  /** A directory that hides all that lower layers have in it. */
  readonly opaque: boolean;
}

/** One thing that is not as its digest says. */
export interface ImageFinding {
  readonly digest: string;
  readonly detail: string;
  readonly repaired: boolean;
  /** What to do about it; '' when it was repaired. */
  readonly advice: string;
  readonly images: readonly string[];
}

export interface VerifyOptions extends CallOptions {
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

/** What can be done with images that are here. Only Slipway's own runtime offers it: others reject with unimplemented. */
export interface ImageCalls {
  /** Answers the id of the image that had the name before; '' when none had it. */
  tagImage(image: string, name: string, options?: CallOptions): Promise<string>;
  untagImage(name: string, options?: CallOptions): Promise<void>;
  /** Answers what was pushed, as name@digest. */
  pushImage(image: string, destination: string, options: PushOptions): Promise<string>;
  /** The pieces of one tar; the first one tells how long all of it will be. */
  exportImages(
    images: readonly string[],
    format: ExportFormat,
    options?: CallOptions,
  ): AsyncIterable<{ readonly bytes: Uint8Array; readonly totalBytes: number }>;
  /** `names` are for an archive that carries none. */
  importImages(archive: AsyncIterable<Uint8Array>, names: readonly string[], options?: CallOptions): Promise<readonly Image[]>;
  /** Oldest first. */
  imageHistory(image: string, options?: CallOptions): Promise<readonly HistoryEntry[]>;
  /** The files of each layer, the lowest first. */
  layerFiles(image: string, options?: CallOptions): AsyncIterable<LayerFiles>;
  /** Every image that nothing uses. */
  planCleanUp(options?: CallOptions): Promise<CleanUpPlan>;
  cleanUpImages(
    ids: readonly string[],
    options?: CallOptions,
  ): Promise<{ readonly removed: number; readonly freedBytes: number }>;
  /** Holds all images against their digests, and repairs what can be made again from what is here. */
  verifyImages(options: VerifyOptions): Promise<readonly ImageFinding[]>;
}

const FORMATS: Readonly<Record<ExportFormat, slipway.ExportFormat>> = {
  'oci-layout': WireFormat.EXPORT_FORMAT_OCI_LAYOUT,
  'docker-archive': WireFormat.EXPORT_FORMAT_DOCKER_ARCHIVE,
};
const ACT_MS = 120_000;
const act = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: ACT_MS });
/** A slow registry or a large archive may take an hour; the user and the runtime end it. */
const long = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: 0 });

export function imageCalls(any: Channel): ImageCalls {
  const channel = ofOurRuntime(any);
  return {
    tagImage: async (image, name, options) => (await channel.unary(Slipway.TagImage, { image, name }, act(options))).movedFrom,
    untagImage: async (name, options) => {
      await channel.unary(Slipway.UntagImage, { name }, act(options));
    },
    pushImage: async (image, destination, { onProgress, credential, ...options }) => {
      let pushed = '';
      const request = { image, destination, ...authOf(credential) };
      for await (const message of channel.stream(Slipway.PushImage, request, long(options))) {
        for (const blob of message.blobs) onProgress(blobProgressOf(blob));
        if (message.pushed !== '') ({ pushed } = message);
      }
      return pushed;
    },
    exportImages: async function* (images, format, options) {
      const request = { images, format: FORMATS[format] };
      for await (const { chunk, totalBytes } of channel.stream(Slipway.ExportImage, request, long(options)))
        yield { bytes: chunk, totalBytes };
    },
    importImages: async (archive, names, options) => {
      const messages = async function* (): AsyncGenerator<{ header?: { names: readonly string[] }; chunk?: Uint8Array }> {
        yield { header: { names } };
        for await (const chunk of archive) yield { chunk };
      };
      return (await channel.upload(Slipway.ImportImage, messages(), long(options))).images.map(imageOf);
    },
    imageHistory: async (image, options) =>
      (await channel.unary(Slipway.ImageHistory, { image }, act(options))).entries.map((entry) => ({
        created: entry.created,
        createdBy: entry.createdBy,
        author: entry.author,
        comment: entry.comment,
        layer: entry.layerDigest,
        sizeBytes: entry.sizeBytes,
      })),
    layerFiles: (image, options) => layerFiles(channel, image, options),
    planCleanUp: async (options) => {
      const plan = await channel.unary(
        Slipway.PlanCleanUp,
        { rules: { scope: CleanUpScope.CLEAN_UP_SCOPE_UNUSED } },
        act(options),
      );
      return {
        candidates: plan.candidates.flatMap(({ image, addedAtNs, freedBytes, sharedBytes, dependants }) =>
          image === undefined ? [] : [{ image: imageOf(image), addedAt: addedAtNs / 1e6, freedBytes, sharedBytes, dependants }],
        ),
        kept: plan.kept.flatMap(({ image, reason }) =>
          image === undefined
            ? []
            : [
                {
                  image: imageOf(image),
                  reason: reason === KeptReason.KEPT_REASON_PINNED ? ('pinned' as const) : ('in use' as const),
                },
              ],
        ),
      };
    },
    cleanUpImages: async (imageIds, options) => {
      const { removed, freedBytes } = await channel.unary(Slipway.CleanUpImages, { imageIds }, act(options));
      return { removed: removed.length, freedBytes };
    },
    verifyImages: async ({ onProgress, ...options }) => {
      const found: ImageFinding[] = [];
      for await (const { doneBytes, totalBytes, findings } of channel.stream(
        Slipway.VerifyImages,
        { repair: true },
        long(options),
      )) {
        onProgress(doneBytes, totalBytes);
        found.push(...findings);
      }
      return found;
    },
  };
}

const KINDS: readonly LayerFile['kind'][] = [
  'file',
  'file',
  'directory',
  'symlink',
  'hardlink',
  'device',
  'device',
  'device',
  'whiteout',
];

async function* layerFiles(
  channel: Pick<Channel, 'stream'>,
  image: string,
  options?: CallOptions,
): AsyncGenerator<LayerFiles, void, undefined> {
  for await (const { layerIndex, files } of channel.stream(Slipway.ListLayerFiles, { image }, long(options)))
    yield { layer: layerIndex, files: files.map((file) => ({ ...file, kind: KINDS[file.kind] ?? 'file' })) };
}

/** The field of a request; nothing without a credential. */
export function authOf(credential: Credential | undefined): { readonly auth?: Credential } {
  return credential === undefined ? {} : { auth: { username: credential.username, password: credential.password } };
}

const PHASES: readonly LayerPhase[] = ['waiting', 'waiting', 'uploading', 'done', 'exists', 'mounted'];

function blobProgressOf(blob: slipway.BlobProgress): LayerProgress {
  return { digest: blob.digest, phase: PHASES[blob.phase] ?? 'waiting', doneBytes: blob.doneBytes, totalBytes: blob.totalBytes };
}
