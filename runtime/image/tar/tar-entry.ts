export type TarEntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo';

/**
 * One member of an archive with every override applied. Names are byte strings (one character per byte, `latin1`), so that names which are
 * not UTF-8 come out of an archive as they went in.
 */
export interface TarEntry {
  readonly type: TarEntryType;
  readonly path: string;
  readonly linkPath: string;
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Size of the file once written, holes included. */
  readonly size: number;
  /** Seconds since the epoch, rounded down, and the nanoseconds above them. */
  readonly mtimeSeconds: number;
  readonly mtimeNanoseconds: number;
  readonly major: number;
  readonly minor: number;
  readonly xattrs: ReadonlyMap<string, Uint8Array>;
  readonly isSparse: boolean;
}

/** Takes what a TarReader finds, in order. `data` is called for files only; its bytes are valid during the call. */
export interface TarSink {
  entry(entry: TarEntry): void;
  /** `offset` is the place in the file. */
  data(bytes: Uint8Array, offset: number): void;
  end(): void;
}

/** Bounds on what an archive may claim before it is refused. */
export interface TarLimits {
  readonly maxEntries: number;
  /** Bytes of one PAX header, long name or sparse map. */
  readonly maxMetadataBytes: number;
  readonly maxPathBytes: number;
}

export const DEFAULT_TAR_LIMITS: TarLimits = { maxEntries: 4_000_000, maxMetadataBytes: 1 << 20, maxPathBytes: 4096 };
