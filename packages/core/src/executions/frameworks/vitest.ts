import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

/** Vitest 2.1 and later: earlier ones cannot list files. */
export const VITEST: Framework = defineFramework({
  name: 'vitest',
  supportedLanguages: ['javascript', 'typescript'],
  configuration: {
    title: 'Vitest',
    detect: [
      { script: '\\bvitest\\b', certainty: 95 },
      { file: 'vitest.config.{js,mjs,cjs,ts,mts,cts}', certainty: 80 },
      { file: 'vitest.workspace.{js,mjs,ts,json}', certainty: 80 },
      { dependency: 'vitest', certainty: 70 },
    ],
    unitKind: 'file',
    list: {
      by: 'command',
      // --json takes a path when one follows it.
      command: ['{bin:vitest}', 'list', '{args}', '{paths}', '--filesOnly', '--json'],
      parse: 'vitest-files-json',
      emptyExitCodes: [],
    },
    run: {
      command: [
        '{bin:vitest}',
        'run',
        '--reporter=default',
        '--reporter={reporters}/vitest.mjs',
        '{args}',
        '{units}',
      ],
      unitsAs: 'absolute-paths',
      scriptOptions: 'vitest',
    },
    report: { format: 'lines' },
    exitCodes: { passed: [0], testsFailed: [1] },
    setup: 'node',
  },
});
