/** Counts so far: those of units that are over, or of the results that are seen, whichever tells more. */
import type { Execution, ResultSummary } from './queries.ts';

type Counts = Execution['counts'];

export function countsSoFar(
  { counts, verdict }: Pick<Execution, 'counts' | 'verdict'>,
  seen: readonly ResultSummary[],
): Counts {
  if (verdict !== null || seen.length <= counts.total) return counts;
  const of = (holds: (result: ResultSummary) => boolean) => seen.filter(holds).length;
  return {
    total: seen.length,
    passed: of(({ status }) => status === 'passed'),
    failed: of(({ status }) => status === 'failed' || status === 'error'),
    skipped: of(({ status }) => status === 'skipped'),
    flaky: of(({ status, flaky }) => flaky && status === 'passed'),
  };
}
