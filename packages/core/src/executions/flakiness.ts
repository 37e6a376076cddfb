/**
 * How flaky a test is. Flaky means that the same content had both outcomes: in different executions, in
 * attempts of one execution, or in retries of the framework's own within a run.
 */

/** A test's runs on one content. `flaky`: failed first and passed in the same execution. */
export type ContentOutcomes = { passed: number; failed: number; flaky: number };

export type Flakiness = {
  /** Runs looked at. */
  runs: number;
  /** Runs that failed though their content also passed. */
  flakyRuns: number;
  /** flakyRuns / runs; 0 without runs. */
  rate: number;
  /** Bounds of the 95 % interval of the rate. */
  low: number;
  high: number;
};

/** So many of a test's last runs count. */
export const FLAKY_RUNS = 100;
/** A test is flaky until this many days after it last showed both outcomes. */
export const FLAKY_WINDOW_DAYS = 30;

const DAY_MS = 86_400_000;

/**
 * The share of runs that failed though the same content passed as well: what a failure of this test is likely
 * to be worth. Runs on content that only ever failed are failures, not flakiness.
 */
export function measureFlakiness(contents: readonly ContentOutcomes[]): Flakiness {
  let [runs, flakyRuns] = [0, 0];
  for (const { passed, failed, flaky } of contents) {
    runs += passed + failed + flaky;
    flakyRuns += flaky + (passed + flaky > 0 ? failed : 0);
  }
  return { runs, flakyRuns, rate: runs === 0 ? 0 : flakyRuns / runs, ...wilsonInterval(flakyRuns, runs) };
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval for a proportion at 95 %, without continuity correction:
 * (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), with p = successes/trials and n = trials.
 * It keeps within 0 and 1 and means something for few trials too. Source: E. B. Wilson, "Probable Inference,
 * the Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22 (1927),
 * 209-212.
 */
export function wilsonInterval(successes: number, trials: number): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const shrink = 1 + Z ** 2 / trials;
  const centre = share + Z ** 2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  // Exactly 0 and 1 where nothing or everything was a success: rounding must not leave the range.
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - half) / shrink),
    high: successes === trials ? 1 : Math.min(1, (centre + half) / shrink),
  };
}

/** From then on a last sight of both outcomes makes a test flaky. */
export const flakySince = (now: Date): Date => new Date(now.getTime() - FLAKY_WINDOW_DAYS * DAY_MS);
