import type { Framework } from '@gauntlet/contract';
import { defineFramework } from './define-framework.ts';

/** pytest 6 and later, also under pytest-xdist. */
export const PYTEST: Framework = defineFramework({
  name: 'pytest',
  supportedLanguages: ['python'],
  configuration: {
    title: 'pytest',
    detect: [
      { script: '\\bpytest\\b', certainty: 95 },
      { file: 'pytest.ini', certainty: 80 },
      { file: 'pyproject.toml', contains: '\\[tool\\.pytest', certainty: 80 },
      { file: '{tox.ini,setup.cfg}', contains: '\\[(tool:)?pytest\\]', certainty: 75 },
      { file: '{,tests/,test/}conftest.py', certainty: 74 },
      { file: '*requirements*.txt', contains: '(^|\\n)pytest\\b', certainty: 58 },
      { file: '**/test_*.py', certainty: 45 },
      { file: '**/*_test.py', certainty: 40 },
    ],
    unitKind: 'file',
    list: {
      by: 'command',
      command: [
        '{python}',
        '-m',
        'pytest',
        '-p',
        'gauntlet_pytest',
        '--collect-only',
        '-q',
        '--continue-on-collection-errors',
        '{args}',
        '{paths}',
      ],
      parse: 'pytest-collect',
      emptyExitCodes: [5],
    },
    run: {
      // Without the option one broken file would keep all others of its batch from running.
      command: [
        '{python}',
        '-m',
        'pytest',
        '-p',
        'gauntlet_pytest',
        '--continue-on-collection-errors',
        '{args}',
        '{units}',
      ],
      environment: { PYTHONPATH: '{reporters}' },
    },
    report: { format: 'lines' },
    exitCodes: { passed: [0], testsFailed: [1] },
    setup: 'python',
  },
});
