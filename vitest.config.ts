import { configDefaults, defineConfig } from 'vitest/config';
import { INTEGRATION_SUITES } from './scripts/second-database.ts';

/** By itself until a whole run of it is green: `GAUNTLET_FUZZ=1 vitest run e2e/fuzz`. */
const onWish = process.env.GAUNTLET_FUZZ === undefined ? ['e2e/fuzz/**/*.int.test.ts'] : [];

const elsewhere = [...configDefaults.exclude, '**/fixtures/**', 'examples/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,scripts,e2e,bench}/**/*.test.ts'],
          exclude: [...elsewhere, '**/*.int.test.ts'],
          globalSetup: ['scripts/dashboard-global-setup.ts'],
          testTimeout: 30_000, // a property of a hundred cases, on a machine that is busy
        },
      },
      {
        // Real databases, browsers and process trees: more than a few at once only make each other late.
        test: {
          name: 'integration',
          include: [INTEGRATION_SUITES],
          exclude: [...elsewhere, ...onWish],
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
