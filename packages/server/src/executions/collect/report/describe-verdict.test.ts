import { FailureReason, Verdict } from '@gauntlet/contract';
import { expect, test } from 'vitest';
import { describeVerdict } from './describe-verdict.ts';

const counts = { total: 10, passed: 10, failed: 0, skipped: 0, flaky: 0 };
const judged = {
  verdict: 'passed',
  failureReason: null,
  failureMessage: null,
  counts,
  quarantined: null,
} as const;

test('only passed and flaky are told as passed', () => {
  const titles = Verdict.options.map((verdict) => [verdict, describeVerdict({ ...judged, verdict }).title]);
  const good = titles.filter(([, title]) => title?.startsWith('Passed')).map(([verdict]) => verdict);
  expect(good).toEqual(['passed', 'flaky']);
});

test('every reason comes with what to do about it', () => {
  for (const failureReason of FailureReason.options)
    expect(describeVerdict({ ...judged, verdict: 'failed', failureReason }).advice).toMatch(/^\S.+\.$/);
});

test('the judge’s own message is preferred to the counts', () => {
  expect(describeVerdict({ ...judged, verdict: 'failed', failureMessage: 'Why.' }).sentence).toBe('Why.');
});

test.each([
  [judged, 'All 10 tests passed.'],
  [{ ...judged, counts: { ...counts, total: 1, passed: 1 } }, 'All 1 test passed.'],
  [{ ...judged, counts: { ...counts, passed: 8, skipped: 2 } }, 'All 8 tests passed, 2 skipped.'],
  [
    { ...judged, verdict: 'flaky' as const, counts: { ...counts, flaky: 1 } },
    '1 test passed only on a retry.',
  ],
  [{ ...judged, verdict: 'failed' as const, counts: { ...counts, failed: 1 } }, '1 of 10 tests failed.'],
  [
    { ...judged, counts: { ...counts, passed: 8, failed: 2 }, quarantined: { total: 3, failed: 2 } },
    '8 tests passed. 2 tests failed in quarantine and are not counted.',
  ],
  [{ ...judged, verdict: 'expired' as const, counts: { ...counts, total: 0 } }, 'No test ran.'],
])('without one the counts are told in words (%#)', (verdict, sentence) => {
  expect(describeVerdict(verdict).sentence).toBe(sentence);
});
