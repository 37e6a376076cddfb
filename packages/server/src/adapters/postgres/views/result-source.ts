/** Which results of an execution a list is made of. */
import type { ExecutionId } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { ResultFilter } from '../../../executions/index.ts';
import { containing } from './like-pattern.ts';
import { isFlaky } from './result-row.ts';

export type ExecutionToRead = { executionId: ExecutionId; attempt: number };

const FAILED = ['failed', 'error'];

export type Part = 'failures' | 'rest';

// Spelt as in the partial index of the failures.
export const ofPart = (part: Part): RawBuilder<unknown> =>
  part === 'failures' ? sql`status in ('failed', 'error')` : sql`status not in ('failed', 'error')`;

export type Source = {
  conditions: readonly RawBuilder<unknown>[];
  attempts: readonly number[];
  /** Whether a result is flaky. */
  flaky: RawBuilder<unknown>;
};

/** One attempt when it is named, or there was but one; else all, without what was run again. */
export function sourceOf({ executionId, attempt }: ExecutionToRead, filter: ResultFilter): Source {
  const flaky = isFlaky(executionId, filter.attempt ?? attempt);
  const own = [sql`execution_id = ${executionId}`, ...matching(filter, flaky)];
  if (filter.attempt !== undefined) return { conditions: own, attempts: [filter.attempt], flaky };
  const attempts = Array.from({ length: attempt + 1 }, (_, index) => index);
  const latest = attempt === 0 ? [] : [sql`unit_id not in (${supersededUnits(executionId)})`];
  return { conditions: [...own, ...latest], attempts, flaky };
}

const supersededUnits = (executionId: ExecutionId) => sql`
  select older.unit_id from execution_units older
  join execution_units newer on newer.execution_id = older.execution_id and newer.key_hash = older.key_hash
    and newer.attempt > older.attempt and newer.status <> 'pending'
  where older.execution_id = ${executionId}`;

function matching({ statuses, search }: ResultFilter, flaky: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (statuses?.includes('flaky'))
    conditions.push(sql`(status = any(${statuses}::text[]) or (status = 'passed' and ${flaky}))`);
  else if (statuses) conditions.push(sql`status = any(${statuses}::text[])`);
  if (statuses?.every((status) => FAILED.includes(status)))
    conditions.push(sql`status in ('failed', 'error')`);
  if (search) {
    const pattern = containing(search);
    conditions.push(
      sql`(test_name ilike ${pattern} or file_path ilike ${pattern} or array_to_string(suite, ' ') ilike ${pattern})`,
    );
  }
  return conditions;
}
