import { damagedArchive } from './tar-error.ts';

const VERSION = 2;
const NO_ID = 0xffff_ffff;
const ENTRY_BYTES = 8;
const TAGS: Readonly<Record<string, { readonly plain: number; readonly named?: number }>> = {
  user: { plain: 1, named: 2 },
  group: { plain: 4, named: 8 },
  mask: { plain: 0x10 },
  other: { plain: 0x20 },
};

/**
 * A POSIX access control list as text (`user::rw-,user:1000:r--,…`, which GNU tar writes), as the kernel takes it in an extended attribute.
 * undefined when it names somebody by name: whom that means is not known before the image runs. Throws data-loss.
 */
export function posixAclXattr(text: string): Buffer | undefined {
  const entries: { tag: number; permissions: number; id: number }[] = [];
  for (const line of text.split(/[,\n]/)) {
    const entry = line.replace(/#.*/, '').trim();
    if (entry === '') continue;
    const [kind = '', who = '', permissions = '', number = ''] = entry.split(':');
    const tag = TAGS[kind];
    if (tag === undefined || !/^[r-][w-][x-]$/.test(permissions)) throw damagedArchive('an access control list is not one');
    if (who === '') {
      entries.push({ tag: tag.plain, permissions: bitsOf(permissions), id: NO_ID });
      continue;
    }
    // Some archivers write the number behind the name.
    const id = number === '' ? who : number;
    if (!/^[0-9]{1,10}$/.test(id) || tag.named === undefined) return undefined;
    entries.push({ tag: tag.named, permissions: bitsOf(permissions), id: Number(id) });
  }
  const bytes = Buffer.alloc(4 + entries.length * ENTRY_BYTES);
  bytes.writeUInt32LE(VERSION, 0);
  entries.sort((a, b) => a.tag - b.tag || a.id - b.id);
  for (const [i, { tag, permissions, id }] of entries.entries()) {
    const at = 4 + i * ENTRY_BYTES;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(permissions, at + 2);
    bytes.writeUInt32LE(id >>> 0, at + 4);
  }
  return bytes;
}

const bitsOf = (permissions: string): number => parseInt(permissions.replaceAll('-', '0').replace(/[rwx]/g, '1'), 2);
