import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lints `code` as if it stood in `file`, and returns the ids of the rules that object. */
type Lint = (file: string, code: string) => Promise<string[]>;

describe('the rules of the house', () => {
  let lint: Lint;

  beforeAll(() => {
    // Without types: the rules under test do not need them, and a snippet is in no project.
    const eslint = new ESLint({
      cwd: root,
      overrideConfig: [{ ...tseslint.configs.disableTypeChecked }, { rules: { '@typescript-eslint/no-unused-vars': 'off' } }],
    });
    lint = async (file, code) => {
      const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` });
      return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
    };
  });

  const paths = 'import-x/no-restricted-paths';
  const imports = '@typescript-eslint/no-restricted-imports';
  const syntax = 'no-restricted-syntax';

  it.each([
    ['base imports nothing of ours', 'runtime/base/x.ts', `import { systemClock } from '../host/clock.ts';`, paths],
    ['host imports base only', 'runtime/host/x.ts', `import type { Images } from '../image/images.ts';`, paths],
    ['the six never import each other', 'runtime/oci/x.ts', `import type { Images } from '../image/images.ts';`, paths],
    [
      'the six never import each other',
      'runtime/image/x.ts',
      `import type { PodNetwork } from '../network/pod-network.ts';`,
      paths,
    ],
    ['container does not import main', 'runtime/container/x.ts', `import '../../vitest.config.js';`, paths],
    ['runtime does not import the extension', 'runtime/pod/x.ts', `import '../../extension/tsconfig.json';`, paths],
    ['runtime does not import test', 'runtime/rpc/x.ts', `import '../../test/scripts/import-rules.test.ts';`, paths],
    ['only rpc and main know protobuf', 'runtime/pod/x.ts', `import '../../proto/tsconfig.json';`, paths],
    [
      'the extension does not import the runtime',
      'extension/tree/x.ts',
      `import { newId } from '../../runtime/base/ids.ts';`,
      paths,
    ],
    [
      'the extension imports of webview the protocol only',
      'extension/panels/x.ts',
      `import '../../webview/tsconfig.json';`,
      paths,
    ],
    ['webview imports itself only', 'webview/panels/x.ts', `import { newId } from '../../runtime/base/ids.ts';`, paths],
    ['nothing imports test', 'scripts/x.ts', `import '../test/scripts/import-rules.test.ts';`, paths],

    ['programs start in host/start-program.ts', 'runtime/oci/x.ts', `import { spawn } from 'node:child_process';`, imports],
    ['programs start in host/start-program.ts', 'runtime/host/files-x.ts', `import { execa } from 'execa';`, imports],
    ['the FFI is for syscall*.ts', 'runtime/host/exec.ts', `import koffi from 'koffi';`, imports],
    ['gRPC is for rpc and client', 'runtime/pod/x.ts', `import { Server } from '@grpc/grpc-js';`, imports],
    [
      'gRPC is for rpc and client',
      'extension/commands/x.ts',
      `import { Client } from '@grpc/grpc-js/build/src/client';`,
      imports,
    ],
    ['the toolkit is wrapped in components', 'webview/panels/x.ts', `import '@vscode/webview-ui-toolkit';`, imports],
    ['only the extension knows vscode', 'runtime/rpc/x.ts', `import * as vscode from 'vscode';`, imports],
    ['only types come from the protocol', 'extension/panels/x.ts', `import { x } from '../../webview/protocol.ts';`, imports],

    ['only ui shows', 'extension/commands/x.ts', `void vscode.window.showErrorMessage('no');`, syntax],
    ['only ui shows', 'extension/tree/x.ts', `import { window } from 'vscode';\nvoid window.withProgress({}, f);`, syntax],
    ['only ui asks', 'extension/commands/x.ts', `void vscode.window.showQuickPick([]);`, syntax],
    ['the environment is read in main', 'runtime/image/x.ts', `export const x = process.env.HOME;`, syntax],
    ['the command line is read in main', 'runtime/rpc/x.ts', `export const x = process['argv'];`, syntax],

    ['exports are named', 'runtime/base/x.ts', `export default 1;`, 'import-x/no-default-export'],
    [
      'three parameters at most',
      'runtime/base/x.ts',
      `export function f(a: 1, b: 1, c: 1, d: 1) {}`,
      '@typescript-eslint/max-params',
    ],
    ['no file over 400 lines', 'runtime/base/x.ts', 'export {};\n'.repeat(401), 'max-lines'],
    [
      'no function over 80 lines',
      'runtime/base/x.ts',
      `export function f() {\n${'f();\n'.repeat(80)}}`,
      'max-lines-per-function',
    ],
    ['no empty catch', 'runtime/base/x.ts', `try { f(); } catch {}`, 'no-empty'],
  ])('%s: %s', async (_rule, file, code, ruleId) => {
    expect(await lint(file, code)).toContain(ruleId);
  });

  it.each([
    ['runtime/host/x.ts', `import { newId } from '../base/ids.ts';\nexport { newId };`],
    ['runtime/container/x.ts', `import type { Images } from '../image/images.ts';\nexport type { Images };`],
    ['runtime/rpc/x.ts', `import { Server } from '@grpc/grpc-js';\nexport { Server };`],
    ['runtime/host/syscall-x.ts', `import koffi from 'koffi';\nexport { koffi };`],
    ['extension/client/x.ts', `import { Client } from '@grpc/grpc-js';\nexport { Client };`],
    ['extension/panels/x.ts', `import type { ToPanel } from '../../webview/protocol.ts';\nexport type { ToPanel };`],
    [
      'extension/ui/x.ts',
      `import * as vscode from 'vscode';\nexport const say = (text: string) => vscode.window.showErrorMessage(text);`,
    ],
    ['runtime/main.ts', `export const home = process.env['HOME'];`],
    [
      'webview/components/x.ts',
      `import { provideVSCodeDesignSystem } from '@vscode/webview-ui-toolkit';\nexport { provideVSCodeDesignSystem };`,
    ],
  ])('lets %s do its work', async (file, code) => {
    expect(await lint(file, code)).toEqual([]);
  });
});

describe('the rules that need types', () => {
  // An existing file's name, so that the snippet belongs to a project.
  const file = 'runtime/base/semaphore.ts';

  it.each([
    [
      'a promise nobody waits for',
      `export function f(): void {\n  Promise.resolve();\n}`,
      '@typescript-eslint/no-floating-promises',
    ],
    [
      'a switch that forgets a case',
      `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      f('b');\n  }\n}`,
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    ['any', `export const x: any = 1;`, '@typescript-eslint/no-explicit-any'],
    ['a non-null assertion', `export const f = (x?: string): string => x!;`, '@typescript-eslint/no-non-null-assertion'],
  ])('object to %s', { timeout: 60_000 }, async (_what, code, ruleId) => {
    const eslint = new ESLint({ cwd: root });
    const [result] = await eslint.lintText(`${code}\n`, { filePath: `${root}/${file}` });
    expect((result?.messages ?? []).map((message) => message.ruleId)).toContain(ruleId);
  });
});
