import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directory, file, hardLink, link, makeAttackBed, type AttackBed } from '../../../support/attack-bed.ts';
import { base256, rawTar, type RawMember } from '../../../support/raw-tar.ts';

/* Advisories whose archive is no crime in itself: its links and names mean something within the layer, and only there. */

let bed: AttackBed;

beforeEach(() => {
  bed = makeAttackBed();
});
afterEach(() => {
  bed.remove();
});

const up = '../'.repeat(12);

interface Contained {
  readonly title: string;
  readonly layers: () => readonly (readonly RawMember[])[];
  /** Looks into the layers, the lowest first. */
  /** Whiteouts of directories are an attribute that only root may set. */
  readonly isForRoot?: true;
  readonly see?: (layers: readonly string[]) => void;
}

const at = (layer: string | undefined, ...names: string[]): string => join(layer ?? '', ...names);
const reads = (path: string): string => fs.readFileSync(path, 'utf8');

const contained: readonly Contained[] = [
  {
    title: 'CVE-2021-32804 (node-tar): an absolute name behind many slashes',
    layers: () => [[file(`////${bed.victim}/evil`)]],
    see: ([layer]) => {
      expect(reads(at(layer, bed.victim, 'evil'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2021-32803 (node-tar): a directory that becomes a link, then a file through it',
    layers: () => [[directory('d/'), file('d/one'), link('d', bed.victim), file('d/evil')]],
    see: ([layer]) => {
      expect(reads(at(layer, bed.victim, 'evil'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2021-37701 (node-tar): a directory that becomes a link, by names with backslashes and slashes at the end',
    layers: () => [[directory('a\\b'), directory('d//'), link('d', bed.victim), file('d/evil'), file('a\\b/evil')]],
    see: ([layer]) => {
      expect(reads(at(layer, 'a\\b', 'evil'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2021-37712, CVE-2026-23950 (node-tar): names that are the same to a machine that folds them',
    layers: () => [
      [
        directory('caf\u00c3\u00a9/'),
        link('cafe\u00cc\u0081', bed.victim),
        file('caf\u00c3\u00a9/evil'),
        directory('\u00c3\u009f'),
        link('ss', bed.victim),
        file('\u00c3\u009f/evil'),
      ],
    ],
    see: ([layer]) => {
      expect(reads(at(layer, 'caf\u00e9', 'evil'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2021-37713, CVE-2026-31802 (node-tar): names relative to a drive are ordinary names',
    layers: () => [[file('C:..\\victim\\evil'), link('l', 'C:../victim'), file('l/evil')]],
    see: ([layer]) => {
      expect(reads(at(layer, 'C:..', 'victim', 'evil'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2026-23745 (node-tar): a link with an absolute target stays a link, and is followed within the layer',
    layers: () => [[link('s', bed.victim), file('s/evil')]],
    see: ([layer]) => {
      expect(fs.readlinkSync(at(layer, 's'))).toBe(bed.victim);
      expect(reads(at(layer, bed.victim, 'evil'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2024-12905, CVE-2025-48387, CVE-2025-59343 (tar-fs): a link, then a file by the same name',
    layers: () => [[link('s', join(bed.victim, 'secret')), file('s', 'mine', 0o4777)]],
    see: ([layer]) => {
      expect([reads(at(layer, 's')), fs.lstatSync(at(layer, 's')).mode & 0o7777]).toEqual(['mine', 0o4777]);
    },
  },
  {
    title: 'CVE-2021-38511 (tar-rs): directories made through a link',
    layers: () => [[link('s', bed.victim), directory('s/new/'), directory('s/new/deep/')]],
    see: ([layer]) => {
      expect(fs.existsSync(at(layer, bed.victim, 'new', 'deep'))).toBe(true);
    },
  },
  {
    title: 'CVE-2026-33056 (tar-rs): the mode of a directory set through a link of its name',
    layers: () => [[link('s', bed.victim), directory('s', 0o777)]],
    see: ([layer]) => {
      expect(fs.lstatSync(at(layer, 's')).isDirectory()).toBe(true);
    },
  },
  {
    title: 'CVE-2021-32760 (containerd): a hard link to a link means the link',
    layers: () => [[link('s', join(bed.victim, 'secret')), hardLink('h', 's'), { ...hardLink('h', 's'), mode: 0o4777 }]],
    see: ([layer]) => {
      expect(fs.readlinkSync(at(layer, 'h'))).toBe(join(bed.victim, 'secret'));
    },
  },
  {
    title: 'CVE-2014-9356, CVE-2014-6407 (docker): links up to the root of the machine',
    layers: () => [[link('s', up), file(`s${bed.victim}/evil`), link('t', `/${up}`), file(`t${bed.victim}/evil2`)]],
    see: ([layer]) => {
      expect([reads(at(layer, bed.victim, 'evil')), reads(at(layer, bed.victim, 'evil2'))]).toEqual(['evil', 'evil']);
    },
  },
  {
    title: 'CVE-2025-45582 (GNU tar), CVE-2025-47290 (containerd): a link in one archive, a file through it in the next',
    layers: () => [
      [link('s', bed.victim), link('p', `${up}${bed.victim}`)],
      [file('s/evil'), file('p/evil2'), directory('s/sub', 0o777)],
    ],
    see: ([, layer]) => {
      expect([reads(at(layer, bed.victim, 'evil')), reads(at(layer, bed.victim, 'evil2'))]).toEqual(['evil', 'evil']);
    },
  },
  {
    title: 'CVE-2025-45582 (GNU tar): a whiteout through a link of its own layer, and of the layer below',
    isForRoot: true,
    layers: () => [[link('s', bed.victim)], [file('s/.wh.secret', ''), link('t', bed.victim), file('t/.wh..wh..opq', '')]],
  },
  {
    title: 'CVE-2017-1002101, CVE-2014-6407: a directory with whiteouts and times, replaced by a link before they are settled',
    isForRoot: true,
    layers: () => [
      [directory('d/'), directory('d/sub/'), file('d/secret')],
      [directory('d/'), directory('d/sub/', 0o777), file('d/.wh.secret', ''), file('d/made/x'), link('d', bed.victim)],
    ],
    see: ([, layer]) => {
      expect(fs.readlinkSync(at(layer, 'd'))).toBe(bed.victim);
    },
  },
  {
    title: 'CVE-2025-62518 (async-tar, tokio-tar): what a PAX size and a header size hide from each other is not read as members',
    layers: () => [
      [
        {
          ...file('outer', rawTar([file('smuggled')]).toString('latin1')),
          size: 0,
          pax: { size: String(rawTar([file('smuggled')]).length) },
        },
        file('last'),
      ],
    ],
    see: ([layer]) => {
      expect(fs.readdirSync(layer ?? '').sort()).toEqual(['last', 'outer']);
    },
  },
  {
    title: 'CVE-2026-59871 (node-tar): a name of digits',
    layers: () => [[{ ...file('f'), pax: { path: '12345' } }]],
    see: ([layer]) => {
      expect(reads(at(layer, '12345'))).toBe('evil');
    },
  },
  {
    title: 'CVE-2022-48303 (GNU tar): a time in binary that fills its field',
    layers: () => [[{ ...file('f'), mtime: base256(-1n, 12), format: 'v7' }]],
    see: ([layer]) => {
      expect(fs.lstatSync(at(layer, 'f')).mtimeMs).toBe(-1000);
    },
  },
  {
    title: 'CVE-2021-41091 (docker): a set-id program in a layer is in a directory that others may not enter',
    layers: () => [[file('su', 'x', 0o4755)]],
    see: ([layer]) => {
      expect(fs.lstatSync(at(layer, 'su')).mode & 0o7777).toBe(0o4755);
    },
  },
  {
    title: 'names with newlines, quotes and escapes are names',
    layers: () => [[file('a\nb'), file('\'"$(touch evil)`'), file('\x1b[31m'), file('-rf')]],
    see: ([layer]) => {
      expect(fs.readdirSync(layer ?? '').sort()).toEqual(['\x1b[31m', '\'"$(touch evil)`', '-rf', 'a\nb']);
    },
  },
  {
    title: 'a hard link to itself changes nothing',
    layers: () => [[file('f', 'text'), hardLink('f', 'f')]],
    see: ([layer]) => {
      expect(reads(at(layer, 'f'))).toBe('text');
    },
  },
  {
    title: 'a size on a link, a directory or a device is no data',
    layers: () => [[{ ...link('s', 't'), size: 512 }, { ...directory('d'), size: 1024 }, file('f', 'text')]],
    see: ([layer]) => {
      expect(fs.readdirSync(layer ?? '').sort()).toEqual(['d', 'f', 's']);
    },
  },
];

describe('kept within the layer', () => {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) console.warn('skipped: attacks with whiteouts, because root is needed');
  test.each(contained.filter(({ isForRoot = false }) => isRoot || !isForRoot))('$title', async ({ layers, see }) => {
    const outcome = await bed.attack(layers());
    if ('refused' in outcome) throw new Error(`it was refused: ${outcome.refused}`);
    see?.(outcome.layers);
  });
});
