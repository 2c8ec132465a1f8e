import { describe, expect, it } from 'vitest';
import type { LayerFile, LayerFiles } from '../../extension/client/image-calls.ts';
import { RpcError } from '../../extension/client/rpc-error.ts';
import { layerAnswers } from '../../extension/panels/layer-answers.ts';
import { layerChanges } from '../../extension/panels/layer-changes.ts';
import type { Question } from '../../extension/panels/panel-answers.ts';
import type { LayerFilesView } from '../../webview/protocol.ts';

const file = (path: string, sizeBytes = 0, kind: LayerFile['kind'] = 'file'): LayerFile => ({
  ...{ path, kind, sizeBytes, mode: 0o755, uid: 0, gid: 0, modifiedAtNs: 0, linkTarget: '', opaque: false },
});
const folder = (path: string, change: Partial<LayerFile> = {}): LayerFile => ({ ...file(path, 0, 'directory'), ...change });
const gone = (path: string): LayerFile => file(path, 0, 'whiteout');

async function* layers(...list: readonly (readonly LayerFile[])[]): AsyncGenerator<LayerFiles, void, undefined> {
  for (const [layer, files] of list.entries()) {
    await Promise.resolve();
    yield { layer, files };
  }
}

const changesOf = async (...list: readonly (readonly LayerFile[])[]): Promise<readonly (readonly string[])[]> =>
  (await layerChanges(layers(...list), 1000)).layers.map(({ files }) =>
    files.map(({ change, path, sizeBytes, hidden }) => `${change} ${path} ${String(sizeBytes)}${hidden ? ' hidden' : ''}`),
  );

describe('what a layer does to those below it', () => {
  it('is files that it adds and changes, the largest first', async () => {
    expect(await changesOf([file('small', 1), file('large', 9)], [file('large', 5), file('new', 7)])).toEqual([
      ['added /large 9 hidden', 'added /small 1'],
      ['added /new 7', 'changed /large 5'],
    ]);
  });

  it('is what it removes, with all that was in it, as large as that lies below', async () => {
    const base = [folder('a'), folder('a/b'), file('a/b/one', 3), file('a/two', 4), file('b', 1)];
    expect(await changesOf(base, [gone('a'), gone('never')], [folder('a'), file('a/two', 2)])).toEqual([
      ['added /a/two 4 hidden', 'added /a/b/one 3 hidden', 'added /b 1', 'added /a/ 0 hidden', 'added /a/b/ 0 hidden'],
      ['removed /a/ 7', 'removed /never 0'],
      ['added /a/two 2', 'added /a/ 0'],
    ]);
  });

  it('is what an opaque directory hides, but not what comes with it', async () => {
    const base = [folder('a'), file('a/one', 3), file('a/two', 4)];
    expect(await changesOf(base, [folder('a', { opaque: true }), file('a/two', 5)])).toEqual([
      ['added /a/two 4 hidden', 'added /a/one 3 hidden', 'added /a/ 0'],
      ['removed /a/* 7', 'added /a/two 5'],
    ]);
  });

  it('is a directory only when its mode or owner differs, or when it takes the place of a file', async () => {
    const base = [folder('same'), folder('other'), file('was', 2), folder('became'), file('became/in', 6)];
    const next = [folder('same'), folder('other', { uid: 5 }), folder('was'), file('became', 1)];
    expect(await changesOf(base, next)).toEqual([
      ['added /became/in 6 hidden', 'added /was 2 hidden', 'added /became/ 0 hidden', 'added /other/ 0', 'added /same/ 0'],
      ['changed /became 1', 'changed /other/ 0', 'changed /was/ 0'],
    ]);
  });

  it('counts a file with several names once, and what later layers hide', async () => {
    const { layers: both } = await layerChanges(
      layers([file('one', 8), file('two', 8, 'hardlink')], [gone('one'), file('three', 2)]),
      1000,
    );
    expect(both.map(({ counts, sizeBytes, hiddenBytes }) => ({ counts, sizeBytes, hiddenBytes }))).toEqual([
      { counts: { added: 2, changed: 0, removed: 0 }, sizeBytes: 8, hiddenBytes: 8 },
      { counts: { added: 1, changed: 0, removed: 1 }, sizeBytes: 2, hiddenBytes: 0 },
    ]);
  });

  it('tells which files can be opened: those that are seen', async () => {
    const { layers: both } = await layerChanges(
      layers([file('a'), file('b'), file('c', 0, 'symlink')], [file('a'), gone('b')]),
      99,
    );
    expect(both.map(({ files }) => files.map(({ path, opens }) => `${path} ${String(opens)}`))).toEqual([
      ['/a false', '/b false', '/c false'],
      ['/a true', '/b false'],
    ]);
  });

  it('stops where there are too many files, and says so', async () => {
    const found = await layerChanges(layers([file('a'), file('b')], [file('c')], [file('d')]), 3);
    expect(found.lookedAt).toBe(3);
    expect(found.layers).toHaveLength(2);
    expect((await layerChanges(layers([file('a'), file('b')], [file('c')], []), 3)).lookedAt).toBe(0);
  });
});

describe('the files of layers that a page asks for', () => {
  const about = { image: 'sha256:i', layer: 0, words: '', change: '', most: 200 };
  const open = (
    read: (image: string, signal: AbortSignal | undefined) => AsyncIterable<LayerFiles>,
  ): ((more?: object, signal?: AbortSignal) => Promise<LayerFilesView>) => {
    const answers = layerAnswers();
    const layerFiles = (image: string, options?: { signal?: AbortSignal }): AsyncIterable<LayerFiles> =>
      read(image, options?.signal);
    return (more = {}, signal = new AbortController().signal) =>
      answers.answers['layerFiles']?.({
        session: { client: { layerFiles } },
        about: { ...about, ...more },
        signal,
      } as unknown as Question) as Promise<LayerFilesView>;
  };

  it('are found by words and kind, and come in pieces, from one reading', async () => {
    let readings = 0;
    const ask = open(() => {
      readings += 1;
      return layers([file('usr/lib/a.so', 3), file('usr/lib/b.so', 2), file('etc/x', 1)], [gone('etc/x')]);
    });
    expect(await ask({ words: ' LIB  .so ', most: 1 })).toMatchObject({ found: 2, files: [{ path: '/usr/lib/a.so' }] });
    expect(await ask({ layer: 1, change: 'removed' })).toMatchObject({ found: 1, counts: { removed: 1 } });
    expect(await ask({ layer: 1, change: 'added' })).toMatchObject({ found: 0, files: [] });
    expect(await ask({ layer: 9 })).toMatchObject({ found: 0 });
    expect(readings).toBe(1);
  });

  it('are read again after a failure, and not when the question is none', async () => {
    let readings = 0;
    const ask = open(async function* () {
      readings += 1;
      await Promise.resolve();
      if (readings === 1) throw new RpcError('unavailable', 'away');
      yield { layer: 0, files: [file('a')] };
    });
    await expect(ask()).rejects.toThrow('away');
    expect(await ask()).toMatchObject({ found: 1 });
    await expect(ask({ layer: -1 })).rejects.toThrow('cannot ask');
    await expect(ask({ change: 'toString' })).rejects.toThrow('cannot ask');
    expect(readings).toBe(2);
  });

  it('end to be read when nobody waits for them any more', async () => {
    let ended: AbortSignal | undefined;
    const ask = open(async function* (_image, signal) {
      ended = signal;
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new RpcError('cancelled', 'no longer wanted'));
        });
      });
      yield { layer: 0, files: [] };
    });
    const one = new AbortController();
    const other = new AbortController();
    const asked = [ask({}, one.signal), ask({ layer: 1 }, other.signal)];
    const outcomes = Promise.allSettled(asked);
    one.abort();
    expect(ended?.aborted).toBe(false);
    other.abort();
    expect(ended?.aborted).toBe(true);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
