import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { INTEGRATION_SUITES, NOT_RUN_AGAIN, suitesToRunAgain } from './second-shape.ts';
import { ROOT } from './setup.mjs';

/** Every test that opens a database comes by one from here. */
const SOURCE_OF_DATABASES = 'packages/server/src/testing/template-database.ts';

const suitesOf = (pattern: string) =>
  globSync(INTEGRATION_SUITES, { cwd: ROOT, exclude: ['**/node_modules/**'] }).filter((suite) =>
    globSync(pattern, { cwd: ROOT }).includes(suite),
  );

/** The files of this repository that a file imports, and those that they import. */
function importedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!/\.m?[jt]s$/.test(file)) return seen;
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'));
  for (const { fileName } of importedFiles)
    if (fileName.startsWith('.')) importedBy(relative('.', join(dirname(file), fileName)), seen);
  return seen;
}

test('what is left out of the second run is there, and not among what is run again', () => {
  const again = suitesToRunAgain(ROOT);
  for (const { suites } of NOT_RUN_AGAIN) {
    const leftOut = suitesOf(suites);
    expect(leftOut, suites).not.toEqual([]);
    expect(again).not.toEqual(expect.arrayContaining([leftOut[0]]));
  }
});

test('no suite that opens a database is left out as one that opens none', () => {
  expect(importedBy('e2e/roles.int.test.ts')).toContain(SOURCE_OF_DATABASES); // or nothing below is seen
  const leftOut = NOT_RUN_AGAIN.filter(({ because }) => because === 'opens-none');
  const suites = leftOut.flatMap(({ suites: pattern }) => suitesOf(pattern));
  expect(suites.filter((suite) => importedBy(suite).has(SOURCE_OF_DATABASES))).toEqual([]);
});
