import { posixAclXattr } from './posix-acl.ts';
import { damagedArchive } from './tar-error.ts';

/** Records of one PAX extended header; GNU's repeated sparse records keep their order in `sparse`. Values are bytes: xattrs are binary. */
export interface PaxRecords {
  readonly values: ReadonlyMap<string, Buffer>;
  readonly sparse: readonly number[];
}

/** Reads `length key=value\n` records; throws data-loss. */
export function parsePax(data: Buffer): PaxRecords {
  const values = new Map<string, Buffer>();
  const sparse: number[] = [];
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(0x20, at);
    const digits = space < 0 ? '' : data.toString('latin1', at, space);
    if (!/^[0-9]{1,10}$/.test(digits)) throw damagedArchive('a PAX record has no length');
    const end = at + Number(digits);
    const equals = data.indexOf(0x3d, space);
    if (end > data.length || end <= space + 1 || data[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      throw damagedArchive('a PAX record has a wrong length');
    }
    const key = data.toString('latin1', space + 1, equals);
    const value = data.subarray(equals + 1, end - 1);
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') sparse.push(paxInteger(value, key));
    else values.set(key, value);
    at = end;
  }
  return { values, sparse };
}

export function paxInteger(value: Buffer, key: string): number {
  const text = value.toString('latin1');
  const number = Number(text);
  if (!/^-?[0-9]+$/.test(text) || !Number.isSafeInteger(number)) throw damagedArchive(`PAX ${key} is not a number`);
  return number;
}

/** A name: the bytes, without zeros inside. */
export function paxName(value: Buffer, key: string): string {
  if (value.includes(0)) throw damagedArchive(`PAX ${key} holds a zero byte`);
  return value.toString('latin1');
}

/** Seconds with a decimal fraction, as whole seconds (rounded down) and nanoseconds. */
export function paxTime(value: Buffer, key: string): { seconds: number; nanoseconds: number } {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]*))?$/.exec(value.toString('latin1'));
  if (match === null) throw damagedArchive(`PAX ${key} is not a time`);
  const seconds = Number(match[2]);
  const nanoseconds = Number((match[3] ?? '').slice(0, 9).padEnd(9, '0'));
  if (match[1] === '') return { seconds, nanoseconds };
  return nanoseconds === 0
    ? { seconds: -seconds, nanoseconds: 0 }
    : { seconds: -seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds };
}

const XATTR_PREFIX = 'SCHILY.xattr.';
const ACLS: Readonly<Record<string, string>> = {
  'SCHILY.acl.access': 'system.posix_acl_access',
  'SCHILY.acl.default': 'system.posix_acl_default',
};
const NO_XATTRS: ReadonlyMap<string, Uint8Array> = new Map();

/** Extended attributes among the records; the names are byte strings. */
export function paxXattrs(values: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Uint8Array> {
  let found: Map<string, Uint8Array> | undefined;
  for (const [key, value] of values) {
    const list = ACLS[key];
    const bytes = list === undefined ? value : posixAclXattr(value.toString('latin1'));
    const name = list ?? (key.startsWith(XATTR_PREFIX) ? key.slice(XATTR_PREFIX.length) : undefined);
    if (name !== undefined && bytes !== undefined) (found ??= new Map()).set(name, bytes);
  }
  return found ?? NO_XATTRS;
}
