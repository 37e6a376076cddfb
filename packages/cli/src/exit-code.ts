import type { FailureReason, Verdict } from '@gauntlet/contract';

/** What a shell or a pipeline learns. */
export const EXIT = {
  passed: 0,
  testsFailed: 1,
  couldNotRun: 2,
  usage: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What one execution came to, as the server says it. */
export type Outcome = {
  verdict: Verdict | null;
  failureReason: FailureReason | null;
  counts: { total: number; failed: number };
};

/** Failed, but no test did: nothing was run that could have. */
const NEVER_RAN: ReadonlySet<FailureReason | null> = new Set<FailureReason>([
  'no-tests',
  'content-invalid',
  'setup-failed',
  'listing-failed',
  'secret-missing',
]);

/** No pod came to run, of the first groups or of those that were to go on. */
const NO_POD: ReadonlySet<FailureReason | null> = new Set<FailureReason>([
  'image-unavailable',
  'pod-refused',
]);

export const neverRan = ({ verdict, failureReason, counts }: Outcome): boolean =>
  verdict === 'failed' &&
  (NEVER_RAN.has(failureReason) || (NO_POD.has(failureReason) && counts.failed === 0));

/**
 * Nothing but a verdict known to be good, and counts that bear it out, is 0.
 * A flaky verdict is 0 (every test passed in the end) unless the caller wants it to fail.
 */
export function exitCodeOf(outcome: Outcome, onFlaky: 'pass' | 'fail' = 'pass'): ExitCode {
  if (neverRan(outcome)) return EXIT.couldNotRun;
  if (outcome.verdict === 'failed') return EXIT.testsFailed;
  if (outcome.verdict !== 'passed' && outcome.verdict !== 'flaky') return EXIT.couldNotRun;
  if (outcome.counts.total < 1 || outcome.counts.failed > 0) return EXIT.couldNotRun;
  return outcome.verdict === 'flaky' && onFlaky === 'fail' ? EXIT.testsFailed : EXIT.passed;
}
