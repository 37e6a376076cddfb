import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findWritten, takeSnapshot } from './find-reports.ts';

let top: string;
let work: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-reports-'));
  work = join(top, 'work');
  mkdirSync(join(work, 'out'), { recursive: true });
  mkdirSync(join(top, 'token/data'), { recursive: true });
  writeFileSync(join(top, 'token/data/token'), 'gag_secret');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const written = (glob: string) => findWritten(work, glob, new Map());

it('what was there and is as it was is no report of the command', () => {
  writeFileSync(join(work, 'out/before.xml'), '<testsuite/>');
  const before = takeSnapshot(work, 'out/*.xml');
  writeFileSync(join(work, 'out/after.xml'), '<testsuite/>');
  expect(findWritten(work, 'out/*.xml', before)).toEqual([join(work, 'out/after.xml')]);
});

it('a link that the tests put where a glob begins leads nowhere outside', () => {
  symlinkSync(join(top, 'token'), join(work, 'x'));
  for (const glob of ['x/**', 'x/data/*', './x/data/token', 'out/../x/**', '../token/**'])
    expect(written(glob)).toEqual([]);
  symlinkSync('out', join(work, 'y'));
  writeFileSync(join(work, 'out/one.xml'), '<testsuite/>');
  expect(written('y/*.xml')).toEqual([join(work, 'y/one.xml')]);
});
