import { Verdict } from '@gauntlet/contract';
import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-code.ts';

const good = { total: 3, failed: 0 };

test.each([
  ['passed', 0],
  ['flaky', 0],
  ['failed', 1],
  ['infrastructure', 2],
  ['timeout', 2],
  ['cancelled', 2],
  ['expired', 2],
  ['rejected', 2],
] as const)('%s exits %i', (verdict, code) => expect(exitCodeOf({ verdict, counts: good })).toBe(code));

test('every verdict there is has a code above, and only two of them are green', () => {
  const green = Verdict.options.filter((verdict) => exitCodeOf({ verdict, counts: good }) === 0);
  expect(green).toEqual(['passed', 'flaky']);
});

test('no verdict, an unknown one, and counts that contradict it are never 0', () => {
  expect(exitCodeOf({ verdict: null, counts: good })).toBe(2);
  expect(exitCodeOf({ verdict: 'wonderful' as Verdict, counts: good })).toBe(2);
  expect(exitCodeOf({ verdict: 'passed', counts: { total: 0, failed: 0 } })).toBe(2);
  expect(exitCodeOf({ verdict: 'passed', counts: { total: 3, failed: 1 } })).toBe(2);
});

test('a flaky run fails when that is asked for', () => {
  expect(exitCodeOf({ verdict: 'flaky', counts: good }, 'fail')).toBe(1);
});
