import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActivity } from '../../extension/client/activity.ts';
import type { Activity } from '../../extension/client/activity.ts';
import { connectRuntime } from '../../extension/client/connect.ts';
import type { RuntimeClient } from '../../extension/client/runtime-client.ts';
import { startFakeEndpoint } from '../support/fake-cri-endpoint.ts';
import type { FakeEndpoint } from '../support/fake-cri-endpoint.ts';

let endpoint: FakeEndpoint;
let client: RuntimeClient;
let activity: Activity;

beforeEach(async () => {
  endpoint = await startFakeEndpoint();
  activity = createActivity({ limit: 50, now: Date.now });
  client = connectRuntime(endpoint.socket, activity);
});

afterEach(async () => {
  client.close();
  await endpoint.stop();
});

describe('the client of a runtime', () => {
  it('reads lists in plain types, with times in milliseconds', async () => {
    endpoint.pods.set('p1', { name: 'web', state: 0, createdAt: 1_700_000_000_000 });
    endpoint.containers.set('c1', {
      podId: 'p1',
      name: 'app',
      image: 'busybox',
      state: 2,
      createdAt: 1_700_000_001_000,
      exitCode: 3,
    });
    expect(await client.listPods()).toMatchObject([{ id: 'p1', name: 'web', state: 'ready', createdAt: 1_700_000_000_000 }]);
    expect(await client.listContainers()).toMatchObject([{ id: 'c1', podId: 'p1', state: 'exited', image: 'busybox' }]);
    expect(await client.containerStatus('c1')).toMatchObject({ exitCode: 3, state: 'exited' });
  });

  it('turns a status into an error with its code, hint, request id, method and address', async () => {
    endpoint.fail('RunPodSandbox', status.RESOURCE_EXHAUSTED, 'the disk is full (free space)', {
      'slipway-hint': 'free%20space',
      'slipway-request-id': 'r7',
    });
    const failing = client.runPod(podSpec());
    await expect(failing).rejects.toMatchObject({
      name: 'RpcError',
      code: 'resource-exhausted',
      message: 'the disk is full',
      hint: 'free space',
      requestId: 'r7',
      method: 'RunPodSandbox',
      address: endpoint.socket,
    });
  });

  it('tells each layer of a pull, and answers the image id', async () => {
    const phases: string[] = [];
    const id = await client.pullImage('busybox', { onProgress: (layer) => phases.push(`${layer.phase} ${layer.doneBytes}`) });
    expect(id).toBe('sha256:busybox');
    expect(phases).toEqual(['waiting 0', 'downloading 50', 'done 100']);
    expect(client.offers('pullProgress')).toBe(true);
  });

  it('falls back to the CRI pull where slipway.v1 is absent, and asks for it only once', async () => {
    endpoint.offersSlipway = false;
    const options = { onProgress: () => undefined };
    await client.pullImage('a', options);
    await client.pullImage('b', options);
    expect(endpoint.calls).toEqual(['slipway.PullImage', 'PullImage', 'PullImage']);
    expect(client.offers('pullProgress')).toBe(false);
  });

  it('rejects a log with unimplemented where it is not offered, and remembers that', async () => {
    endpoint.offersSlipway = false;
    const reading = client.containerLogs('c1', { follow: false, tailLines: 0 })[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ code: 'unimplemented' });
    expect(client.offers('containerLogs')).toBe(false);
  });

  it('ends a followed log when its signal says so', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const entries of client.containerLogs('c1', { follow: true, tailLines: 10 }, { signal: stop.signal })) {
        seen.push(...entries.map((entry) => `${entry.stream}: ${entry.text}`));
        stop.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toEqual(['stdout: hello', 'stderr: oh']);
  });

  it('answers undefined for an image that is not there', async () => {
    expect(await client.imageStatus('nope')).toBeUndefined();
  });

  it('says unavailable when nobody listens, and connects again afterwards', async () => {
    const lost = connectRuntime(`${endpoint.socket}.gone`, activity);
    await expect(lost.version()).rejects.toMatchObject({ code: 'unavailable' });
    lost.close();
  });

  it('does not send a call that was cancelled before', async () => {
    await expect(client.version({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(endpoint.calls).toEqual([]);
  });

  it('reports every call to Activity, and folds the repetitions of a background call', async () => {
    await client.version();
    await client.listPods({ background: true });
    await client.listPods({ background: true });
    await client.containerStatus('nope').catch(() => undefined);
    const lines = activity.calls.map((call) => `${call.method} ${call.code ?? ''} ${call.repetitions}`);
    expect(lines).toEqual(['ContainerStatus not-found 1', 'ListPodSandbox ok 2', 'Version ok 1']);
  });
});

function podSpec(): Parameters<RuntimeClient['runPod']>[0] {
  return {
    name: 'a',
    namespace: 'default',
    uid: 'u',
    logDirectory: '/tmp/x',
    hostname: 'a',
    labels: {},
    annotations: {},
    ports: [],
  };
}
