// Bundles everything into dist/: `node scripts/build.ts [daemon] [extension] [panels] [--watch]`. Daemon and unpack worker are ESM, the extension is CJS, panels are for browsers.
import { build, context, type BuildOptions } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtinsOnDemand, packagesOnDemand, withoutProtoLoader } from './bundle-plugins.ts';
import { copyKoffiParts } from './koffi-parts.ts';
import { root } from './setup/shell.mjs';

const dist = join(root, 'dist');

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Names stay as they are: that costs less than to shorten and restore them when the file is loaded, and the log's stack traces can be read. */
const readableNames: BuildOptions = { keepNames: false, minify: false, minifySyntax: true, minifyWhitespace: true };

/** CommonJS packages inside an ESM bundle call `require` for Node's own modules. */
const requireShim =
  "import { createRequire as slipwayRequire } from 'node:module'; const require = slipwayRequire(import.meta.url);";

/** Packages that only some windows or some calls need, and their files in dist/. */
const ON_DEMAND = {
  extension: { '@grpc/grpc-js': 'grpc-js', execa: 'execa', 'tar-stream': 'tar-stream', ws: 'ws', yaml: 'yaml' },
  daemon: { yaml: 'yaml', re2js: 're2js' },
};

const bundles: Readonly<Record<string, BuildOptions>> = {
  daemon: {
    ...shared,
    entryPoints: {
      daemon: 'runtime/main.ts',
      'unpack-worker': 'runtime/image/unpack-worker.ts',
      ...filesOf(ON_DEMAND.daemon),
      // Node.js is offered this package as CommonJS, of which a bundle has no names.
      yaml: 'node_modules/yaml/browser/index.js',
    },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node22.15',
    external: ['koffi'],
    ...readableNames,
    plugins: [packagesOnDemand(ON_DEMAND.daemon, 'mjs'), builtinsOnDemand, withoutProtoLoader],
    banner: { js: requireShim },
  },
  extension: {
    ...shared,
    entryPoints: {
      extension: 'extension/main.ts',
      ...filesOf(ON_DEMAND.extension),
    },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    ...readableNames,
    external: ['vscode'],
    supported: { 'dynamic-import': false },
    plugins: [packagesOnDemand(ON_DEMAND.extension, 'cjs'), withoutProtoLoader],
  },
  panels: {
    ...shared,
    entryPoints: panels(),
    outdir: join(dist, 'webview'),
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
  },
};

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => arg in bundles);
  const chosen = Object.entries(bundles).filter(([name]) => names.length === 0 || names.includes(name));
  if (args.includes('--watch')) {
    for (const [, options] of chosen) await (await context(options)).watch();
    return;
  }
  const results = await Promise.allSettled(chosen.map(([, options]) => build(options)));
  // esbuild has said what is wrong.
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
  copyKoffiParts(dist);
}

/** As entry points: file → package. */
function filesOf(packages: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(packages).map(([name, file]) => [file, name]));
}

/** webview/panels/<name>/main.ts → dist/webview/<name>.js and .css */
function panels(): Record<string, string> {
  const folder = join(root, 'webview', 'panels');
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts')));
  return Object.fromEntries(names.map((name) => [name, join('webview', 'panels', name, 'main.ts')]));
}
