import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

/**
 * The test runner of Node.js 20 and later. The files are those that `node --test` itself would find, or
 * the patterns of the test script; {args} begins with the options of that script.
 */
export const NODE_TEST: Framework = defineFramework({
  name: 'node:test',
  supportedLanguages: ['javascript', 'typescript'],
  configuration: {
    title: 'Node.js test runner',
    detect: [
      { script: '\\bnode\\b[^&|;]*\\s--test(?![\\w-])', certainty: 95 },
      { script: '\\bborp\\b', certainty: 95 },
      {
        file: '**/*.{test,spec}.{js,mjs,cjs,ts,mts,cts}',
        contains: '[\'"]node:test[\'"]',
        certainty: 60,
      },
      { file: '{test,tests}/**/*.{js,mjs,cjs,ts,mts,cts}', contains: '[\'"]node:test[\'"]', certainty: 55 },
    ],
    unitKind: 'file',
    list: {
      by: 'glob',
      include: [
        '**/*.test.{cjs,mjs,js}',
        '**/*-test.{cjs,mjs,js}',
        '**/*_test.{cjs,mjs,js}',
        '**/test-*.{cjs,mjs,js}',
        '**/test.{cjs,mjs,js}',
        '**/test/**/*.{cjs,mjs,js}',
      ],
      exclude: ['**/node_modules/**'],
    },
    run: {
      command: [
        '{node}',
        '--require={reporters}/node-test-exit.cjs',
        '--test',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter={reporters}/node-test.mjs',
        '--test-reporter-destination=stderr',
        '{args}',
        '{units}',
      ],
      unitsAs: 'globs',
      scriptOptions: 'node-test',
    },
    report: { format: 'lines' },
    exitCodes: { passed: [0], testsFailed: [1] },
    setup: 'node',
  },
});
