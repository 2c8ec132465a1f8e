import { damagedArchive } from './tar-error.ts';

export const BLOCK = 512;

/** The fields of one header block as written, before PAX and GNU overrides. */
export interface TarHeader {
  readonly typeFlag: string;
  readonly path: string;
  readonly linkPath: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly major: number;
  readonly minor: number;
  readonly isGnu: boolean;
}

/** Reads the block at `at`; undefined for a block of zeros. Throws data-loss on a wrong checksum or number. */
export function parseTarHeader(buffer: Buffer, at: number): TarHeader | undefined {
  if (!checksumHolds(buffer, at)) {
    if (isZeroBlock(buffer, at)) return undefined;
    throw damagedArchive('a header has a wrong checksum');
  }
  const isUstar = buffer.toString('latin1', at + 257, at + 262) === 'ustar';
  const isGnu = isUstar && buffer[at + 262] === 0x20;
  const name = cString(buffer, at, 100);
  const prefix = isUstar && !isGnu ? cString(buffer, at + 345, 155) : '';
  const typeFlag = String.fromCharCode(buffer[at + 156] ?? 0);
  const isDevice = typeFlag === '3' || typeFlag === '4';
  return {
    typeFlag: typeFlag === '\0' ? '0' : typeFlag,
    path: prefix === '' ? name : `${prefix}/${name}`,
    linkPath: cString(buffer, at + 157, 100),
    mode: tarNumber(buffer, at + 100, 8) & 0o7777,
    uid: tarNumber(buffer, at + 108, 8),
    gid: tarNumber(buffer, at + 116, 8),
    size: tarNumber(buffer, at + 124, 12),
    mtime: tarNumber(buffer, at + 136, 12),
    major: isDevice && isUstar ? tarNumber(buffer, at + 329, 8) : 0,
    minor: isDevice && isUstar ? tarNumber(buffer, at + 337, 8) : 0,
    isGnu,
  };
}

/** Octal text, or big-endian two's complement when the first bit is set (GNU). Throws data-loss. */
export function tarNumber(buffer: Buffer, at: number, length: number): number {
  const first = buffer[at] ?? 0;
  if ((first & 0x80) !== 0) return binaryNumber(buffer, at, length);
  let value = 0;
  let i = at;
  const end = at + length;
  while (i < end && buffer[i] === 0x20) i++;
  for (; i < end; i++) {
    const byte = buffer[i] ?? 0;
    if (byte === 0 || byte === 0x20) break;
    if (byte < 0x30 || byte > 0x37) throw damagedArchive('a header field is not a number');
    value = value * 8 + (byte - 0x30);
  }
  return value;
}

function binaryNumber(buffer: Buffer, at: number, length: number): number {
  const isNegative = ((buffer[at] ?? 0) & 0x40) !== 0;
  let value = isNegative ? -1n : 0n;
  for (let i = at; i < at + length; i++) {
    const byte = buffer[i] ?? 0;
    value = (value << 8n) | BigInt(i === at ? (isNegative ? byte | 0x80 : byte & 0x7f) : byte);
  }
  const result = Number(isNegative ? BigInt.asIntN(length * 8, value) : value);
  if (!Number.isSafeInteger(result)) throw damagedArchive('a header field is out of range');
  return result;
}

/** The bytes up to the first zero, as a byte string. */
function cString(buffer: Buffer, at: number, length: number): string {
  let end = at;
  const limit = at + length;
  while (end < limit && buffer[end] !== 0) end++;
  return buffer.toString('latin1', at, end);
}

export function isZeroBlock(buffer: Buffer, at: number): boolean {
  for (let i = at; i < at + BLOCK; i++) if (buffer[i] !== 0) return false;
  return true;
}

function checksumHolds(buffer: Buffer, at: number): boolean {
  if (buffer[at] === 0 && isZeroBlock(buffer, at)) return false;
  let unsigned = 8 * 0x20;
  let negatives = 0;
  for (let i = at; i < at + BLOCK; i++) {
    if (i === at + 148) i += 8;
    const byte = buffer[i] ?? 0;
    unsigned += byte;
    if (byte > 127) negatives++;
  }
  const stated = tarNumber(buffer, at + 148, 8);
  // Some old archivers summed signed bytes.
  return stated === unsigned || stated === unsigned - 256 * negatives;
}
