import type { Suite } from './play-suite.ts';

export const passingSuite: Suite = {
  framework: 'node:test',
  groups: 2,
  estimated: 'with-history',
  setup: 'node_modules of the folder linked',
  files: [
    { title: 'test/cart.test.js', durationMs: 120, passed: 5 },
    { title: 'test/checkout.test.js', durationMs: 80, passed: 4, skipped: 1 },
    { title: 'test/inventory.test.js', durationMs: 60, passed: 3 },
  ],
};

/** What a hostile test may call itself: it clears the screen, renames the window, turns the text around. */
export const HOSTILE_NAME =
  'clears \u001b[2J\u001b[H the screen \u001b]0;owned\u0007 and \u202e turns\r\n::error::x';

export const failingSuite: Suite = {
  ...passingSuite,
  files: [
    {
      title: 'test/cart.test.js',
      durationMs: 60,
      passed: 4,
      failures: [
        {
          suite: ['cart'],
          name: 'removes an item twice',
          file: 'test/cart.test.js',
          line: 42,
          status: 'failed',
          message: 'Expected values to be strictly equal:\n\n3 !== 2\n',
        },
        {
          suite: [],
          name: HOSTILE_NAME,
          file: 'test/cart.test.js',
          line: 7,
          status: 'error',
          message: `::set-output\n${HOSTILE_NAME}`,
        },
      ],
    },
    { title: 'test/checkout.test.js', durationMs: 40, passed: 4, skipped: 1 },
  ],
};

export const setupFailingSuite: Suite = {
  ...passingSuite,
  files: [],
  ending: {
    verdict: 'failed', // as the server judges it
    reason: 'setup-failed',
    message: 'npm ci ended with exit code 1.\nnpm ERR! missing lockfile',
  },
};
