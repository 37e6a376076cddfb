import { configDefaults, defineConfig } from 'vitest/config';
import { INTEGRATION_SUITES } from './scripts/second-shape.ts';
import { SlowFirst } from './scripts/slow-first.ts';

const elsewhere = [...configDefaults.exclude, '**/fixtures/**', 'examples/**'];

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,scripts,e2e,bench}/**/*.test.ts'],
          exclude: [...elsewhere, '**/*.int.test.ts'],
          globalSetup: ['scripts/dashboard-global-setup.ts'],
          testTimeout: 30_000, // a property of a hundred cases, on a machine that is busy
          isolate: false, // they share nothing that changes: loading their modules once takes a third of the time
        },
      },
      {
        // Real databases, browsers and process trees: more than a few at once only make each other late.
        test: {
          name: 'integration',
          include: [INTEGRATION_SUITES],
          exclude: elsewhere,
          globalSetup: [
            'scripts/dashboard-global-setup.ts',
            'packages/server/src/testing/postgres-global-setup.ts',
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000 } },
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
