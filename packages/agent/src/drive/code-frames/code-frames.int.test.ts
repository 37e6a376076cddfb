/** What an agent sends of sources: of the tests of a project, and of a report that wants others' files shown. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Execution, startExecution } from '../testing/execution.ts';

let execution: Execution;
afterEach(() => execution.end());

/** Of each failed test, by its name. */
const framesOf = ({ state }: Execution) =>
  Object.fromEntries(
    [...state.units.values()].flatMap(({ results }) =>
      results.map(({ name, codeFrame }) => [name, codeFrame]),
    ),
  );

const run = async () => {
  const agent = execution.launch(execution.addGroup('lead'));
  expect(await agent.exited, agent.output()).toBe(0);
};

const NODE_PROJECT = {
  'package.json': JSON.stringify({ name: 'p', type: 'module', scripts: { test: 'node --test' } }),
  'src/cart.js': `export function total(prices) {
  if (!Array.isArray(prices)) throw new TypeError('no prices for hunter22-secret');
  return prices.reduce((sum, price) => sum + price, 0);
}
`,
  'test/cart.test.js': `import assert from 'node:assert';
import { test } from 'node:test';
import { total } from '../src/cart.js';
test('adds', () => assert.equal(total([1, 2]), 3));
test('compares', () => {
  assert.equal(total([1, 2]), 4);
});
test('throws', () => { total(null); });
`,
};

describe('a failed test of a project', () => {
  it('comes with the source where it failed, in the test or in what it tests', async () => {
    const content = { type: 'inline', files: NODE_PROJECT } as const;
    execution = await startExecution({ content }, { secrets: { KEY: 'hunter22-secret' } });
    await run();
    const lines = NODE_PROJECT['test/cart.test.js'].trimEnd().split('\n');
    expect(framesOf(execution)).toEqual({
      adds: undefined,
      compares: { file: 'test/cart.test.js', line: 6, firstLine: 1, lines },
      throws: {
        ...{ file: 'src/cart.js', line: 2, firstLine: 1 },
        lines: NODE_PROJECT['src/cart.js'].replace('hunter22-secret', '***').trimEnd().split('\n'),
      },
    });
  });
});

const WANTED = {
  'a file of the machine': '/etc/passwd',
  'the environment of the agent': '/proc/self/environ',
  'a link out': 'out.js',
  'a file behind a link': 'up/server.url',
  'a pipe': 'pipe.js',
  'a device': '/dev/zero',
  'a huge file': 'huge.js',
  'a program': 'program.js',
  'a real source': 'real.js',
};

const REPORT = `<testsuite>${Object.entries(WANTED)
  .map(
    ([name, path]) =>
      `<testcase name="${name}"><failure message="no">Error: no\n    at x (${path}:1:1)</failure></testcase>`,
  )
  .join('')}</testsuite>`;

const HOSTILE = `ln -s /etc/passwd out.js; ln -s ../.. up; mkfifo pipe.js; truncate -s 1T huge.js
printf 'a\\0b' > program.js; echo 'total();' > real.js; cp junit.xml out.xml; exit 1`;

describe('a report that names what is no source of the workspace', () => {
  it('is reported whole, and shows none of it', async () => {
    execution = await startExecution({
      framework: 'command',
      content: { type: 'inline', files: { 'junit.xml': REPORT } },
      commands: [{ name: 'asks', run: HOSTILE, report: { format: 'junit', path: 'out.xml' } }],
    });
    await run();
    const frames = framesOf(execution);
    expect(Object.keys(frames)).toEqual(Object.keys(WANTED));
    const { 'a real source': real, ...others } = frames;
    expect(real).toEqual({ file: 'real.js', line: 1, firstLine: 1, lines: ['total();'] });
    for (const name of Object.keys(others)) expect([name, others[name]]).toEqual([name, undefined]);
  });
});
