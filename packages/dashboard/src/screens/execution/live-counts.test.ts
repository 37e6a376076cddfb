import { expect, it } from 'vitest';
import { countsSoFar } from './live-counts.ts';
import type { ResultSummary } from './queries.ts';

const result = (status: string, flaky = false) => ({ status, flaky }) as ResultSummary;
const counts = { total: 2, passed: 2, failed: 0, skipped: 0, flaky: 0 };
const seen = [result('passed'), result('passed', true), result('error'), result('failed'), result('skipped')];

it('results of a file that still runs are counted as they are seen', () => {
  expect(countsSoFar({ counts, verdict: null }, seen)).toEqual({
    total: 5,
    passed: 2,
    failed: 2,
    skipped: 1,
    flaky: 1,
  });
});

it('the counts of the server stand where they tell more, and at the end', () => {
  expect(countsSoFar({ counts, verdict: null }, seen.slice(0, 2))).toBe(counts);
  expect(countsSoFar({ counts, verdict: 'failed' }, seen)).toBe(counts);
});
