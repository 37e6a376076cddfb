import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

export const PLAYWRIGHT: Framework = defineFramework({
  name: 'playwright',
  supportedLanguages: ['javascript', 'typescript'],
  configuration: {
    title: 'Playwright Test',
    detect: [
      { script: '\\bplaywright\\s+test\\b', certainty: 95 },
      { file: 'playwright.config.{js,mjs,cjs,ts,mts,cts}', certainty: 62 },
      { dependency: '@playwright/test', certainty: 50 },
    ],
    unitKind: 'file',
    list: {
      by: 'command',
      command: ['{bin:playwright}', 'test', '--list', '--reporter=json', '{args}', '{paths}'],
      parse: 'playwright-json',
      emptyExitCodes: [],
    },
    run: {
      command: [
        '{bin:playwright}',
        'test',
        '--reporter=line,{reporters}/playwright.cjs',
        '--output={artifacts}',
        '{args}',
        '{units}',
      ],
      unitsAs: 'regular-expressions',
      scriptOptions: 'playwright',
    },
    report: { format: 'lines' },
    exitCodes: { passed: [0], testsFailed: [1] },
    setup: 'node',
  },
});
