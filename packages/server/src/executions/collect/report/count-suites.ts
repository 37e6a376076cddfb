/** The counts that a `<testsuite>` tag needs before its first case is written. */
import type { ResultForReport } from './report-source.ts';

export type SuiteCounts = {
  unitId: string | null;
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  /** Failed in quarantine: counted as skipped, since whoever reads failures would call the run red. */
  quarantined: number;
  flaky: number;
  durationMs: number;
  timestamp: string;
};

export const isExcusedFailure = ({ status, quarantine }: ResultForReport): boolean =>
  quarantine !== null && (status === 'failed' || status === 'error');

/** One entry for each run of consecutive results of one unit, in the order of the results. */
export async function countSuites(results: AsyncIterable<ResultForReport>): Promise<SuiteCounts[]> {
  const suites: SuiteCounts[] = [];
  let suite: SuiteCounts | undefined;
  for await (const result of results) {
    if (suite === undefined || suite.unitId !== result.unitId) {
      suite = startSuite(result);
      suites.push(suite);
    }
    countIn(suite, result);
  }
  return suites;
}

const startSuite = (first: ResultForReport): SuiteCounts => ({
  unitId: first.unitId,
  tests: 0,
  failures: 0,
  errors: 0,
  skipped: 0,
  quarantined: 0,
  flaky: 0,
  durationMs: 0,
  timestamp: first.executedAt,
});

function countIn(suite: SuiteCounts, result: ResultForReport): void {
  suite.tests += 1;
  suite.durationMs += result.durationMs;
  if (isExcusedFailure(result)) {
    suite.quarantined += 1;
    suite.skipped += 1;
    return;
  }
  if (result.status === 'failed') suite.failures += 1;
  if (result.status === 'error') suite.errors += 1;
  if (result.status === 'skipped') suite.skipped += 1;
  if (result.flaky) suite.flaky += 1;
}
