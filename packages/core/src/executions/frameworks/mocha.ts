import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

/** Mocha 8 and later. */
export const MOCHA: Framework = defineFramework({
  name: 'mocha',
  supportedLanguages: ['javascript', 'typescript'],
  configuration: {
    title: 'Mocha',
    detect: [
      { script: '\\bmocha\\b', certainty: 95 },
      { file: '.mocharc.{js,cjs,mjs,yaml,yml,json,jsonc}', certainty: 75 },
      { file: 'package.json', contains: '"mocha"\\s*:\\s*\\{', certainty: 72 },
      { dependency: 'mocha', certainty: 60 },
    ],
    unitKind: 'file',
    list: {
      by: 'command',
      command: [
        'env',
        'GAUNTLET_LIST=1',
        '{bin:mocha}',
        '--require={reporters}/mocha-select.cjs',
        '{args}',
        '{paths}',
      ],
      parse: 'files-in-report',
      emptyExitCodes: [],
    },
    run: {
      command: [
        '{bin:mocha}',
        '--require={reporters}/mocha-select.cjs',
        '--reporter={reporters}/mocha.cjs',
        '{args}',
        '{units}',
      ],
      unitsAs: 'absolute-paths',
      scriptOptions: 'mocha',
    },
    report: { format: 'lines' },
    // The number of failed tests.
    exitCodes: { passed: [0], testsFailed: Array.from({ length: 255 }, (_, index) => index + 1) },
    setup: 'node',
  },
});
