import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

/** Jest 27 and later. */
export const JEST: Framework = defineFramework({
  name: 'jest',
  supportedLanguages: ['javascript', 'typescript'],
  configuration: {
    title: 'Jest',
    detect: [
      { script: '\\bjest\\b', certainty: 95 },
      { file: 'jest.config.{js,mjs,cjs,ts,mts,cts,json}', certainty: 75 },
      { file: 'package.json', contains: '"jest"\\s*:\\s*\\{', certainty: 72 },
      { dependency: 'jest', certainty: 65 },
    ],
    unitKind: 'file',
    list: {
      by: 'command',
      command: ['{bin:jest}', '{args}', '--listTests', '--json', '{paths}'],
      parse: 'jest-paths-json',
      emptyExitCodes: [],
    },
    run: {
      // --reporters takes every word up to the next option; what follows {args} must begin with one.
      command: [
        '{bin:jest}',
        '--reporters=default',
        '--reporters={reporters}/jest.cjs',
        '--testLocationInResults',
        '{args}',
        '--runTestsByPath',
        '{units}',
      ],
      scriptOptions: 'jest',
    },
    report: { format: 'lines' },
    exitCodes: { passed: [0], testsFailed: [1] },
    setup: 'node',
  },
});
