import { stripVTControlCharacters } from 'node:util';

export type TestCounts = { passed: number; failed: number; skipped: number };

/** The part of vitest's JSON report that the counts come from. */
export type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: ReportedFile[];
};

type ReportedFile = {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
};

/** A file that could not be loaded has failed without a failed test in it: it counts as one. */
const failedWithoutTest = (file: ReportedFile): boolean =>
  file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');

export const countTests = (report: VitestReport): TestCounts => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.testResults.filter(failedWithoutTest).length,
  skipped: report.numPendingTests + report.numTodoTests,
});

export const addCounts = (a: TestCounts, b: TestCounts): TestCounts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

const MAX_LINES_OF_A_FAILURE = 12;

const firstLines = (text: string): string[] =>
  stripVTControlCharacters(text).split('\n').slice(0, MAX_LINES_OF_A_FAILURE);

/** What failed, by file and name with the first lines of why: whoever sees the end of a long log sees this. */
export const describeFailures = (report: VitestReport): string[] =>
  report.testResults.flatMap((file) => [
    ...(failedWithoutTest(file) ? [`FAILED ${file.name}`, ...firstLines(file.message ?? '')] : []),
    ...file.assertionResults
      .filter((test) => test.status === 'failed')
      .flatMap((test) => [
        `FAILED ${file.name} > ${test.fullName}`,
        ...firstLines((test.failureMessages ?? []).join('\n')),
      ]),
  ]);

/** Each by file and name: what was not tried is to be seen, not only counted. */
export const describeSkipped = (report: VitestReport): string[] =>
  report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `SKIPPED ${name} > ${fullName}`),
  );

export const toClosingLine = ({ passed, failed, skipped }: TestCounts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * The exit code of the whole run: green only when the runner said so, at least one test ran, and in CI
 * every suite could run and no test was skipped.
 */
export function judgeRun(run: {
  runnerExitCode: number;
  counts: TestCounts;
  missingSuites: readonly string[];
  inCi: boolean;
}): number {
  if (run.runnerExitCode !== 0) return run.runnerExitCode;
  const ranNothing = run.counts.passed + run.counts.failed === 0;
  const untried = run.inCi && (run.missingSuites.length > 0 || run.counts.skipped > 0);
  return ranNothing || run.counts.failed > 0 || untried ? 1 : 0;
}
