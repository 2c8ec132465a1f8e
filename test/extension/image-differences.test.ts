import { describe, expect, it } from 'vitest';
import type { LayerFile } from '../../extension/client/image-calls.ts';
import { differenceText } from '../../extension/commands/image/difference-text.ts';
import { fileDifferences } from '../../extension/commands/image/image-differences.ts';
import type { ImageFiles } from '../../extension/panels/layer-changes.ts';

const file = (path: string, sizeBytes: number, change: Partial<LayerFile> = {}): LayerFile => ({
  ...{ path, kind: 'file', sizeBytes, mode: 0o644, uid: 0, gid: 0, modifiedAtNs: 5, linkTarget: '', opaque: false },
  ...change,
});
const filesOf = (...files: readonly LayerFile[]): ImageFiles => ({
  files: new Map(files.map((each) => [`/${each.path}`, each])),
  ...{ sizeBytes: 0, hiddenBytes: 0, lookedAt: 0 },
});
const found = (before: ImageFiles, after: ImageFiles): readonly string[] =>
  fileDifferences(before, after).map(({ kind, path }) => `${kind} ${path}`);

describe('what differs between the files of two images', () => {
  it('is what one has and the other has not, the largest first', () => {
    expect(found(filesOf(file('a', 1), file('b', 2)), filesOf(file('b', 2), file('c', 9)))).toEqual(['added /c', 'removed /a']);
  });

  it('is size, mode, owner and kind; a time alone is said to be one', () => {
    const before = filesOf(file('size', 1), file('mode', 1), file('owner', 1), file('kind', 0), file('time', 1), file('same', 1));
    const after = filesOf(
      ...[file('size', 2), file('mode', 1, { mode: 0o755 }), file('owner', 1, { uid: 5 })],
      ...[file('kind', 0, { kind: 'symlink' }), file('time', 1, { modifiedAtNs: 6 }), file('same', 1)],
    );
    expect(found(before, after)).toEqual([
      'changed /size',
      'changed /mode',
      'changed /owner',
      'retouched /time',
      'changed /kind',
    ]);
  });

  it('is where a symbolic link leads, not which of its names a file has first, nor the time of a link', () => {
    const before = filesOf(file('link', 0, { kind: 'symlink', linkTarget: 'x' }), file('hard', 3));
    const after = filesOf(
      file('link', 0, { kind: 'symlink', linkTarget: 'y', modifiedAtNs: 9 }),
      file('hard', 3, { kind: 'hardlink', linkTarget: 'other' }),
    );
    expect(found(before, after)).toEqual(['changed /link']);
  });
});

describe('the text about two images', () => {
  const one = { name: 'a:1', layers: ['l1', 'l2'], config: ['User: root', 'Variable: A=1'] };
  const other = { name: 'a:2', layers: ['l1', 'l3', 'l4'], config: ['User: root', 'Variable: A=2'] };

  it('tells what differs in the configuration, layers and files, and what lies there for nothing', () => {
    const before = filesOf(file('f', 1000));
    const after = { ...filesOf(file('f', 2000)), sizeBytes: 2000, hiddenBytes: 500 };
    const text = differenceText({ ...one, files: before }, { ...other, files: after }, fileDifferences(before, after));
    expect(text.split('\n')).toEqual([
      ...['--- a:1', '+++ a:2', '', '@@ Configuration @@', '- Variable: A=1', '+ Variable: A=2', ''],
      ...['@@ Layers @@', '  2 and 3, 1 of them the same', '', '@@ Changed files: 1 @@', '!      1.0 kB → 2.0 kB  /f', ''],
      ...['@@ Unpacked @@', '  a:1: 0 B', '  a:2: 2.0 kB, and 500 B that later layers replace or remove', ''],
    ]);
  });

  it('says where nothing differs, and where nobody can tell', () => {
    const same = differenceText({ ...one, files: filesOf() }, { ...one, name: 'b', files: filesOf() }, []);
    expect(same).toContain('@@ Configuration @@\n  the same');
    expect(same).toContain('@@ Files @@\n  the same');
    expect(differenceText({ ...one, files: undefined }, { ...other, files: undefined }, [])).toContain(
      'has no call for the files',
    );
  });
});
