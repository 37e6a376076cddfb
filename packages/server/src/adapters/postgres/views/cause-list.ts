/** The causes of a workspace, page by page along the index of their order. */
import type { FailureCauseSummary } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { CauseFilter, PageOrder, PageResult } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { type CauseRow, causeColumns, causeSummary, shownStatus } from './cause-rows.ts';
import { CursorTime, decodeCursor, pageOf } from './cursor.ts';
import { containing } from './like-pattern.ts';

/** The order is part of the cursor: of another order it is no place. */
const Key = z.union([
  z.tuple([z.enum(['recent', 'newest']), CursorTime, z.uuid()]),
  z.tuple([z.literal('frequent'), z.string().regex(/^\d{1,18}$/), z.uuid()]),
]);

const COLUMN = {
  recent: sql`cause.last_seen_at`,
  newest: sql`cause.first_seen_at`,
  frequent: sql`cause.occurrences`,
} as const;
const TYPE = { recent: sql`timestamptz`, newest: sql`timestamptz`, frequent: sql`bigint` } as const;

export async function listCauses(
  database: Database,
  now: Date,
  workspace: Workspace,
  filter: CauseFilter,
  order: PageOrder,
): Promise<PageResult<FailureCauseSummary>> {
  const after = decodeCursor(
    Key.refine(([sort]) => sort === filter.sort),
    order.cursor,
  );
  if (!after.ok) return after;
  const column = COLUMN[filter.sort];
  const conditions = [inWorkspace('cause', workspace), ...matching(filter, now)];
  if (after.value) {
    const [, place, causeId] = after.value;
    conditions.push(sql`(${column}, cause.cause_id) < (${place}::${TYPE[filter.sort]}, ${causeId}::uuid)`);
  }
  const { rows } = await sql<CauseRow & { place: string }>`
    select ${causeColumns(now)}, ${column}::text as place
    from failure_causes cause left join users owner on owner.user_id = cause.owner_id
    where cause.merged_into is null and ${sql.join(conditions, sql` and `)}
    order by ${column} desc, cause.cause_id desc limit ${order.limit + 1}`.execute(database);
  return ok(pageOf(rows, order, causeSummary, (row) => [filter.sort, row.place, row.cause_id]));
}

function matching(filter: CauseFilter, now: Date): RawBuilder<unknown>[] {
  const { statuses, definitionId, since, search, ownerId } = filter;
  const pattern = search === undefined ? null : containing(search);
  return [
    ...(statuses ? [sql`${shownStatus(now)} = any(${statuses}::text[])`] : []),
    ...(definitionId ? [seenIn(definitionId)] : []),
    ...(since ? [sql`cause.last_seen_at >= ${since}`] : []),
    ...(pattern === null
      ? []
      : [
          sql`(cause.title ilike ${pattern} or cause.given_title ilike ${pattern} or cause.message ilike ${pattern})`,
        ]),
    ...(ownerId === undefined ? [] : [ownerId === null ? sql`owner_id is null` : sql`owner_id = ${ownerId}`]),
  ];
}

const seenIn = (definitionId: string): RawBuilder<unknown> => sql`(
  exists (select from failure_cause_runs run where run.definition_id = ${definitionId} and run.cause_id = cause.cause_id)
  or exists (select from failure_causes part join failure_cause_runs run on run.cause_id = part.cause_id
    where part.merged_into = cause.cause_id and run.definition_id = ${definitionId}))`;
