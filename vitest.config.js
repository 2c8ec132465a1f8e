import { defineConfig } from 'vitest/config';

const elsewhere = ['test/integration/**', 'test/e2e/**', 'test/bench/**'];

export default defineConfig({
  test: {
    // Files share two cores with each other; a worker per file keeps their globals apart.
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: elsewhere, testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // The machine may be busy: what is waited for has as long as it needs, within reason.
          expect: { poll: { timeout: 20_000 } },
          // Real mounts, namespaces and bridges: one file after another, so that times and leaks have one owner.
          fileParallelism: false,
        },
      },
    ],
  },
});
