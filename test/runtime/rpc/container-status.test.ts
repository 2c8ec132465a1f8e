import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContainerRecord } from '../../../runtime/base/container.ts';
import { containerStatus } from '../../../runtime/rpc/container-status.ts';
import type { RuntimeParts } from '../../../runtime/rpc/runtime-parts.ts';

let bundle: string;

beforeEach(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'slipway-bundle-'));
});

afterEach(async () => {
  await rm(bundle, { recursive: true, force: true });
});

test('the verbose status carries the OCI spec of the bundle, where clients look for command and environment', async () => {
  await writeFile(join(bundle, 'config.json'), '{"process":{"args":["sleep","1d"],"env":["PATH=/bin"]}}');
  expect(await verboseInfo()).toMatchObject({ runtimeSpec: { process: { args: ['sleep', '1d'], env: ['PATH=/bin'] } } });
});

test('the verbose status does without the OCI spec once the bundle is gone', async () => {
  expect(await verboseInfo()).not.toHaveProperty('runtimeSpec');
});

async function verboseInfo(): Promise<unknown> {
  const parts = {
    containers: { find: () => RECORD },
    images: { find: () => undefined },
    stats: { limits: () => undefined },
    directories: { bundle: () => bundle },
  };
  const reply = await containerStatus(parts as unknown as RuntimeParts, { containerId: 'c', verbose: true });
  return JSON.parse(reply.info?.['info'] ?? '');
}

const RECORD = {
  id: 'c',
  sandboxId: 'p',
  state: 'running',
  init: { pid: 1 },
  conmon: { pid: 2 },
  runtimeHandler: 'runc',
  cgroupsPath: '',
  config: {
    metadata: { name: 'app', attempt: 0 },
    image: { image: 'busybox', annotations: {}, userSpecifiedImage: '', runtimeHandler: '', imageRef: '' },
    envs: [{ key: 'TOKEN', value: 'secret' }],
    labels: {},
    annotations: {},
    mounts: [],
    logPath: '',
    securityContext: {},
  },
} as unknown as ContainerRecord;
