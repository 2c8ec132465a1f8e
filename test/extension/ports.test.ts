import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { portAnnotation, publishedPorts } from '../../extension/client/published-ports.ts';
import type { ImageDetails, Pod } from '../../extension/client/types.ts';
import { offeredPorts } from '../../extension/commands/image/offered-ports.ts';
import { ownLogDirectory } from '../../extension/logs/pod-logs.ts';
import { podNodes } from '../../extension/tree/pod-nodes.ts';
import type { TreeNode } from '../../extension/tree/tree-node.ts';

const UID = '00000000-0000-4000-8000-000000000001';
const POD: Pod = {
  id: 'p',
  name: 'web',
  namespace: 'default',
  uid: UID,
  attempt: 0,
  state: 'ready',
  createdAt: 1,
  handler: '',
  labels: { 'app.kubernetes.io/managed-by': 'slipway' },
  annotations: portAnnotation([{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }]),
};

function imageWith(...ports: readonly string[]): ImageDetails {
  const exposed = Object.fromEntries(ports.map((port) => [port, {}]));
  const info = { info: JSON.stringify({ imageSpec: { config: { ExposedPorts: exposed } } }) };
  return { id: 'i', tags: [], digests: [], sizeBytes: 1, pinned: false, info };
}

describe('published ports', () => {
  it('are read from a pod as they were written to it', () => {
    const ports = [
      { protocol: 'tcp', hostPort: 8080, containerPort: 80 },
      { protocol: 'udp', hostPort: 53, containerPort: 53 },
    ] as const;
    expect(publishedPorts({ annotations: portAnnotation(ports) })).toEqual(ports);
    expect(publishedPorts({ annotations: { 'slipway.dev/ports': 'nonsense,1:2/tcp' } })).toHaveLength(1);
    expect(portAnnotation([])).toEqual({});
  });

  it('let a ready pod be opened in the browser, and show themselves', () => {
    const nodeOf = (pod: Pod): TreeNode | undefined => podNodes({ list: { pods: [pod], containers: [] }, now: 2 }).nodes[0];
    expect(nodeOf(POD)).toMatchObject({ description: ':8080 · <1m' });
    expect(nodeOf(POD)?.flags).toContain('browse');
    expect(nodeOf({ ...POD, state: 'notready' })?.flags).not.toContain('browse');
  });
});

describe('the ports that Run Image offers', () => {
  it('are those of the image, on host ports that nobody has', async () => {
    const server = createServer();
    const taken = await new Promise<number>((resolve) => {
      server.listen(0, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    try {
      const [offered = ''] = await offeredPorts(imageWith(`${taken}/tcp`, '53/udp'), []);
      expect(Number(offered.split(':')[0])).toBeGreaterThan(taken);
      expect(offered.split(':')[1]).toBe(String(taken));
    } finally {
      server.close();
    }
  });

  it('leave out what other pods have published, and the ports of the machine itself', async () => {
    const [offered = ''] = await offeredPorts(imageWith('80/tcp'), [POD]);
    const host = Number(offered.split(':')[0]);
    expect(host).toBeGreaterThan(8080);
    expect(await offeredPorts(undefined, [])).toEqual([]);
  });
});

describe('the log directory that goes with a pod', () => {
  it('is only one that Run Image chose, and never a path made of names that climb', () => {
    expect(ownLogDirectory(POD)).toBe(`/var/log/slipway/pods/default_web_${UID}`);
    expect(ownLogDirectory({ ...POD, labels: {} })).toBeUndefined();
    expect(ownLogDirectory({ ...POD, name: '../../etc' })).toBeUndefined();
    expect(ownLogDirectory({ ...POD, uid: 'x/../..' })).toBeUndefined();
  });
});
