/** One member as it stands in an archive, which need not make sense. Names are byte strings (`latin1`). */
export interface RawMember {
  readonly name: string;
  /** The type flag; default a file. */
  readonly type?: string;
  readonly data?: string | Uint8Array;
  /** What the header says of the size; default: that of `data`. */
  readonly size?: number | Uint8Array;
  readonly mode?: number;
  /** Default: who runs the test, so that nothing has to be given away. */
  readonly uid?: number | Uint8Array;
  readonly gid?: number | Uint8Array;
  readonly mtime?: number | Uint8Array;
  readonly linkname?: string;
  readonly major?: number;
  readonly minor?: number;
  /** Default `posix`. */
  readonly format?: 'posix' | 'gnu' | 'v7';
  /** Records of a PAX header before it; values may be binary. */
  readonly pax?: Readonly<Record<string, string | Uint8Array>>;
  /** Records as they stand, for those that are wrong. */
  readonly rawPax?: string | Uint8Array;
  /** Bytes that lie at an offset of the header, over everything else. */
  readonly patch?: readonly (readonly [offset: number, bytes: string | Uint8Array])[];
}

const BLOCK = 512;

/** An archive of these members, ended by two blocks of zeros. */
export function rawTar(members: readonly RawMember[]): Buffer {
  return Buffer.concat([...members.map(rawMember), Buffer.alloc(2 * BLOCK)]);
}

/** One member with all that belongs to it. */
export function rawMember(member: RawMember): Buffer {
  const parts: Buffer[] = [];
  const records = member.rawPax ?? (member.pax === undefined ? undefined : paxRecords(member.pax));
  if (records !== undefined) parts.push(plainMember({ name: 'PaxHeaders/x', type: 'x', data: records }));
  parts.push(plainMember(member));
  return Buffer.concat(parts);
}

/** `length key=value\n`, where the length counts itself. */
export function paxRecords(pax: Readonly<Record<string, string | Uint8Array>>): Buffer {
  return Buffer.concat(
    Object.entries(pax).map(([key, value]) => {
      const rest = Buffer.concat([Buffer.from(` ${key}=`, 'latin1'), bytesOf(value), Buffer.from('\n')]);
      let length = rest.length + 1;
      while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
      return Buffer.concat([Buffer.from(String(length)), rest]);
    }),
  );
}

/** A number in the binary form that GNU tar uses for what does not fit into octal digits; two's complement. */
export function base256(value: bigint, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  bytes[0] = value < 0n ? 0xff : 0x80;
  return bytes;
}

function plainMember(member: RawMember): Buffer {
  const data = bytesOf(member.data ?? '');
  const header = Buffer.alloc(BLOCK);
  const put = (offset: number, bytes: string | Uint8Array): void => {
    header.set(bytesOf(bytes), offset);
  };
  put(0, member.name.slice(0, 100));
  put(100, octal(member.mode ?? 0o644, 8));
  put(108, octal(member.uid ?? process.getuid?.() ?? 0, 8));
  put(116, octal(member.gid ?? process.getgid?.() ?? 0, 8));
  put(124, octal(member.size ?? data.length, 12));
  put(136, octal(member.mtime ?? 0, 12));
  put(156, member.type ?? '0');
  put(157, (member.linkname ?? '').slice(0, 100));
  if (member.format !== 'v7') put(257, member.format === 'gnu' ? 'ustar  \0' : 'ustar\x0000');
  put(329, octal(member.major ?? 0, 8));
  put(337, octal(member.minor ?? 0, 8));
  const patch = (isChecksum: boolean): void => {
    for (const [offset, bytes] of member.patch ?? []) if ((offset === 148) === isChecksum) put(offset, bytes);
  };
  patch(false);
  header.fill(0x20, 148, 156);
  put(
    148,
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
  patch(true);
  return Buffer.concat([header, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}

function octal(value: number | Uint8Array, length: number): string | Uint8Array {
  return typeof value === 'number' ? `${value.toString(8).padStart(length - 1, '0')}\0` : value;
}

const bytesOf = (value: string | Uint8Array): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value);
