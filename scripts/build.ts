// Bundles everything into dist/: `node scripts/build.ts [--watch]`. Daemon and unpack worker are ESM, the extension is CJS, panels are for browsers.
import { build, context, type BuildOptions } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
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

/** CommonJS packages inside an ESM bundle call `require` for Node's own modules. */
const requireShim = "import { createRequire as slipwayRequire } from 'node:module'; const require = slipwayRequire(import.meta.url);";

const bundles: BuildOptions[] = [
  {
    ...shared,
    entryPoints: { daemon: 'runtime/main.ts', 'unpack-worker': 'runtime/image/unpack-worker.ts' },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node22.15',
    external: ['koffi'],
    banner: { js: requireShim },
  },
  {
    ...shared,
    entryPoints: { extension: 'extension/main.ts' },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    external: ['vscode'],
  },
  {
    ...shared,
    entryPoints: panels(),
    outdir: join(dist, 'webview'),
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
  },
];

if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  rmSync(dist, { recursive: true, force: true });
  await Promise.all(bundles.map((options) => build(options)));
  copyKoffi();
}

/** webview/panels/<name>/main.ts → dist/webview/<name>.js and .css */
function panels(): Record<string, string> {
  const folder = join(root, 'webview', 'panels');
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts')));
  return Object.fromEntries(names.map((name) => [name, join('webview', 'panels', name, 'main.ts')]));
}

/** koffi looks for its native part beside the bundle, in a folder per C library and processor. */
function copyKoffi(): void {
  const from = createRequire(join(root, 'node_modules', 'koffi', 'package.json'));
  for (const arch of ['x64', 'arm64']) {
    for (const libc of ['linux', 'musl']) {
      const file = nativePart(from, { arch, libc });
      if (file === undefined) continue;
      const folder = join(dist, `${libc}_${arch}`);
      mkdirSync(folder, { recursive: true });
      copyFileSync(file, join(folder, 'koffi.node'));
    }
  }
}

/** The package for this machine's processor is installed; the other one is fetched when a VSIX is made (scripts/package.ts). */
function nativePart(from: NodeJS.Require, wanted: { arch: string; libc: string }): string | undefined {
  const fetched = join(root, '.tools', 'koffi', `${wanted.libc}_${wanted.arch}`, 'koffi.node');
  try {
    const folder = dirname(from.resolve(`@koromix/koffi-linux-${wanted.arch}/package.json`));
    return join(folder, `${wanted.libc}_${wanted.arch}`, 'koffi.node');
  } catch {
    return existsSync(fetched) ? fetched : undefined;
  }
}
