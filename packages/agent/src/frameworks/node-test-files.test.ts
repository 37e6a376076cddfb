import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { describe, expect, it } from 'vitest';
import { findNodeTestFiles } from './node-test-files.ts';

const FILES = [
  ...['a.test.js', 'b-test.mjs', 'c_test.cjs', 'test-d.js', 'test.js', 'e.spec.js', 'f.test.ts', 'index.js'],
  ...['test/one.js', 'test/sub/two.mjs', 'test/data.json', 'test/[id].test.js', 'src/g.test.js', 'src/h.js'],
  ...['node_modules/x/a.test.js', '.hidden/i.test.js'],
];
const listing = SHIPPED_FRAMEWORKS.find(({ name }) => name === 'node:test')?.configuration.list;

function find(patterns: string[], { bare = true, typescript = false } = {}): string[] {
  if (listing?.by !== 'glob') throw new Error('node:test is listed by globs');
  const words = patterns.map((text) => ({ text, bare }));
  return findNodeTestFiles({ ...listing, files: FILES, patterns: words, typescript });
}

describe('the files of node --test', () => {
  const own = [
    ...['a.test.js', 'b-test.mjs', 'c_test.cjs', 'src/g.test.js', 'test-d.js', 'test.js'],
    ...['test/[id].test.js', 'test/one.js', 'test/sub/two.mjs'],
  ];

  it('are, without patterns, those that Node.js looks for', () => {
    expect(find([])).toEqual(own);
  });

  it('are TypeScript too, where Node.js runs it', () => {
    expect(find([], { typescript: true })).toEqual([...own, 'f.test.ts'].sort());
  });

  it.each([
    [['test/*.js'], ['test/[id].test.js', 'test/one.js']],
    [
      ['./src/h.js', 'index.js'],
      ['index.js', 'src/h.js'],
    ],
    [['test/**/*.mjs'], ['test/sub/two.mjs']],
    [['src'], ['src/g.test.js']],
    [['test/'], ['test/[id].test.js', 'test/one.js', 'test/sub/two.mjs']],
    [['test/[id].test.js'], ['test/[id].test.js']],
    [['none/*.js'], []],
    [['missing.js'], []],
  ])('%s are %s', (patterns, expected) => {
    expect(find(patterns)).toEqual(expected);
  });

  it('differ by quotes: a shell takes ** for *, and leaves to Node.js what matches nothing', () => {
    expect(find(['**/*.js'])).toEqual(['src/g.test.js', 'src/h.js', 'test/[id].test.js', 'test/one.js']);
    expect(find(['**/*.test.js'], { bare: false })).toEqual([
      'a.test.js',
      'src/g.test.js',
      'test/[id].test.js',
    ]);
    expect(find(['{src,test}/*.test.js'])).toEqual(['src/g.test.js', 'test/[id].test.js']);
  });
});
