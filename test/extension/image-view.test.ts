import { describe, expect, it } from 'vitest';
import type { ImageDetails } from '../../extension/client/types.ts';
import { imageView, layerDigests } from '../../extension/panels/image-view.ts';

const IMAGE: ImageDetails = { id: 'sha256:i', tags: ['app:1'], digests: [], sizeBytes: 30, pinned: false, info: {} };
const SPEC = {
  os: 'linux',
  architecture: 'arm64',
  variant: 'v8',
  created: '2026-01-02T03:04:05Z',
  config: { User: 'app', Env: ['A=b=c'], Cmd: ['serve'], ExposedPorts: { '80/tcp': {} }, Labels: { x: 'y' } },
  rootfs: { diff_ids: ['sha256:d1', 'sha256:d2'] },
  history: [{ created_by: 'ADD base' }, { created_by: 'ENV A=b', empty_layer: true }, { created_by: 'COPY app' }],
};

describe('what the image panel shows', () => {
  it('is of our own runtime: layers with their sizes and the step that made each', () => {
    const layers = [
      { digest: 'sha256:l1', sizeBytes: 20 },
      { digest: 'sha256:l2', sizeBytes: 10 },
    ];
    const image = { ...IMAGE, info: { info: JSON.stringify({ imageSpec: SPEC, layers }) } };
    const entry = { created: '', author: '', comment: '' };
    const history = [
      { ...entry, createdBy: 'ADD base', layer: 'sha256:l1', sizeBytes: 20 },
      { ...entry, createdBy: 'ENV A=b', layer: '', sizeBytes: 0 },
      { ...entry, createdBy: 'COPY app', layer: 'sha256:l2', sizeBytes: 10 },
    ];
    const view = imageView({ name: 'app:1', image, history, users: [] });
    expect(view).toMatchObject({
      platform: 'linux/arm64/v8',
      createdAt: Date.parse('2026-01-02T03:04:05Z'),
      config: {
        user: 'app',
        env: [{ name: 'A', value: 'b=c' }],
        cmd: ['serve'],
        ports: ['80/tcp'],
        labels: [{ name: 'x', value: 'y' }],
      },
      layers: [
        { digest: 'sha256:l1', sizeBytes: 20, createdBy: 'ADD base' },
        { digest: 'sha256:l2', sizeBytes: 10, createdBy: 'COPY app' },
      ],
    });
    expect(layerDigests(image)).toEqual(['sha256:l1', 'sha256:l2']);
  });

  it('is of other runtimes what their verbose info says', () => {
    const image = { ...IMAGE, info: { info: JSON.stringify({ chainID: 'x', imageSpec: SPEC }) } };
    const view = imageView({ name: 'app:1', image, history: undefined, users: [] });
    expect(view.layers).toEqual([
      { digest: 'sha256:d1', sizeBytes: 0, createdBy: 'ADD base' },
      { digest: 'sha256:d2', sizeBytes: 0, createdBy: 'COPY app' },
    ]);
    expect(view.history.map(({ makesLayer }) => makesLayer)).toEqual([true, false, true]);
    expect(imageView({ name: 'app:1', image: IMAGE, history: undefined, users: [] })).toMatchObject({
      platform: '',
      layers: [],
      config: undefined,
    });
  });
});
