// `npm run package`: dist/ and what package.json names become slipway.vsix, one for Linux x64 and arm64, glibc and musl.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { fetchKoffiParts } from './koffi-parts.ts';
import { root } from './setup/shell.mjs';

const LIMIT_BYTES = 5 * 1024 * 1024;
const REQUIRED = [
  'package.json',
  'package.nls.json',
  'README.md',
  'LICENSE',
  'extension/api/slipway.d.ts',
  'dist/extension.cjs',
  'dist/grpc-js.cjs',
  'dist/execa.cjs',
  'dist/tar-stream.cjs',
  'dist/ws.cjs',
  'dist/yaml.cjs',
  'dist/daemon.mjs',
  'dist/unpack-worker.mjs',
  'dist/yaml.mjs',
  'dist/re2js.mjs',
  ...['linux_x64', 'musl_x64', 'linux_arm64', 'musl_arm64'].map((part) => `dist/${part}/koffi.node`),
  'proto/gen/pod-sandbox-config.schema.json',
  'proto/gen/container-config.schema.json',
  ...readdirSync(join(root, 'webview', 'panels')).flatMap((panel) => [`dist/webview/${panel}.js`, `dist/webview/${panel}.css`]),
];
const ALLOWED =
  /^(package(\.nls(\.[\w-]+)?)?\.json|(README|CHANGELOG)\.md|LICENSE|extension\/l10n\/[^/]+\.json|extension\/media\/[^/]+\.(svg|png)|dist\/.+)$/;
const vsix = join(root, 'slipway.vsix');

fetchKoffiParts();
execFileSync(process.execPath, [join(root, 'scripts', 'build.ts')], { stdio: 'inherit' });
const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const missing = REQUIRED.filter((file) => !files.includes(file));
const foreign = files.filter((file) => !REQUIRED.includes(file) && (!ALLOWED.test(file) || file.startsWith('dist/')));
if (missing.length + foreign.length > 0) {
  throw new Error(
    `the package would lack ${missing.join(', ') || 'nothing'}, and hold what it should not: ${foreign.join(', ') || 'nothing'}`,
  );
}
await createVSIX({
  cwd: root,
  packagePath: vsix,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = statSync(vsix);
if (size > LIMIT_BYTES) throw new Error(`slipway.vsix has ${size} bytes, more than ${LIMIT_BYTES}`);
process.stdout.write(`slipway.vsix: ${files.length} files, ${(size / 1024 / 1024).toFixed(1)} MiB\n`);
