import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { connectRuntime } from '../../extension/client/connect.ts';
import { makeAndStart } from '../../extension/commands/image/run-image.ts';
import { findDaemon } from '../../extension/daemon/find-daemon.ts';
import { startCodeServer } from '../support/code-server.ts';
import type { CodeServer } from '../support/code-server.ts';
import { removeAllPods } from './remove-all-pods.ts';
import { pushImages } from './sample-image.ts';
import type { Images } from './sample-image.ts';
import { codeServerOptions } from './surroundings.ts';
import type { Window } from './window.ts';

/** VS Code with a runtime of its own, and a registry with images, for the tests of one file. What is in it is there from the first test on. */
export interface Bed {
  readonly socket: string;
  readonly images: Images;
  readonly server: CodeServer;
  /** Starts the runtime and pulls the sample image. */
  prepare(window: Window): Promise<void>;
  /** A pod of the sample image that runs a script of a shell. */
  runScript(name: string, script: string, env?: Readonly<Record<string, string>>): Promise<void>;
}

/** Tests of the file follow each other; they are skipped where there can be no runtime. */
export function createBed(): Bed {
  const reason = !existsSync('dist/daemon.mjs')
    ? 'dist/daemon.mjs is not built'
    : process.getuid?.() === 0
      ? ''
      : 'the runtime needs root';
  test.skip(reason !== '', reason);
  test.describe.configure({ mode: 'serial' });
  let made: { readonly directory: string; readonly server: CodeServer; readonly images: Images } | undefined;
  const bed = (): NonNullable<typeof made> => {
    if (made === undefined) throw new Error('this is there from the first test on');
    return made;
  };
  const socket = (): string => join(bed().directory, 'run', 'slipway.sock');

  test.beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
    const images = await pushImages(directory);
    const server = await startCodeServer(
      codeServerOptions({
        'slipway.socket': join(directory, 'run', 'slipway.sock'),
        'slipway.root': join(directory, 'root'),
        'slipway.run': join(directory, 'run'),
      }),
    );
    made = { directory, images, server };
  });

  test.afterAll(async () => {
    const daemon = await findDaemon(socket());
    if (daemon !== undefined) {
      await removeAllPods(socket());
      process.kill(daemon.pid, 'SIGTERM');
    }
    await bed().server.stop();
    await bed().images.stop();
    await expect.poll(() => findDaemon(socket())).toBeUndefined();
    await rm(bed().directory, { recursive: true, force: true });
  });

  return {
    get socket() {
      return socket();
    },
    get images() {
      return bed().images;
    },
    get server() {
      return bed().server;
    },
    prepare: async (window) => {
      await window.command('Start Runtime');
      await expect(window.row('Targets', /^This machine/)).toContainText('ready', { timeout: 30_000 });
      await window.command('Pull Image…');
      await window.answer('Pull Image', bed().images.sample.name);
      await expect(window.row('Images', bed().images.sample.label)).toBeVisible();
    },
    runScript: async (name, script, env = {}) => {
      const client = connectRuntime(socket(), { begin: () => () => undefined });
      try {
        await makeAndStart(client, {
          image: bed().images.sample.name,
          request: { name, ports: [], env, command: ['/bin/sh', '-c', script] },
          report: () => undefined,
          signal: AbortSignal.timeout(30_000),
        });
      } finally {
        client.close();
      }
    },
  };
}
