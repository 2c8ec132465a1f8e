import { parsePax, paxInteger, paxName, paxTime, paxXattrs, type PaxRecords } from './pax.ts';
import { checkSparseMap, gnuExtensionMap, gnuHeaderMap, paxMap, SparseHeadParser, type SparseMap } from './sparse.ts';
import type { TarEntry, TarEntryType, TarLimits, TarSink } from './tar-entry.ts';
import { archiveTooLarge, damagedArchive } from './tar-error.ts';
import { BLOCK, isZeroBlock, parseTarHeader, type TarHeader } from './tar-header.ts';

const TYPES: Readonly<Record<string, TarEntryType>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'char',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
  D: 'directory',
};
const NO_RECORDS: PaxRecords = { values: new Map(), sparse: [] };

type State =
  | { readonly kind: 'header' | 'ended' }
  | { readonly kind: 'metadata'; readonly typeFlag: string; readonly data: Buffer; filled: number }
  | { readonly kind: 'gnu-map'; readonly header: TarHeader; readonly parts: number[]; readonly realSize: number }
  | { readonly kind: 'pax-map'; readonly header: TarHeader; readonly map: SparseHeadParser; stored: number }
  | { readonly kind: 'data'; left: number; position: number; readonly sparse?: SparseMap; part: number };

/**
 * Reads a tar archive that is pushed in pieces of any size, and calls its sink synchronously. Every format GNU tar, Go and libarchive write is
 * read to the bit, within bounds. Throws data-loss and resource-exhausted. (tar-stream decodes PAX values as text, does not put sparse files
 * together, and has no bounds: it packs, it does not read layers.)
 */
export class TarReader {
  private readonly sink: TarSink;
  private readonly limits: TarLimits;
  private state: State = { kind: 'header' };
  private readonly block = Buffer.alloc(BLOCK);
  private blockFilled = 0;
  private padding = 0;
  private entries = 0;
  private zeroBlocks = 0;
  private globals: PaxRecords = NO_RECORDS;
  private locals: PaxRecords = NO_RECORDS;
  private longName: string | undefined;
  private longLink: string | undefined;

  constructor(sink: TarSink, limits: TarLimits) {
    this.sink = sink;
    this.limits = limits;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const { state } = this;
      if (state.kind === 'ended') return;
      if (this.padding > 0) {
        const skip = Math.min(this.padding, chunk.length - at);
        this.padding -= skip;
        at += skip;
      } else if (state.kind === 'data') {
        const take = Math.min(state.left, chunk.length - at);
        this.takeData(state, chunk.subarray(at, at + take));
        at += take;
      } else if (state.kind === 'metadata') {
        const take = Math.min(state.data.length - state.filled, chunk.length - at);
        chunk.copy(state.data, state.filled, at, at + take);
        state.filled += take;
        at += take;
        if (state.filled === state.data.length) this.endMetadata(state.typeFlag, state.data);
      } else if (this.blockFilled === 0 && chunk.length - at >= BLOCK) {
        this.takeBlock(state, chunk, at);
        at += BLOCK;
      } else {
        const take = Math.min(BLOCK - this.blockFilled, chunk.length - at);
        chunk.copy(this.block, this.blockFilled, at, at + take);
        this.blockFilled += take;
        at += take;
        if (this.blockFilled === BLOCK) {
          this.blockFilled = 0;
          this.takeBlock(state, this.block, 0);
        }
      }
    }
  }

  /** Call once, after the last byte: throws data-loss when the archive stops in the middle of something. */
  finish(): void {
    const isBetween =
      this.state.kind === 'ended' || (this.state.kind === 'header' && this.blockFilled === 0 && this.padding === 0);
    if (!isBetween) throw damagedArchive('it ends too early');
  }

  private takeBlock(state: State, buffer: Buffer, at: number): void {
    if (state.kind === 'gnu-map') this.gnuExtension(state, buffer.subarray(at, at + BLOCK));
    else if (state.kind === 'pax-map') this.paxMapBlock(state, buffer.subarray(at, at + BLOCK));
    else this.header(buffer, at);
  }

  private header(buffer: Buffer, at: number): void {
    const header = buffer[at] === 0 && isZeroBlock(buffer, at) ? undefined : parseTarHeader(buffer, at);
    if (header === undefined) {
      if (++this.zeroBlocks === 2) this.state = { kind: 'ended' };
      return;
    }
    if (this.zeroBlocks > 0) throw damagedArchive('a header follows the end mark');
    switch (header.typeFlag) {
      case 'x':
      case 'g':
      case 'L':
      case 'K':
        this.beginMetadata(header);
        return;
      case 'V':
        this.skip(header.size);
        return;
      case 'S': {
        const { parts, isExtended, realSize } = gnuHeaderMap(buffer, at);
        if (isExtended) this.state = { kind: 'gnu-map', header, parts, realSize };
        else this.begin(header, { parts, realSize }, this.storedSize(header));
        return;
      }
      default:
        this.plainOrPaxSparse(header);
    }
  }

  private plainOrPaxSparse(header: TarHeader): void {
    const stored = this.storedSize(header);
    if (this.locals.values.get('GNU.sparse.major')?.toString('latin1') === '1') {
      this.state = { kind: 'pax-map', header, map: new SparseHeadParser(), stored };
      return;
    }
    this.begin(header, paxMap(this.locals), stored);
  }

  private beginMetadata(header: TarHeader): void {
    if (header.size < 0 || header.size > this.limits.maxMetadataBytes)
      throw archiveTooLarge('bytes in one extended header', this.limits.maxMetadataBytes);
    this.countEntry();
    if (header.size === 0) return;
    this.state = { kind: 'metadata', typeFlag: header.typeFlag, data: Buffer.alloc(header.size), filled: 0 };
  }

  private endMetadata(typeFlag: string, data: Buffer): void {
    this.state = { kind: 'header' };
    this.padding = paddingOf(data.length);
    if (typeFlag === 'x') this.locals = parsePax(data);
    // A later global header replaces what it names, not what an earlier one said besides.
    else if (typeFlag === 'g') this.globals = { values: new Map([...this.globals.values, ...parsePax(data).values]), sparse: [] };
    else {
      const end = data.indexOf(0);
      const name = data.toString('latin1', 0, end < 0 ? data.length : end);
      if (typeFlag === 'L') this.longName = name;
      else this.longLink = name;
    }
  }

  private gnuExtension(state: State & { kind: 'gnu-map' }, block: Buffer): void {
    const { parts, isExtended } = gnuExtensionMap(block);
    state.parts.push(...parts);
    if (state.parts.length * 12 > this.limits.maxMetadataBytes)
      throw archiveTooLarge('bytes in one sparse map', this.limits.maxMetadataBytes);
    if (!isExtended) this.begin(state.header, { parts: state.parts, realSize: state.realSize }, this.storedSize(state.header));
  }

  private paxMapBlock(state: State & { kind: 'pax-map' }, block: Buffer): void {
    state.stored -= BLOCK;
    if (state.stored < 0) throw damagedArchive('a sparse map is longer than its file');
    const isComplete = state.map.push(block);
    if (state.map.parts.length * 12 > this.limits.maxMetadataBytes)
      throw archiveTooLarge('bytes in one sparse map', this.limits.maxMetadataBytes);
    if (!isComplete) return;
    const realSize = this.locals.values.get('GNU.sparse.realsize');
    if (realSize === undefined) throw damagedArchive('a sparse file has no real size');
    this.begin(state.header, { parts: state.map.parts, realSize: paxInteger(realSize, 'GNU.sparse.realsize') }, state.stored);
  }

  /** `stored` is how many bytes of data follow in the archive. */
  private begin(header: TarHeader, sparse: SparseMap | undefined, stored: number): void {
    this.countEntry();
    if (sparse !== undefined) checkSparseMap(sparse, stored);
    const entry = this.resolve(header, sparse, stored);
    const records = this.locals;
    this.locals = NO_RECORDS;
    this.longName = undefined;
    this.longLink = undefined;
    if (records.values.size > 0 && entry.type !== 'file' && sparse !== undefined)
      throw damagedArchive('something else than a file is sparse');
    this.sink.entry(entry);
    if (entry.type !== 'file') {
      this.sink.end();
      this.skip(header.typeFlag === 'D' ? stored : 0);
      return;
    }
    this.padding = 0;
    if (stored === 0) this.endData(0);
    else this.state = { kind: 'data', left: stored, position: 0, part: 0, ...(sparse === undefined ? {} : { sparse }) };
  }

  private takeData(state: State & { kind: 'data' }, bytes: Buffer): void {
    if (state.sparse === undefined) {
      this.sink.data(bytes, state.position);
      state.position += bytes.length;
    } else {
      this.scatter(state, state.sparse, bytes);
    }
    state.left -= bytes.length;
    if (state.left === 0) this.endData(state.sparse === undefined ? state.position : sumLengths(state.sparse));
  }

  private scatter(state: State & { kind: 'data' }, map: SparseMap, bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const offset = map.parts[state.part] ?? 0;
      const length = map.parts[state.part + 1] ?? 0;
      const take = Math.min(length - state.position, bytes.length - at);
      if (take > 0) this.sink.data(bytes.subarray(at, at + take), offset + state.position);
      at += take;
      state.position += take;
      if (state.position === length) {
        state.part += 2;
        state.position = 0;
      }
    }
  }

  private endData(stored: number): void {
    this.sink.end();
    this.state = { kind: 'header' };
    this.padding = paddingOf(stored);
  }

  private skip(size: number): void {
    this.state = { kind: 'header' };
    this.padding = size + paddingOf(size);
  }

  private countEntry(): void {
    if (++this.entries > this.limits.maxEntries) throw archiveTooLarge('entries', this.limits.maxEntries);
  }

  /** Bytes of data in the archive; a PAX record is stronger than the header. */
  private storedSize(header: TarHeader): number {
    const override = this.value('size');
    const size = override === undefined ? header.size : paxInteger(override, 'size');
    if (size < 0) throw damagedArchive('a file has a negative size');
    return size;
  }

  private value(key: string): Buffer | undefined {
    const value = this.locals.values.get(key) ?? this.globals.values.get(key);
    // An empty value takes the record back.
    return value === undefined || value.length === 0 ? undefined : value;
  }

  private resolve(header: TarHeader, sparse: SparseMap | undefined, stored: number): TarEntry {
    const path = this.name('GNU.sparse.name') ?? this.name('path') ?? this.longName ?? header.path;
    const linkPath = this.name('linkpath') ?? this.longLink ?? header.linkPath;
    if (path.length > this.limits.maxPathBytes || linkPath.length > this.limits.maxPathBytes)
      throw archiveTooLarge('bytes in a name', this.limits.maxPathBytes);
    const known = TYPES[header.typeFlag];
    if (known === undefined) throw damagedArchive(`the type "${header.typeFlag}" is not known`);
    const type = known === 'file' && path.endsWith('/') ? 'directory' : known;
    const time = this.value('mtime');
    const mtime = time === undefined ? { seconds: header.mtime, nanoseconds: 0 } : paxTime(time, 'mtime');
    return {
      type,
      path,
      linkPath,
      mode: header.mode,
      uid: this.owner('uid', header.uid),
      gid: this.owner('gid', header.gid),
      size: sparse?.realSize ?? (type === 'file' ? stored : 0),
      mtimeSeconds: mtime.seconds,
      mtimeNanoseconds: mtime.nanoseconds,
      major: header.major,
      minor: header.minor,
      xattrs: paxXattrs(this.locals.values),
      isSparse: sparse !== undefined,
    };
  }

  private name(key: string): string | undefined {
    const value = this.value(key);
    return value === undefined ? undefined : paxName(value, key);
  }

  private owner(key: 'uid' | 'gid', fallback: number): number {
    const value = this.value(key);
    const id = value === undefined ? fallback : paxInteger(value, key);
    if (id < 0 || id > 0xffff_fffe) throw damagedArchive(`${key} ${String(id)} is out of range`);
    return id;
  }
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function sumLengths(map: SparseMap): number {
  let total = 0;
  for (let i = 1; i < map.parts.length; i += 2) total += map.parts[i] ?? 0;
  return total;
}
