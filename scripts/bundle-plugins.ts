import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMES = new RegExp(`^(node:.*|${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`);

/**
 * Takes Node.js's own modules by `process.getBuiltinModule`, and of each only what the bundle uses. An `import` statement of one
 * makes Node.js evaluate every lazy part of it (fetch with node:http, for example): a fifth of the daemon's start.
 */
export const builtinsOnDemand: Plugin = {
  name: 'builtins-on-demand',
  setup: (build) => {
    build.onResolve({ filter: NAMES }, ({ path, kind }) => ({
      path,
      namespace: kind === 'require-call' ? 'builtin-required' : 'builtin-imported',
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin-required' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin-imported' }, ({ path }) => ({ contents: importedBuiltin(path) }));
  },
};

/** In node:http, getters that load all of fetch. Wherever that module is used as an object, each of its names is looked at. */
const FETCH: ReadonlySet<string> = new Set(['WebSocket', 'CloseEvent', 'MessageEvent']);

function importedBuiltin(path: string): string {
  const names = Object.getOwnPropertyNames(process.getBuiltinModule(path)).filter(
    (name) => /^[a-z_$][\w$]*$/i.test(name) && !FETCH.has(name),
  );
  const exports = names
    .filter((name) => name !== 'default')
    .map((name) => `const ${name}$ = /* @__PURE__ */ (() => all.${name})(); export { ${name}$ as ${name} };`);
  return [`const all = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(path)}); export default all;`, ...exports].join(
    '\n',
  );
}

/** grpc-js loads it for channelz and ORCA only, which are not used: a seventh of the bundle. */
export const withoutProtoLoader: Plugin = {
  name: 'without-proto-loader',
  setup: (build) => {
    build.onResolve({ filter: /^@grpc\/proto-loader$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    build.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of this bundle`)});`,
    }));
  },
};

/** What `import('package')` asks for is a file of its own beside the bundle, read and compiled when it is needed: a window that makes no call, and a daemon that starts, do without. */
export function packagesOnDemand(files: Readonly<Record<string, string>>, extension: 'cjs' | 'mjs'): Plugin {
  return {
    name: 'packages-on-demand',
    setup: (build) => {
      build.onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
        const file = files[path];
        return kind === 'dynamic-import' && file !== undefined ? { path: `./${file}.${extension}`, external: true } : undefined;
      });
    },
  };
}
