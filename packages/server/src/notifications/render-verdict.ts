/** The sentence in which people are told of a verdict: that of diagram 1.1. */
import type { Counts, QuarantinedCounts, Verdict } from '@gauntlet/contract';

/** `✓ Tests Passed (250/250)`, `✗ Tests Failed (245/250)`: passed of those that were run. */
export function renderVerdict(
  verdict: Verdict,
  { passed, total, skipped }: Counts,
  quarantined?: QuarantinedCounts,
): string {
  const beside = quarantined && quarantined.failed > 0 ? `, ${quarantined.failed} failed in quarantine` : '';
  const counts = `(${passed}/${total - skipped})${beside}`;
  if (verdict === 'passed') return `\u2713 Tests Passed ${counts}`;
  if (verdict === 'flaky') return `\u2713 Tests Passed ${counts}, some only on a retry`;
  if (verdict === 'failed') return `\u2717 Tests Failed ${counts}`;
  return `\u2717 ${ENDINGS[verdict]} ${counts}`;
}

const ENDINGS: Readonly<Record<Exclude<Verdict, 'passed' | 'flaky' | 'failed'>, string>> = {
  infrastructure: 'Tests Not Finished, the infrastructure failed',
  timeout: 'Tests Timed Out',
  cancelled: 'Tests Cancelled',
  expired: 'Tests Never Started, they waited too long',
  rejected: 'Tests Rejected',
};
