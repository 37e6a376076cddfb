import { expect, it } from 'vitest';
import { readStack } from './stack.ts';

it('own frames stand out, and those of libraries in a row are one part', () => {
  const stack = [
    'AssertionError: 12 is not 13',
    '    at total (/w/src/cart.ts:3:9)',
    '    at Test.run (/w/node_modules/vitest/dist/run.js:1:1)',
    '    at node:internal/process/task_queues:95:5',
    '    at async /w/src/cart.test.ts:8:3',
    '',
  ].join('\n');
  expect(readStack(stack, '12 is not 13')).toEqual([
    { kind: 'own', text: '    at total (/w/src/cart.ts:3:9)' },
    {
      kind: 'foreign',
      lines: [
        '    at Test.run (/w/node_modules/vitest/dist/run.js:1:1)',
        '    at node:internal/process/task_queues:95:5',
      ],
    },
    { kind: 'own', text: '    at async /w/src/cart.test.ts:8:3' },
  ]);
});

it('of Python and pytest as well', () => {
  const stack =
    'Traceback\n  File "/w/test_a.py", line 3, in test\n  File "/usr/lib/python3/site-packages/x.py", line 1, in y\ntest_a.py:3: in test_x';
  expect(readStack(stack, null).map(({ kind }) => kind)).toEqual(['text', 'own', 'foreign', 'own']);
});

it('the message stays where it is no copy of what stands above', () => {
  expect(readStack('other words\n    at a (/w/a.ts:1:1)', 'message').map(({ kind }) => kind)).toEqual([
    'text',
    'own',
  ]);
});
