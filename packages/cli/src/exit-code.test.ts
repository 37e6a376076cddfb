import { FailureReason, Verdict } from '@gauntlet/contract';
import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-code.ts';

const good = { total: 3, failed: 0 };
const of = (verdict: Verdict | null, counts = good, failureReason: FailureReason | null = null) =>
  exitCodeOf({ verdict, failureReason, counts });

test.each([
  ['passed', 0],
  ['flaky', 0],
  ['failed', 1],
  ['infrastructure', 2],
  ['timeout', 2],
  ['cancelled', 2],
  ['expired', 2],
  ['rejected', 2],
] as const)('%s exits %i', (verdict, code) => expect(of(verdict)).toBe(code));

test('every verdict there is has a code above, and only two of them are green', () => {
  const green = Verdict.options.filter((verdict) => of(verdict) === 0);
  expect(green).toEqual(['passed', 'flaky']);
});

test('no verdict, an unknown one, and counts that contradict it are never 0', () => {
  expect(of(null)).toBe(2);
  expect(of('wonderful' as Verdict)).toBe(2);
  expect(of('passed', { total: 0, failed: 0 })).toBe(2);
  expect(of('passed', { total: 3, failed: 1 })).toBe(2);
});

test('a flaky run fails when that is asked for', () => {
  expect(exitCodeOf({ verdict: 'flaky', failureReason: null, counts: good }, 'fail')).toBe(1);
});

test('what kept the tests from running at all is 2, what they came to is 1', () => {
  const failing = (reason: FailureReason) => of('failed', { total: 0, failed: 0 }, reason);
  const couldNotRun = FailureReason.options.filter((reason) => failing(reason) === 2);
  expect(couldNotRun).toEqual([
    'no-tests',
    'content-invalid',
    'setup-failed',
    'listing-failed',
    'secret-missing',
    'image-unavailable',
    'pod-refused',
  ]);
  expect(of('failed', { total: 3, failed: 1 }, 'tests-failed')).toBe(1);
  expect(of('failed', { total: 3, failed: 0 }, 'image-unavailable')).toBe(2);
  expect(of('failed', { total: 3, failed: 1 }, 'image-unavailable')).toBe(1);
});
