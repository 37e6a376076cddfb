import { describe, expect, test } from 'vitest';
import { countTests, describeFailures, describeSkipped, judgeRun, toClosingLine } from './test-counts.ts';

const REPORT = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

test('the closing line holds passed, failed and skipped', () => {
  expect(toClosingLine(countTests(REPORT))).toBe('3 passed, 1 failed, 3 skipped');
});

test('a file that could not be loaded counts as one failure, a file with failed tests as those', () => {
  const testResults = [
    { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    {
      name: 'b.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'failed', fullName: 'adds', failureMessages: ['\u001b[31mexpected 2\nto be 3'] },
        { status: 'passed', fullName: 'subtracts' },
      ],
    },
    { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'divides' }] },
  ];
  expect(countTests({ ...REPORT, testResults }).failed).toBe(2);
  expect(describeFailures({ ...REPORT, testResults })).toEqual([
    'FAILED a.test.ts',
    'no such module',
    'FAILED b.test.ts > adds',
    'expected 2',
    'to be 3',
  ]);
});

test('what was not tried is named', () => {
  const assertionResults = [
    { status: 'skipped', fullName: 'a full disk' },
    { status: 'todo', fullName: 'later' },
    { status: 'passed', fullName: 'adds' },
    { status: 'failed', fullName: 'divides' },
  ];
  const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults }];
  expect(describeSkipped({ ...REPORT, testResults })).toEqual([
    'SKIPPED a.test.ts > a full disk',
    'SKIPPED a.test.ts > later',
  ]);
});

describe('the exit code', () => {
  const green = {
    runnerExitCode: 0,
    counts: { passed: 1, failed: 0, skipped: 0 },
    missingSuites: [],
    inCi: true,
  };

  test('is 0 when something passed and nothing failed', () => {
    expect(judgeRun(green)).toBe(0);
  });

  test("is the runner's when that is not 0, whatever was counted", () => {
    expect(judgeRun({ ...green, runnerExitCode: 130 })).toBe(130);
  });

  test('is 1 when nothing ran', () => {
    expect(judgeRun({ ...green, counts: { passed: 0, failed: 0, skipped: 9 } })).toBe(1);
  });

  test('is 1 when a failure was counted though the runner said 0', () => {
    expect(judgeRun({ ...green, counts: { passed: 1, failed: 1, skipped: 0 } })).toBe(1);
  });

  test('is 1 for a suite that could not run in CI, 0 on a workplace', () => {
    expect(judgeRun({ ...green, missingSuites: ['chromium'] })).toBe(1);
    expect(judgeRun({ ...green, missingSuites: ['chromium'], inCi: false })).toBe(0);
  });

  test('is 1 for a test that was skipped in CI, 0 on a workplace', () => {
    const counts = { passed: 9, failed: 0, skipped: 1 };
    expect(judgeRun({ ...green, counts })).toBe(1);
    expect(judgeRun({ ...green, counts, inCi: false })).toBe(0);
  });
});
