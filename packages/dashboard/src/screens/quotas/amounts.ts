/** Quotas in words: what is limited, and how much of it, in units that people use. */
import type { Schema } from '../../api/client.ts';
import { formatBytes, formatCount } from '../../kit/quantities.ts';

type Quota = Schema['Quota'];
type Words = { title: string; explained: string };

const WORDS: Readonly<Record<Quota['resource'], Words>> = {
  concurrent_executions: { title: 'Executions at once', explained: 'that run or are about to' },
  executions_per_hour: { title: 'Executions an hour', explained: 'submitted, in the hour by the clock, UTC' },
  executions: { title: 'Executions a day', explained: 'submitted, in the day by UTC' },
  executions_per_week: { title: 'Executions a week', explained: 'submitted, from Monday on, by UTC' },
  executions_per_month: {
    title: 'Executions a month',
    explained: 'submitted, in the calendar month, by UTC',
  },
  parallel_groups: { title: 'Groups at once', explained: 'of all running executions together' },
  cpu_millis: { title: 'CPU at once', explained: 'asked for by running groups' },
  memory_mib: { title: 'Memory at once', explained: 'asked for by running groups' },
  artifact_mib: { title: 'Stored artifacts and uploads', explained: 'until they are removed for their age' },
};

export const wordsOf = ({ resource }: Quota): Words => WORDS[resource];

const MIB = 2 ** 20;
const GIB = 1024;

export function formatAmount(amount: number, unit: Quota['unit']): string {
  if (unit === 'millicpu') return `${Number((amount / 1000).toFixed(2))} CPU`;
  if (unit === 'MiB') {
    if (amount > 0 && amount < 1) return formatBytes(Math.round(amount * MIB));
    return amount < GIB ? `${Number(amount.toFixed(1))} MiB` : `${Number((amount / GIB).toFixed(1))} GiB`;
  }
  return formatCount(amount);
}

/** Null without a limit. Of a limit of nothing everything is used. */
export function shareOf(used: number, limit: number | null): number | null {
  if (limit === null) return null;
  return limit === 0 ? 1 : used / limit;
}

/** What a limit is typed in. */
export const TYPED_UNIT: Readonly<Record<Quota['unit'], string>> = {
  millicpu: 'thousandths of a CPU',
  MiB: 'MiB',
  groups: 'groups',
  executions: 'executions',
};
