import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { describeIssues } from './describe-issues.ts';
import { findUnstorable, makeStorable } from './find-unstorable.ts';

const pathsOf = (value: unknown) => describeIssues(findUnstorable(value)).map(({ path }) => path);

it('finds NUL characters and halves of characters wherever they stand', () => {
  expect(pathsOf('a\0b')).toEqual(['']);
  expect(pathsOf({ name: 'a\0', commands: [{ run: 'true' }, { run: '\ud800' }] })).toEqual([
    'name',
    'commands[1].run',
  ]);
  expect(pathsOf({ tags: { 'k\0': 'v' } })).toEqual(['tags']);
});

it('lets everything else pass: whole characters, other controls, bytes, nothing', () => {
  expect(
    pathsOf({
      name: '\u001b[31m \ud83d\ude00',
      bytes: new Uint8Array([0]),
      stream: Readable.from(['\0']),
      none: null,
      count: 0,
    }),
  ).toEqual([]);
});

it('makes storable what agents report, and leaves the rest as it is', () => {
  const bytes = new Uint8Array([0]);
  const reported = { name: 'a\0b', suite: ['\ud800', 'whole \ud83d\ude00'], labels: { 'k\0': null }, bytes };
  expect(makeStorable(reported)).toEqual({
    name: 'a\u2400b',
    suite: ['\ufffd', 'whole \ud83d\ude00'],
    labels: { 'k\u2400': null },
    bytes,
  });
  expect(findUnstorable(makeStorable(reported))).toEqual([]);
});
