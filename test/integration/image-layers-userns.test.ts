import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rawTar, type RawMember } from '../support/raw-tar.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: root is needed');

const FIRST_ID = 200_000;
const IDS = 65_536;
const program = join(import.meta.dirname, '../support/userns-layers.ts');

describe.skipIf(!isRoot)('in a user namespace', () => {
  let parent: string;
  /** Keeps the namespaces, until its input ends. */
  let holder: ChildProcess;

  beforeEach(async () => {
    holder = spawn('unshare', ['--user', '--mount', '--propagation', 'private', 'sh', '-c', 'echo ready; read _'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (holder.stdout === null) throw new Error('it has no output');
    await once(holder.stdout, 'data');
    for (const map of ['uid_map', 'gid_map']) fs.writeFileSync(`/proc/${String(holder.pid)}/${map}`, `0 ${FIRST_ID} ${IDS}`);
    parent = fs.mkdtempSync(join(tmpdir(), 'slipway-userns-'));
    fs.chownSync(parent, FIRST_ID, FIRST_ID);
  });
  afterEach(async () => {
    const ended = once(holder, 'exit');
    holder.stdin?.end();
    await ended;
    fs.rmSync(parent, { recursive: true });
  });

  /** What a container of these layers sees, one line for each name. */
  const show = async (layers: readonly (readonly RawMember[])[]): Promise<string[]> => {
    const blobs = layers.map((members, index) => {
      const path = join(parent, `in-${index}`);
      fs.writeFileSync(path, rawTar(members));
      return path;
    });
    const inside = ['--user', '--mount', '--target', String(holder.pid), '--setuid', '0', '--setgid', '0'];
    const child = spawn('nsenter', [...inside, process.execPath, program, parent, ...blobs], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [shown, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (complaint !== '') throw new Error(complaint);
    return (JSON.parse(shown) as string[]).slice(1);
  };

  test('whiteouts, opaque directories, owners, set-id bits and capabilities hold; devices are left out', async () => {
    const capability = Buffer.from('0100000200040000000000000000000000000000', 'hex');
    const seen = await show([
      [
        { name: 'd', type: '5', mode: 0o1777, uid: 0, gid: 0 },
        { name: 'd/gone', uid: 0, gid: 0 },
        { name: 'd/kept', uid: 1000, gid: 65_535, mode: 0o4711, pax: { 'SCHILY.xattr.security.capability': capability } },
        { name: 'o', type: '5', mode: 0o755, uid: 0, gid: 0 },
        { name: 'o/old', uid: 0, gid: 0 },
        { name: 'null', type: '3', major: 1, minor: 3, uid: 0, gid: 0 },
        { name: 'fifo', type: '6', uid: 0, gid: 0 },
        { name: 'plain', uid: 0, gid: 0, pax: { 'SCHILY.xattr.trusted.x': 'no', 'SCHILY.xattr.user.y': 'yes' } },
      ],
      [
        { name: 'd/.wh.gone', uid: 0, gid: 0 },
        { name: 'o/.wh..wh..opq', uid: 0, gid: 0 },
        { name: 'o/new', uid: 0, gid: 0 },
        { name: 'forged', type: '5', uid: 0, gid: 0, mode: 0o755, pax: { 'SCHILY.xattr.user.overlay.opaque': 'y' } },
      ],
    ]);
    const names = seen.map((line) => line.split(' | ').slice(0, 4).join(' '));
    expect(names).toEqual([
      '/d directory 1777 0:0',
      '/d/kept file 4711 1000:65535',
      '/fifo fifo 644 0:0',
      '/forged directory 755 0:0',
      '/o directory 755 0:0',
      '/o/new file 644 0:0',
      '/plain file 644 0:0',
    ]);
    expect(seen.find((line) => line.startsWith('/d/kept'))).toContain('security.capability=01000002');
    expect(seen.find((line) => line.startsWith('/plain'))).toMatch(/user\.y=796573$/);
  });

  test('an id that the namespace does not have is named', async () => {
    await expect(show([[{ name: 'f', uid: 70_000, gid: 0 }]])).rejects.toThrow(
      '"f" belongs to 70000:0, which this user namespace does not have',
    );
  });
});
