/** How a unit went, from what was told of it. Green is only what was seen to pass. */
import type { FailureReason, UnitOutcome } from '@gauntlet/contract';
import type { ProcessEnd } from '../process/process-order.ts';
import { describeEnd, withOutput } from './describe-end.ts';
import type { UnitProgress } from './unit-progress.ts';

export type UnitVerdict = {
  outcome: UnitOutcome;
  reason?: FailureReason;
  message?: string;
  unexplained?: string;
};

const error = (reason: FailureReason, message: string): UnitVerdict => ({
  outcome: 'error',
  reason,
  message,
});
const join = (messages: readonly string[]): string => messages.join('\n\n');

/** A unit whose cases have all been told. */
export function judgeReported({ unit, counts, failed, tests, problems }: UnitProgress): UnitVerdict {
  const told = problems.length > 0 ? join(problems) : undefined;
  if (counts.failed > 0) {
    return { outcome: failed > 0 ? 'failed' : 'error', reason: 'tests-failed', message: told };
  }
  if (counts.total === 0) {
    return error('unit-without-results', told ?? 'It ended without a single result.');
  }
  if (told !== undefined) return error('tests-failed', told);
  if (unit.expectedTests !== undefined && tests.size < unit.expectedTests) {
    const announced = `The framework announced ${unit.expectedTests} tests, but only ${tests.size} were reported.`;
    return error('counts-differ', announced);
  }
  return { outcome: counts.skipped === counts.total ? 'skipped' : 'passed' };
}

export type RunEnd = {
  end: ProcessEnd;
  /** Exit codes after which a report is to be expected. */
  ordinaryCodes: readonly number[];
  /** Problems that belong to no unit. */
  problems: readonly string[];
  /** It was ended by us, long after its last report. */
  lingered: boolean;
  /** There is a report file, but it is not what its format promises. */
  unusableReport: boolean;
  output: string;
};

/** A unit that ran alone, and whose process ended before all of its cases were told. */
export function judgeCutOff(progress: UnitProgress, run: RunEnd): UnitVerdict {
  const { end, output } = run;
  const problems = [...progress.problems, ...run.problems];
  const told = problems.length === 0 ? '' : `\n\n${join(problems)}`;
  if (end.ended === 'timed-out') {
    return error('unit-timeout', withOutput(`It took longer than its limit and was ended.${told}`, output));
  }
  if (run.unusableReport) {
    return error('report-malformed', withOutput(join(problems), output));
  }
  const orderly = end.signal === null && end.exitCode !== null && run.ordinaryCodes.includes(end.exitCode);
  const begun = progress.state === 'running' || progress.counts.total > 0;
  if (orderly && !begun && run.problems.length === 0) {
    const without = `It ended without a single result; the process ${describeEnd(end)}.${told}`;
    return error('unit-without-results', withOutput(without, output));
  }
  const early = `The process ${describeEnd(end)} before all of its tests were reported.${told}`;
  return error('runner-crashed', withOutput(early, output));
}

/** The unit was ended because it ran longer than a unit may. */
export function judgeOverLimit({ problems }: UnitProgress, limitSeconds: number): UnitVerdict {
  const limit = `It ran longer than its limit of ${limitSeconds} s and was ended.`;
  return error('unit-timeout', join([limit, ...problems]));
}

/**
 * What a run in which tests failed shows besides: tests that fail explain an exit code that says so, and
 * nothing else. Whoever does not count those tests still has to know of this.
 */
export function findUnexplained(run: RunEnd): string | undefined {
  const { end, problems, lingered, output, ordinaryCodes } = run;
  const ordinary = end.ended === 'exited' && end.exitCode !== null && ordinaryCodes.includes(end.exitCode);
  if (ordinary && problems.length === 0) return undefined;
  const what = lingered
    ? 'did not end after its last test (something in it keeps running)'
    : ordinary
      ? 'had a problem that belongs to no test'
      : describeEnd(end);
  const message = join([`Besides the tests that failed, the framework's process ${what}.`, ...problems]);
  return withOutput(message, output);
}

/** Why a run in which no test failed must not be green, if it must not. */
export function findDisagreement(run: RunEnd, passedCodes: readonly number[]): UnitVerdict | undefined {
  const { end, problems, lingered, output } = run;
  const agrees = end.ended === 'exited' && end.exitCode !== null && passedCodes.includes(end.exitCode);
  if (agrees && problems.length === 0) return undefined;
  const what = lingered
    ? 'did not end after its last test (something in it keeps running)'
    : agrees
      ? 'had a problem that belongs to no test'
      : describeEnd(end);
  const message = join([`Every test passed, yet the framework's process ${what}.`, ...problems]);
  return error('exit-code-disagrees', withOutput(message, output));
}
