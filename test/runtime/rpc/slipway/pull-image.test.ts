import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LayerPhase, PullImageRequest } from '../../../../proto/gen/slipway.ts';
import { CriError } from '../../../../runtime/base/cri-error.ts';
import type { PullProgress, PullRequest } from '../../../../runtime/image/images.ts';
import type { ImageRecord } from '../../../../runtime/base/image-record.ts';
import { slipwayPullImage } from '../../../../runtime/rpc/slipway/pull-image.ts';
import { createFakeRuntime } from '../../../support/fake-runtime-parts.ts';
import { createScriptedHost, type ManualClock } from '../../../support/scripted-host.ts';
import { imageRecord } from '../../state/records.ts';

let clock: ManualClock;
let pulled: PullRequest;
let finish: PromiseWithResolvers<ImageRecord>;
let caller: AbortController;
let messages: ReturnType<typeof slipwayPullImage>;

beforeEach(() => {
  clock = createScriptedHost().clock;
  finish = Promise.withResolvers();
  caller = new AbortController();
  const { parts, imageVerbs } = createFakeRuntime({ clock });
  imageVerbs.pull = (request) => {
    pulled = request;
    request.signal?.addEventListener('abort', () => {
      finish.reject(request.signal?.reason);
    });
    return finish.promise;
  };
  messages = slipwayPullImage(
    parts,
    { ...PullImageRequest.decode(Buffer.alloc(0)), reference: 'a', platform: 'linux/arm64' },
    {
      signal: caller.signal,
      requestId: 'r',
      note: () => undefined,
    },
  );
});

afterEach(async () => {
  await messages.return();
});

const progress = (change: Partial<PullProgress>): void => {
  pulled.onProgress?.({ digest: 'd1', phase: 'downloading', doneBytes: 0, totalBytes: 10, ...change });
};

describe('a pull with progress', () => {
  test('tells each layer as it is, and the id last', async () => {
    const first = messages.next();
    progress({ digest: '', phase: 'resolving' });
    expect((await first).value).toEqual({
      layers: [{ digest: '', phase: LayerPhase.LAYER_PHASE_RESOLVING, doneBytes: 0, totalBytes: 10 }],
    });
    const last = messages.next();
    finish.resolve(imageRecord('sha256:i'));
    expect((await last).value).toEqual({ imageId: 'sha256:i' });
    expect((await messages.next()).done).toBe(true);
    expect(pulled).toMatchObject({ reference: 'a', platform: 'linux/arm64' });
  });

  test('tells of many changes of a layer only the latest, ten times a second', async () => {
    const first = messages.next();
    progress({ doneBytes: 1 });
    await first;
    const second = messages.next();
    for (let doneBytes = 2; doneBytes <= 9; doneBytes++) progress({ doneBytes });
    progress({ digest: 'd2', phase: 'waiting' });
    await clock.advance(100);
    expect((await second).value).toEqual({
      layers: [
        { digest: 'd1', phase: LayerPhase.LAYER_PHASE_DOWNLOADING, doneBytes: 9, totalBytes: 10 },
        { digest: 'd2', phase: LayerPhase.LAYER_PHASE_WAITING, doneBytes: 0, totalBytes: 10 },
      ],
    });
    finish.resolve(imageRecord('sha256:i'));
  });

  test('tells what changed right before the end, before the id', async () => {
    const first = messages.next();
    progress({ doneBytes: 1 });
    await first;
    progress({ phase: 'done', doneBytes: 10 });
    finish.resolve(imageRecord('sha256:i'));
    expect((await messages.next()).value).toMatchObject({ layers: [{ phase: LayerPhase.LAYER_PHASE_DONE }] });
    expect((await messages.next()).value).toEqual({ imageId: 'sha256:i' });
  });

  test("fails with the pull's error", async () => {
    const first = messages.next();
    finish.reject(new CriError('not-found', 'no such image'));
    await expect(first).rejects.toThrow('no such image');
  });

  test('ends the pull when the caller cancels', async () => {
    const first = messages.next();
    caller.abort(new CriError('cancelled', 'enough'));
    await expect(first).rejects.toThrow('enough');
    expect(pulled.signal?.aborted).toBe(true);
  });

  test('ends the pull when the stream is left', async () => {
    const first = messages.next();
    progress({});
    await first;
    await messages.return();
    expect(pulled.signal?.aborted).toBe(true);
    await expect(finish.promise).rejects.toThrow('left');
  });
});
