import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Which rooms of runtime/ a room may import, beside itself. The six between host and container never know each other.
 * What two of them share sinks to base; what joins them lives in container or pod.
 */
const MIDDLE = ['oci', 'image', 'network', 'state', 'stream', 'stats'];
const LADDER = {
  base: [],
  host: ['base'],
  ...Object.fromEntries(MIDDLE.map((room) => [room, ['base', 'host']])),
  container: ['base', 'host', ...MIDDLE],
  pod: ['base', 'host', ...MIDDLE, 'container'],
  rpc: ['base', 'host', ...MIDDLE, 'container', 'pod'],
};

/** Which roots a root may import, beside itself and packages. Nothing imports test. */
const ROOTS = {
  proto: [],
  runtime: ['proto'],
  webview: [],
  extension: ['proto', 'webview/protocol.ts'],
  scripts: ['proto'],
};

const ladderZones = Object.entries(LADDER).flatMap(([room, below]) => [
  {
    target: `./runtime/${room}`,
    from: './runtime',
    except: [room, ...below].map((name) => `./${name}`),
    message: `runtime/${room} imports ${below.length === 0 ? 'nothing of ours' : `only ${below.join(', ')}`} (the ladder goes downwards).`,
  },
  ...(room === 'rpc'
    ? []
    : [{ target: `./runtime/${room}`, from: './proto', message: 'Only runtime/rpc and runtime/main.ts know protobuf shapes.' }]),
]);

const rootZones = Object.entries(ROOTS).map(([root, others]) => ({
  target: `./${root}`,
  from: '.',
  except: [root, ...others, 'node_modules'].map((name) => `./${name}`),
  message: `${root}/ imports only ${['itself', ...others].join(', ')} and packages.`,
}));

/** Packages that only some places may import. */
const GUARDED = {
  process: {
    names: ['execa', 'child_process', 'node:child_process'],
    reason: 'programs are started by runtime/host/start-program.ts only',
  },
  ffi: { names: ['koffi'], reason: 'system calls live in runtime/host/syscall*.ts only' },
  grpc: { names: ['@grpc/grpc-js'], reason: 'gRPC is spoken in runtime/rpc, runtime/main.ts and extension/client only' },
  toolkit: { names: ['@vscode/webview-ui-toolkit'], reason: 'the archived toolkit is wrapped in webview/components only' },
  vscode: { names: ['vscode'], reason: 'only extension/ knows the editor' },
};

/** The last matching place wins, so that it names all it may import. */
const PLACES = [
  ['**/*.ts', []],
  ['runtime/host/syscall*.ts', ['ffi']],
  ['runtime/rpc/**/*.ts', ['grpc']],
  ['runtime/main.ts', ['grpc']],
  ['extension/**/*.ts', ['vscode']],
  ['extension/client/**/*.ts', ['vscode', 'grpc']],
  ['extension/daemon/**/*.ts', ['vscode', 'process']],
  ['webview/components/**/*.ts', ['toolkit']],
  ['scripts/**/*.ts', ['process', 'grpc']],
  ['test/**/*.ts', Object.keys(GUARDED)],
];

const onlyImporters = PLACES.map(([files, allowed]) => {
  const guarded = Object.entries(GUARDED).filter(([key]) => !allowed.includes(key));
  const patterns = guarded.map(([, { names, reason }]) => ({
    regex: `^(?:${names.join('|')})(?:/|$)`,
    message: `${reason[0].toUpperCase()}${reason.slice(1)}.`,
  }));
  if (files.startsWith('extension/')) {
    patterns.push({
      regex: 'webview/protocol\\.ts$',
      allowTypeImports: true,
      message: 'Only types come from webview/protocol.ts.',
    });
  }
  return { files: [files], rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
});

const NO_ENVIRONMENT = {
  selector:
    "MemberExpression[object.name='process'][property.name=/^(env|argv)$/], MemberExpression[object.name='process'][property.value=/^(env|argv)$/]",
  message: 'The environment and the command line are read once, in main.ts; pass the value down.',
};
const SHOWS =
  '/^(show(Information|Warning|Error)Message|withProgress|showQuickPick|showInputBox|createQuickPick|createInputBox)$/';
const NO_NOTIFICATIONS = {
  selector: `MemberExpression[property.name=${SHOWS}]:matches([object.name='window'], [object.property.name='window'])`,
  message: 'Only extension/ui shows notifications, progress, picks and questions; commands throw.',
};

export default tseslint.config(
  { ignores: ['dist/', '.build/', '.tools/', 'artifacts/', 'proto/gen/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createNodeResolver()] },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An abort reason is whatever the caller gave; it is passed on as it is.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      // `async` without await turns a throw into a rejection, which is what an interface of promises promises.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', 80],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: [...rootZones, ...ladderZones] }],
      eqeqeq: 'error',
    },
  },
  ...onlyImporters,
  { files: ['runtime/**/*.ts', 'extension/**/*.ts', 'webview/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    // host/exec.ts hands the daemon's PATH to the programs it starts.
    files: ['runtime/**/*.ts', 'extension/**/*.ts'],
    ignores: ['runtime/main.ts', 'runtime/host/exec.ts', 'extension/ui/**'],
    rules: { 'no-restricted-syntax': ['error', NO_ENVIRONMENT, NO_NOTIFICATIONS] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // describe() holds a whole table of behaviour; each `it` is short on its own.
      'max-lines-per-function': 'off',
      // One parameter per column of a table.
      '@typescript-eslint/max-params': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly' } },
  },
);
