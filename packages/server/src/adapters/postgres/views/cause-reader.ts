/** The read side of causes. Owns nothing; asks for the workspace before it asks for anything else. */
import type {
  CauseComment,
  ExecutionCause,
  ExecutionId,
  FailureCauseId,
  FailureOccurrence,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { CauseReader, PageOrder, PageResult } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { ownerNamed } from '../cause-book.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { showCause } from './cause-detail.ts';
import { listCauses } from './cause-list.ts';
import { type CauseRow, causeColumns, causeSummary, partsOf } from './cause-rows.ts';
import { decodeCursor, pageOf } from './cursor.ts';

const ById = z.tuple([z.uuid()]);
const ByCount = z.tuple([z.int().positive(), z.uuid()]);
const MOST_EXAMPLES = 5;

export function createPostgresCauseReader(database: Database, clock: Clock): CauseReader {
  /** Runs the query when the cause is the workspace's; null otherwise. */
  const within = async <Value>(
    workspace: Workspace,
    causeId: FailureCauseId,
    read: () => Promise<Value>,
  ): Promise<Value | null> => {
    const query = database.selectFrom('failure_causes').select('cause_id').where('cause_id', '=', causeId);
    const row = await query.where(inWorkspace('failure_causes', workspace)).executeTakeFirst();
    return row ? read() : null;
  };
  return {
    list: (workspace, filter, order) => listCauses(database, clock.now(), workspace, filter, order),
    show: (workspace, causeId) => showCause(database, clock.now(), workspace, causeId),
    occurrences: (workspace, causeId, order) =>
      within(workspace, causeId, () => listOccurrences(database, causeId, order)),
    comments: (workspace, causeId, order) =>
      within(workspace, causeId, () => listComments(database, causeId, order)),
    comment: async (commentId) =>
      (await readComments(database, [sql`comment_id = ${commentId}`], 1)).map(commentOf)[0] ?? null,
    ofExecution: async (workspace, executionId, order) => {
      const query = database.selectFrom('test_executions').select('execution_id');
      const own = query
        .where('execution_id', '=', executionId)
        .where(inWorkspace('test_executions', workspace));
      return (await own.executeTakeFirst())
        ? listOfExecution(database, clock.now(), executionId, order)
        : null;
    },
    owner: async (workspace, idOrName) =>
      (await ownerNamed(workspace, idOrName).execute(database)).rows[0] ?? null,
  };
}

type OccurrenceRow = Omit<FailureOccurrence, 'at'> & { at: Date; occurrence_id: string };

async function listOccurrences(
  database: Database,
  causeId: string,
  order: PageOrder,
): Promise<PageResult<FailureOccurrence>> {
  const after = decodeCursor(ById, order.cursor);
  if (!after.ok) return after;
  const { rows } = await sql<OccurrenceRow>`
    select occurrence_id, execution_id as "executionId", definition_id as "definitionId", definition.name as "definitionName",
      result_id as "resultId", unit_id as "unitId", occurrence.name, file_path as file, at
    from failure_occurrences occurrence join test_definitions definition on definition.id = occurrence.definition_id
    where cause_id in ${partsOf(causeId)} ${after.value ? sql`and occurrence_id < ${after.value[0]}::uuid` : sql``}
    order by occurrence_id desc limit ${order.limit + 1}`.execute(database);
  const itemOf = ({ occurrence_id: _, at, ...rest }: OccurrenceRow) => ({ ...rest, at: at.toISOString() });
  return ok(pageOf(rows, order, itemOf, (row) => [row.occurrence_id]));
}

type CommentRow = { comment_id: string; author: string | null; body: string; at: Date };

const commentOf = (row: CommentRow): CauseComment => ({
  commentId: row.comment_id,
  author: row.author,
  body: row.body,
  at: row.at.toISOString(),
});

async function listComments(
  database: Database,
  causeId: string,
  order: PageOrder,
): Promise<PageResult<CauseComment>> {
  const after = decodeCursor(ById, order.cursor);
  if (!after.ok) return after;
  const where = [
    sql`cause_id in ${partsOf(causeId)}`,
    ...(after.value ? [sql`comment_id < ${after.value[0]}::uuid`] : []),
  ];
  const rows = await readComments(database, where, order.limit + 1);
  return ok(pageOf(rows, order, commentOf, (row) => [row.comment_id]));
}

async function readComments(
  database: Database,
  where: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    select comment_id, author.username as author, body, at from failure_cause_comments
      left join users author on author.user_id = author_id
    where ${sql.join(where, sql` and `)} order by comment_id desc limit ${limit}`.execute(database);
  return rows;
}

type ExecutionCauseRow = CauseRow & {
  in_execution: number;
  first_here: boolean;
  examples: ExecutionCause['examples'] | null;
};

const executionCause = (row: ExecutionCauseRow): ExecutionCause => ({
  ...causeSummary(row),
  inExecution: row.in_execution,
  firstSeenHere: row.first_here,
  examples: row.examples ?? [],
});

async function listOfExecution(
  database: Database,
  now: Date,
  executionId: ExecutionId,
  order: PageOrder,
): Promise<PageResult<ExecutionCause>> {
  const after = decodeCursor(ByCount, order.cursor);
  if (!after.ok) return after;
  const beyond = after.value
    ? sql`where (in_execution, cause_id) < (${after.value[0]}::int, ${after.value[1]}::uuid)`
    : sql``;
  const { rows } = await sql<ExecutionCauseRow>`
    with here as (
      select coalesce(own.merged_into, own.cause_id) as cause_id, sum(run.occurrences)::int as in_execution, min(run.at) as at
      from failure_cause_runs run join failure_causes own on own.cause_id = run.cause_id
      where run.execution_id = ${executionId} group by 1
    ), shown as (select * from here ${beyond} order by in_execution desc, cause_id desc limit ${order.limit + 1})
    select ${causeColumns(now)}, shown.in_execution, cause.first_seen_at >= shown.at as first_here, (
      select json_agg(example) from (
        select result_id as "resultId", unit_id as "unitId", occurrence.name, file_path as file
        from failure_occurrences occurrence join failure_causes part on part.cause_id = occurrence.cause_id
        where occurrence.execution_id = ${executionId} and coalesce(part.merged_into, part.cause_id) = cause.cause_id
        order by occurrence_id limit ${MOST_EXAMPLES}) as example) as examples
    from shown join failure_causes cause on cause.cause_id = shown.cause_id
      left join users owner on owner.user_id = cause.owner_id
    order by shown.in_execution desc, shown.cause_id desc`.execute(database);
  return ok(pageOf(rows, order, executionCause, (row) => [row.in_execution, row.cause_id]));
}
