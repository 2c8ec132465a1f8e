import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directory, file, hardLink, link, makeAttackBed, type AttackBed } from '../../../support/attack-bed.ts';
import { base256, type RawMember } from '../../../support/raw-tar.ts';

/*
 * A test per known advisory of programs that unpack archives: what they were made to do, our unpacker must not. The archive of each attack is
 * built here; the bed holds the machine against what it was before.
 */

let bed: AttackBed;

beforeEach(() => {
  bed = makeAttackBed();
});
afterEach(() => {
  bed.remove();
});

const up = '../'.repeat(12);

interface Attack {
  readonly title: string;
  readonly layers: () => readonly (readonly RawMember[])[];
}

const refused: readonly Attack[] = [
  {
    title: 'CVE-2001-1267, CVE-2007-4559 (GNU tar, Python): a name that leads upwards',
    layers: () => [[file('../victim/evil')]],
  },
  {
    title: 'CVE-2002-0399, CVE-2007-4131 (GNU tar): upwards behind slashes and dots',
    layers: () => [[file('//..//../victim/./evil')]],
  },
  { title: 'CVE-2016-6321 (GNU tar): upwards in the middle of a name', layers: () => [[file('victim/../../victim/evil')]] },
  {
    title: 'CVE-2026-20613 (cctl image load): upwards in an image that is loaded',
    layers: () => [[directory('a/'), file('a/../../victim/evil')]],
  },
  {
    title:
      'CVE-2018-20834 (node-tar), CVE-2018-20835 (tar-fs), CVE-2018-20990 (tar-rs): a hard link to a file of the machine, then a file over it',
    layers: () => [[hardLink('h', join(bed.victim, 'secret')), file('h')]],
  },
  {
    title: 'CVE-2026-23745, GHSA-8qq5-rm4j-mr97 (node-tar): a hard link with an absolute target',
    layers: () => [[hardLink('h', join(bed.victim, 'secret'))]],
  },
  {
    title:
      'CVE-2026-24842, GHSA-34x7-hfp2-rc4v (node-tar): a hard link whose target is looked up from another place than it is checked',
    layers: () => [[directory('a/'), directory('a/b/'), hardLink('a/b/h', '../../victim/secret')]],
  },
  {
    title: 'CVE-2026-26960, CVE-2014-6407 (node-tar, docker): a hard link through a chain of links',
    layers: () => [
      [link('one', '.'), link('two', 'one/..'), link('three', `two/../${bed.victim}`), hardLink('h', 'three/secret')],
    ],
  },
  {
    title: 'CVE-2026-17106, GHSA-hfg8-hc9c-6c3h (go-archive): a hard link through a link out of the layer',
    layers: () => [[link('out', bed.victim), hardLink('h', 'out/secret'), file('h')]],
  },
  {
    title: 'CVE-2021-32760, GHSA-c72p-9xmj-rx3w (containerd): a hard link to a link, to change the mode of what it means',
    layers: () => [[link('s', join(bed.victim, 'secret')), hardLink('h', `${up}${join(bed.victim, 'secret')}`)]],
  },
  {
    title: 'CVE-2021-29136, GHSA-9m95-8hx6-7p9v (umoci): a link in the place of the root',
    layers: () => [[link('.', bed.victim), file('evil')]],
  },
  {
    title: 'CVE-2021-29136 (umoci): a link in the place of the root, by the name /',
    layers: () => [[link('/', bed.victim), file('evil')]],
  },
  {
    title: 'CVE-2021-29136 (umoci): a link in the place of the root, in a second layer',
    layers: () => [[directory('./')], [link('./', bed.victim), file('evil')]],
  },
  {
    title: 'CVE-2024-28863 (node-tar): directories without end',
    layers: () => [[{ ...directory('d'), pax: { path: 'd/'.repeat(1100) } }]],
  },
  {
    title: 'GHSA-r292-9mhp-454m (node-tar): a path that is all slashes',
    layers: () => [[{ ...file('f'), pax: { path: 'a/'.repeat(2000) } }]],
  },
  { title: 'CVE-2026-59875 (node-tar): a zero byte in a name', layers: () => [[{ ...file('f'), pax: { path: 'f\0g' } }]] },
  {
    title: 'CVE-2026-59875 (node-tar): a zero byte in the target of a link',
    layers: () => [[{ ...link('s', 't'), pax: { linkpath: `t\0${bed.victim}` } }]],
  },
  {
    title: 'CVE-2026-59874 (node-tar), CVE-2025-8194 (Python): a negative size',
    layers: () => [[{ ...file('f'), size: base256(-512n, 12) }]],
  },
  {
    title: 'CVE-2026-59874 (node-tar): a negative size in a PAX record',
    layers: () => [[{ ...file('f'), pax: { size: '-512' } }]],
  },
  {
    title: 'CVE-2026-59874 (node-tar): a negative size of an extended header',
    layers: () => [[{ name: 'x', type: 'x', size: base256(-1n, 12) }, file('f')]],
  },
  { title: 'CVE-2019-20907 (Python): a PAX record of length zero', layers: () => [[{ ...file('f'), rawPax: '0 path=x\n' }]] },
  {
    title: 'CVE-2006-0300 (GNU tar): a PAX record that is longer than its header',
    layers: () => [[{ ...file('f'), rawPax: '9999 path=x\n' }]],
  },
  {
    title: 'CVE-2024-6232 (Python): PAX records without an end',
    layers: () => [[{ ...file('f'), rawPax: '1'.repeat(100_000) }]],
  },
  {
    title: 'CVE-2022-2879 (Go): a PAX header of megabytes',
    layers: () => [[{ ...file('f'), pax: { comment: 'x'.repeat(2 << 20) } }]],
  },
  {
    title: 'CVE-2022-2879 (Go): a long name of megabytes',
    layers: () => [[{ name: 'L', type: 'L', data: 'x'.repeat(2 << 20) }, file('f')]],
  },
  {
    title: 'CVE-2025-58183 (Go): a sparse map without end, in the data',
    layers: () => [
      [
        {
          ...file('f', `100000000\n${'0\n0\n'.repeat(100_000)}`),
          pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '1' },
        },
      ],
    ],
  },
  { title: 'CVE-2025-58183 (Go): a sparse map without end, in old GNU blocks', layers: () => [[oldSparse(4000)]] },
  {
    title: 'CVE-2019-9923 (GNU tar): a sparse file without a map',
    layers: () => [[{ ...file('f', ''), pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' } }]],
  },
  {
    title: 'CVE-2019-9923 (GNU tar): a sparse map with half a part',
    layers: () => [[{ ...file('f', 'data'), pax: { 'GNU.sparse.size': '10', 'GNU.sparse.map': '0,4,5' } }]],
  },
  {
    title: 'CVE-2026-9538 (Archive::Tar): a size of many gigabytes with nothing behind it',
    layers: () => [[{ ...file('f', ''), size: base256(1n << 40n, 12) }]],
  },
  {
    title: 'CVE-2023-39804 (GNU tar): an extended attribute with a name of 60 KB',
    layers: () => [[{ ...file('f'), pax: { [`SCHILY.xattr.user.${'x'.repeat(60_000)}`]: 'v' } }]],
  },
  {
    title: 'CVE-2006-6097 (GNU tar): a record that renames and links outside',
    layers: () => [[{ name: 'N', type: 'N', data: `Symlink ${bed.victim} to out\n` }, file('out/evil')]],
  },
  {
    title: 'CVE-2025-4517, CVE-2025-4330 (Python): a link whose real path is longer than the machine allows',
    layers: () => [[...longLinks(), file(`${'d'.repeat(200)}/`.repeat(3)), file('escape/evil')]],
  },
  {
    title: 'a sparse file of 8 EiB',
    layers: () => [
      [{ ...file('f', 'data'), pax: { 'GNU.sparse.size': '9007199254740991', 'GNU.sparse.map': '9007199254740987,4' } }],
    ],
  },
  { title: 'a whiteout of the root', layers: () => [[directory('d/')], [file('.wh..', '')]] },
  { title: 'a whiteout of what is above the root', layers: () => [[directory('d/')], [file('.wh...', '')]] },
  { title: 'a whiteout with nothing to hide', layers: () => [[directory('d/')], [file('d/.wh.', '')]] },
  { title: 'a hard link to a directory', layers: () => [[directory('d/'), hardLink('h', 'd')]] },
  { title: 'a hard link to nothing', layers: () => [[hardLink('h', 'absent')]] },
  { title: 'a directory below a file', layers: () => [[file('f'), file('f/below')]] },
  { title: 'a name of 256 bytes', layers: () => [[{ ...file('f'), pax: { path: 'x'.repeat(256) } }]] },
  { title: 'a name of 5000 bytes', layers: () => [[{ ...file('f'), pax: { path: 'x/'.repeat(2500) } }]] },
  {
    title: 'a header whose checksum is wrong',
    layers: () => [[file('f'), { ...file('g'), patch: [[148, '0000001\0']] }, file('h')]],
  },
];

describe('refused with a reason, and nothing outside is touched', () => {
  test.each(refused)('$title', async ({ layers }) => {
    const outcome = await bed.attack(layers());
    expect(outcome).toMatchObject({ refused: expect.stringMatching(/^(data-loss|resource-exhausted)$/) as string });
  });
});

function oldSparse(blocks: number): RawMember {
  const map = Buffer.alloc(512);
  for (let i = 0; i < 21; i++) map.write('00000000000\0'.repeat(2), i * 24, 'latin1');
  map[504] = 1;
  const first = Buffer.from('00000000000\0'.repeat(8), 'latin1');
  return {
    name: 's',
    type: 'S',
    format: 'gnu',
    size: 0,
    data: Buffer.concat(Array.from({ length: blocks }, () => map)),
    patch: [
      [386, first],
      [482, '\x01'],
      [483, '00000000010\0'],
    ],
  };
}

function longLinks(): RawMember[] {
  const long = 'd'.repeat(247);
  const members: RawMember[] = [];
  let path = '';
  for (const step of 'abcdefghijklmnop') {
    members.push(
      { ...directory('x'), pax: { path: `${path}${long}` } },
      { ...link('x', long), pax: { path: `${path}${step}`, linkpath: long } },
    );
    path += `${step}/`;
  }
  const above = '../'.repeat(16);
  return [
    ...members,
    { ...link('x', 'x'), pax: { path: `${path}${'l'.repeat(254)}`, linkpath: above } },
    { ...link('escape', 'x'), pax: { linkpath: `${path}${'l'.repeat(254)}/${above}${bed.victim}` } },
  ];
}
