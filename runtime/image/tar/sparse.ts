import { paxInteger, type PaxRecords } from './pax.ts';
import { damagedArchive } from './tar-error.ts';
import { BLOCK, tarNumber } from './tar-header.ts';

/** Alternating offset and length of the parts that are stored, in order. */
export interface SparseMap {
  readonly parts: readonly number[];
  readonly realSize: number;
}

/** The map at the end of an old GNU header (`S`), and whether extension blocks follow. */
export function gnuHeaderMap(buffer: Buffer, at: number): { parts: number[]; isExtended: boolean; realSize: number } {
  return {
    parts: pairs(buffer, at + 386, 4),
    isExtended: (buffer[at + 482] ?? 0) !== 0,
    realSize: tarNumber(buffer, at + 483, 12),
  };
}

/** One extension block of an old GNU map. */
export function gnuExtensionMap(block: Buffer): { parts: number[]; isExtended: boolean } {
  return { parts: pairs(block, 0, 21), isExtended: (block[504] ?? 0) !== 0 };
}

/** PAX formats 0.0 and 0.1 carry the map in the records; undefined when there is none. */
export function paxMap(records: PaxRecords): SparseMap | undefined {
  const size = records.values.get('GNU.sparse.size');
  if (size === undefined) return undefined;
  const map = records.values.get('GNU.sparse.map');
  const parts =
    map === undefined
      ? [...records.sparse]
      : map
          .toString('latin1')
          .split(',')
          .map((item) => paxInteger(Buffer.from(item), 'GNU.sparse.map'));
  return { parts, realSize: paxInteger(size, 'GNU.sparse.size') };
}

/** PAX format 1.0 has the map at the head of the data: decimal numbers, one per line, padded to whole blocks. */
export class SparseHeadParser {
  readonly parts: number[] = [];
  private count = -1;
  private digits = '';

  /** Takes one block; true when the map is complete. */
  push(block: Buffer): boolean {
    for (let i = 0; i < BLOCK; i++) {
      const byte = block[i] ?? 0;
      if (byte !== 0x0a) {
        if (byte < 0x30 || byte > 0x39 || this.digits.length > 15) throw damagedArchive('a sparse map is not made of numbers');
        this.digits += String.fromCharCode(byte);
        continue;
      }
      const value = Number(this.digits);
      this.digits = '';
      if (this.count < 0) this.count = value * 2;
      else this.parts.push(value);
      if (this.parts.length >= this.count) return true;
    }
    return false;
  }
}

/** Throws data-loss unless the parts are in order, inside the file, and as long as what is stored. */
export function checkSparseMap(map: SparseMap, storedSize: number): void {
  let position = 0;
  let total = 0;
  if (map.parts.length % 2 !== 0) throw damagedArchive('a sparse map is incomplete');
  for (let i = 0; i < map.parts.length; i += 2) {
    const offset = map.parts[i] ?? 0;
    const length = map.parts[i + 1] ?? 0;
    if (offset < position || length < 0) throw damagedArchive('a sparse map is out of order');
    position = offset + length;
    total += length;
  }
  if (position > map.realSize || total !== storedSize) throw damagedArchive('a sparse map does not fit its file');
}

function pairs(buffer: Buffer, at: number, count: number): number[] {
  const parts: number[] = [];
  for (let i = 0; i < count; i++) {
    if (buffer[at + i * 24] === 0) break;
    parts.push(tarNumber(buffer, at + i * 24, 12), tarNumber(buffer, at + i * 24 + 12, 12));
  }
  return parts;
}
