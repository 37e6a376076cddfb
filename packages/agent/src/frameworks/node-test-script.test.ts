import { describe, expect, it } from 'vitest';
import { readNodeTestScript } from './node-test-script.ts';

const read = (test: string, others: Record<string, string> = {}) => readNodeTestScript({ ...others, test });
const words = (test: string) => read(test)?.patterns.map(({ text, bare }) => (bare ? text : `"${text}"`));

describe('the test script', () => {
  it.each([
    ['node --test', [], []],
    ['node --test test/*.test.js', [], ['test/*.test.js']],
    ['node --test "test/**/*.test.js"', [], ['"test/**/*.test.js"']],
    ["node --test 'a b.js' c\\ d.js", [], ['"a b.js"', '"c d.js"']],
    ['npm run lint && node --import tsx --test src/a.ts', ['--import=tsx'], ['src/a.ts']],
    ['c8 --reporter=lcov node --test test/a.js; echo done', [], ['test/a.js']],
    [
      'node -r ./setup.js --test-name-pattern "a b" --test',
      ['-r', './setup.js', '--test-name-pattern=a b'],
      [],
    ],
    ['node --expose-gc --test --test-timeout=500 x.js', ['--expose-gc', '--test-timeout=500'], ['x.js']],
    ['node --enable-source-maps --env-file=.env --test', ['--enable-source-maps', '--env-file=.env'], []],
    ['tsx --test src/**/*.test.ts', ['--import=tsx'], ['src/**/*.test.ts']],
    [
      './node_modules/.bin/borp --expose-gc --pattern "test/*.test.{js,mjs}"',
      ['--expose-gc', '--test-timeout=30000'],
      ['"test/*.test.{js,mjs}"'],
    ],
    ['borp --timeout 60000 --coverage --lines 95', ['--test-timeout=60000'], ['"**/*.test.{cjs,mjs,js}"']],
    ['borp --no-timeout test/a.test.js -c 4', [], ['test/a.test.js']],
  ])('%s', (test, options, patterns) => {
    expect(read(test)?.options).toEqual(options);
    expect(words(test)).toEqual(patterns);
  });

  it('loses reporters, coverage, concurrency, sharding, watching and missing isolation', () => {
    const test =
      'node --test --test-reporter spec --test-reporter-destination=stdout --experimental-test-coverage ' +
      '--test-coverage-lines 90 --test-coverage-include="src/**" --test-concurrency=1 --test-shard 1/2 --watch ' +
      '--test-isolation=none --experimental-test-isolation none --test-only a.js';
    expect(read(test)).toEqual({
      options: ['--test-only'],
      patterns: [{ text: 'a.js', bare: true }],
      environment: {},
    });
  });

  it('gives its variables, also through cross-env', () => {
    expect(read('NODE_ENV=test TZ="UTC" node --test')?.environment).toEqual({ NODE_ENV: 'test', TZ: 'UTC' });
    expect(read('cross-env A=1 node --test')?.environment).toEqual({ A: '1' });
  });

  it('is followed into the scripts it runs', () => {
    expect(read('npm run unit', { unit: 'node --test --conditions dev t.js' })).toMatchObject({
      options: ['--conditions=dev'],
      patterns: [{ text: 't.js' }],
    });
  });

  it.each(['jest', 'node test.js', 'echo "node --test"', ''])('%j is none of it', (test) => {
    expect(read(test)).toBeUndefined();
  });
});
