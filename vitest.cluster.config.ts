import { defineConfig } from 'vitest/config';

/** On a real cluster: see scripts/run-cluster-suite.ts. */
export default defineConfig({
  test: {
    include: ['packages/**/*.cluster-test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
