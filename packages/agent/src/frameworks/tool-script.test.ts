import { describe, expect, it } from 'vitest';
import { findDifferingRuns, readToolScript, type Tool } from './tool-script.ts';

const read = (tool: Tool, test: string, others: Record<string, string> = {}) =>
  readToolScript({ ...others, test }, tool);

describe('the test script', () => {
  it.each([
    ['jest', 'jest', [], []],
    [
      'jest',
      'npx jest --config=unit.js --coverage --reporters default -w 4 src lib',
      ['--config=unit.js'],
      ['src', 'lib'],
    ],
    [
      'jest',
      'jest -c a.js --selectProjects one two --bail test',
      ['-c', 'a.js', '--selectProjects', 'one', 'two'],
      ['test'],
    ],
    ['jest', 'jest --runInBand --watch --maxWorkers=2', ['--runInBand'], []],
    ['vitest', 'vitest run --config v.ts --reporter=verbose src/unit', ['--config', 'v.ts'], ['src/unit']],
    ['vitest', 'vitest', [], []],
    ['vitest', 'vitest run --bail 1 src', [], ['src']],
    ['vitest', 'vitest --project unit --coverage.enabled', ['--project', 'unit'], []],
    [
      'mocha',
      "nyc mocha -r ts-node/register --exit -R dot 'test/**/*.ts'",
      ['-r', 'ts-node/register', '--exit'],
      ['test/**/*.ts'],
    ],
    ['mocha', './node_modules/.bin/_mocha --recursive test', ['--recursive'], ['test']],
    ['playwright', 'playwright test --project=chromium --workers 4 e2e', ['--project=chromium'], ['e2e']],
  ] as const)('of %s: %s', (tool, test, options, patterns) => {
    const script = read(tool, test);
    expect(script?.options).toEqual(options);
    expect(script?.patterns.map(({ text }) => text)).toEqual(patterns);
  });

  it('gives variables, and the options of a Node.js that starts the tool', () => {
    expect(read('jest', 'NODE_OPTIONS=--experimental-vm-modules jest')?.environment).toEqual({
      NODE_OPTIONS: '--experimental-vm-modules',
    });
    const direct = 'cross-env TZ=UTC node --experimental-vm-modules node_modules/jest/bin/jest.js';
    expect(read('jest', direct)?.environment).toEqual({
      NODE_OPTIONS: '--experimental-vm-modules',
      TZ: 'UTC',
    });
  });

  it('with several runs of one sort is their sum, with different ones is none', () => {
    expect(
      read('mocha', 'npm run a && npm run b', { a: 'mocha one.js', b: 'mocha two.js' })?.patterns,
    ).toHaveLength(2);
    expect(read('jest', 'jest -c unit.js && jest -c e2e.js')).toBeUndefined();
    expect(read('mocha', 'mocha one.js && mocha')?.patterns).toEqual([]);
    expect(read('mocha', 'A=1 mocha one.js && A=2 mocha two.js')).toBeUndefined();
    expect(findDifferingRuns({ test: 'jest -c unit.js && eslint . && jest -c e2e.js' }, 'jest')).toEqual([
      'jest -c unit.js',
      'jest -c e2e.js',
    ]);
    expect(findDifferingRuns({ test: 'mocha one.js && mocha two.js' }, 'mocha')).toEqual([]);
  });

  it.each(['node --test', 'echo jesting', ''])('%j has none', (test) => {
    expect(read('jest', test)).toBeUndefined();
  });
});
