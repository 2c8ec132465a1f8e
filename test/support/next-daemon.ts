import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtinsOnDemand, withoutProtoLoader } from '../../scripts/bundle-plugins.ts';
import { copyKoffiParts } from '../../scripts/koffi-parts.ts';

/**
 * Builds the daemon of the next version into `directory`: its records are of version 2, and what it reads of version 1 gets the
 * annotation `upgraded`. Answers its program.
 */
export async function buildNextDaemon(directory: string): Promise<string> {
  mkdirSync(directory, { recursive: true });
  await build({
    entryPoints: { daemon: 'runtime/main.ts', 'unpack-worker': 'runtime/image/unpack-worker.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: resolve('.'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as slipwayRequire } from 'node:module'; const require = slipwayRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'next-records',
        setup: ({ onLoad }) => {
          onLoad({ filter: /runtime\/state\/record-version\.ts$/ }, () => ({ contents: NEXT_RECORDS }));
        },
      },
      builtinsOnDemand,
      withoutProtoLoader,
    ],
  });
  copyKoffiParts(directory);
  return join(directory, 'daemon.mjs');
}

const NEXT_RECORDS = `
  const mark = ({ config, ...record }) =>
    ({ ...record, config: { ...config, annotations: { ...config.annotations, upgraded: 'yes' } } });
  export const RECORD_VERSION = 2;
  export const UPGRADES = { pod: { 1: mark }, container: { 1: mark }, image: { 1: (record) => record } };
`;
