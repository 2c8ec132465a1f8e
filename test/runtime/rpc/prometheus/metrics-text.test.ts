import { afterEach, describe, expect, test } from 'vitest';
import * as cri from '../../../../proto/gen/cri.ts';
import { silentLogger } from '../../../../runtime/base/logger.ts';
import type { PodMetrics } from '../../../../runtime/pod/metrics.ts';
import { fromContainerConfig } from '../../../../runtime/rpc/from-container-config.ts';
import { metricsText } from '../../../../runtime/rpc/prometheus/metrics-text.ts';
import { serveMetrics, type MetricsServer } from '../../../../runtime/rpc/prometheus/serve-metrics.ts';
import { createFakeRuntime } from '../../../support/fake-runtime-parts.ts';
import { containerRecord, podConfig, sandboxRecord } from '../../state/records.ts';

const record = sandboxRecord('a1', { config: podConfig({ metadata: { name: 'web', uid: 'u', namespace: 'shop', attempt: 0 } }) });
const config = fromContainerConfig(
  cri.ContainerConfig.decode(cri.ContainerConfig.encode({ metadata: { name: 'main' }, image: { image: 'busybox' } })),
);
const web: PodMetrics = {
  record,
  atNs: 1,
  samples: [{ name: 'container_network_receive_bytes_total', value: 7, labels: [] }],
  containers: [
    {
      record: containerRecord('c1', 'a1', { config }),
      samples: [
        { name: 'container_cpu_usage_seconds_total', value: 1.25, labels: ['total'] },
        { name: 'container_fs_reads_total', value: 3, labels: ['/dev/"sda"\\\n'] },
      ],
    },
  ],
};

describe('the metrics as text', () => {
  test('say what each is, of which pod and container, with fractions of seconds', () => {
    const labels = 'id="c1",image="busybox",namespace="shop",pod="web",container="main"';
    expect(metricsText([web])).toContain(
      `# TYPE container_cpu_usage_seconds_total counter\ncontainer_cpu_usage_seconds_total{${labels},cpu="total"} 1.25\n`,
    );
    expect(metricsText([web])).toContain(
      'container_network_receive_bytes_total{id="a1",image="",namespace="shop",pod="web",container=""} 7\n',
    );
  });

  test('have each family once, with all its samples together, and none without a sample', () => {
    const text = metricsText([web, { ...web, record: sandboxRecord('b2') }]);
    expect(text.match(/# TYPE container_network_receive_bytes_total/g)).toHaveLength(1);
    expect(text.match(/^container_network_receive_bytes_total\{.*\n(?=container_network_receive_bytes_total)/m)).not.toBeNull();
    expect(text).not.toContain('container_threads');
    expect(metricsText([])).toBe('');
  });

  test('are not broken by what a value contains', () => {
    expect(metricsText([web])).toContain(String.raw`device="/dev/\"sda\"\\\n"} 3`);
  });
});

describe('the metrics server', () => {
  let server: MetricsServer | undefined;
  afterEach(async () => {
    await server?.close();
  });

  async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; text: string; type: string | null }> {
    const fake = createFakeRuntime();
    fake.sandboxes.push(record);
    fake.stats = { metrics: () => Promise.resolve([web]) };
    server = await serveMetrics({ parts: fake.parts, address: { host: '127.0.0.1', port: 0 }, log: silentLogger });
    const response = await fetch(`http://127.0.0.1:${String(server.port)}${path}`, init);
    return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
  }

  test('answers Prometheus', async () => {
    expect(await ask('/metrics')).toEqual({
      status: 200,
      text: metricsText([web]),
      type: 'text/plain; version=0.0.4; charset=utf-8',
    });
  });

  test('says where metrics are, and takes nothing', async () => {
    expect(await ask('/')).toMatchObject({ status: 404, text: 'metrics are at /metrics\n' });
    await server?.close();
    expect(await ask('/metrics', { method: 'POST', body: 'x' })).toMatchObject({ status: 405 });
  });

  test('does not answer a page that asks by a name of its own', async () => {
    const { request } = await import('node:http');
    await ask('/metrics');
    const status = await new Promise((resolve) => {
      request(
        { port: server?.port, host: '127.0.0.1', path: '/metrics', headers: { host: 'evil.example' } },
        ({ statusCode }) => {
          resolve(statusCode);
        },
      ).end();
    });
    expect(status).toBe(403);
  });

  test('says which address is in use', async () => {
    await ask('/metrics');
    const port = server?.port ?? 0;
    const again = serveMetrics({ parts: createFakeRuntime().parts, address: { host: '127.0.0.1', port }, log: silentLogger });
    await expect(again).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('is in use') as string,
    });
  });
});
