import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

/** Any command: judged by its exit code and by the JUnit XML, CTRF or TAP report it writes. */
export const COMMAND: Framework = defineFramework({
  name: 'command',
  supportedLanguages: ['any'],
  configuration: {
    title: 'Any command',
    detect: [],
    unitKind: 'command',
    list: { by: 'definition' },
    run: { command: ['sh', '-e', '-c', '{units}'], batch: false },
    report: { format: 'per-command' },
    exitCodes: { passed: [0], testsFailed: [] },
    setup: 'none',
  },
});
