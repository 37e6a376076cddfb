/** What can be limited: the one table of units, periods and defaults. */
import type { QuotaPeriod, QuotaResource, QuotaUnit } from '@gauntlet/contract';

export type QuotaKind = {
  unit: QuotaUnit;
  period: QuotaPeriod;
  /** For whom nothing is set; null for no limit. */
  default: number | null;
  /** What the limit counts, after its number. */
  counts: string;
  /** What makes room. */
  advice: string;
};

const END_ONE = 'Wait for one to end, or cancel one.';

/**
 * "Queued or running" is the same for all: from the submission until the last group has ended, waiting
 * for a retry included. What is asked for counts, so that of many submissions at once each sees the ones
 * before it; what a queued execution will use is not known otherwise. Only the first has a default: what
 * the others would protect, the queue and the nodes' capacity protect already. Of several periods the longest
 * comes first: who is refused is told of the one that frees last.
 */
export const QUOTAS: Readonly<Record<QuotaResource, QuotaKind>> = {
  concurrent_executions: {
    unit: 'executions',
    period: 'none',
    default: 100,
    counts: 'executions queued or running',
    advice: END_ONE,
  },
  executions_per_month: {
    unit: 'executions',
    period: 'month',
    default: null,
    counts: 'executions submitted a month (UTC)',
    advice: 'The next month begins on its first day at midnight UTC.',
  },
  executions_per_week: {
    unit: 'executions',
    period: 'week',
    default: null,
    counts: 'executions submitted a week (UTC)',
    advice: 'The next week begins on Monday at midnight UTC.',
  },
  executions: {
    unit: 'executions',
    period: 'day',
    default: null,
    counts: 'executions submitted a day (UTC)',
    advice: 'The next day begins at midnight UTC.',
  },
  executions_per_hour: {
    unit: 'executions',
    period: 'hour',
    default: null,
    counts: 'executions submitted an hour (UTC)',
    advice: 'The next hour begins on the hour.',
  },
  parallel_groups: {
    unit: 'groups',
    period: 'none',
    default: null,
    counts: 'groups of executions queued or running',
    advice: `${END_ONE} Lower parallelism needs fewer groups.`,
  },
  cpu_millis: {
    unit: 'millicpu',
    period: 'none',
    default: null,
    counts: 'millicpu asked for by executions queued or running',
    advice: `${END_ONE} Lower parallelism or resources.cpu needs less.`,
  },
  memory_mib: {
    unit: 'MiB',
    period: 'none',
    default: null,
    counts: 'MiB of memory asked for by executions queued or running',
    advice: `${END_ONE} Lower parallelism or resources.memory needs less.`,
  },
  artifact_mib: {
    unit: 'MiB',
    period: 'none',
    default: null,
    counts: 'MiB of artifacts and uploads stored',
    advice:
      'Artifacts and uploads leave when their time is over; keep fewer files, or ask for a higher quota.',
  },
};

export const QUOTA_NAMES = Object.keys(QUOTAS) as QuotaResource[];
