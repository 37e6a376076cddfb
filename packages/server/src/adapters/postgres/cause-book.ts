/**
 * Rows of failure_causes, their runs, occurrences and comments. Invariant: a cause's occurrences are those of
 * its key, and of the keys merged into it.
 */
import type { CauseStatus, FailureCauseId, ProjectId, UserId } from '@gauntlet/contract';
import { type RawBuilder, sql } from 'kysely';
import type {
  CauseBook,
  CauseOwner,
  EndedExecution,
  FoundCause,
  Regression,
  TriagedCause,
} from '../../executions/index.ts';
import type { Workspace } from '../../identity/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { jsonOf } from './json-of.ts';
import { inWorkspace } from './workspace.ts';

export function createPostgresCauseBook(database: Database, ids: Ids): CauseBook {
  return {
    record: (tx, execution, found, order) => record(ids, tx, execution, found, order),
    lock,
    change: async (tx, causeId, triage, { userId, at }) => {
      await sql`
        update failure_causes set status = ${triage.status}, known_until = ${triage.knownUntil}, fixed_at = ${triage.fixedAt},
          owner_id = ${triage.owner?.userId ?? null}, link = ${triage.link}, given_title = ${triage.givenTitle},
          updated_by = ${userId}, updated_at = ${at}
        where cause_id = ${causeId}`.execute(txOf(tx));
    },
    findOwner: async (tx, workspace, idOrName) => {
      const { rows } = await ownerNamed(workspace, idOrName).execute(txOf(tx));
      return rows[0] ?? null;
    },
    addComment: async (tx, causeId, { authorId, body, at }) => {
      const commentId = ids.next<string>();
      const row = { comment_id: commentId, cause_id: causeId, author_id: authorId, body, at };
      await txOf(tx).insertInto('failure_cause_comments').values(row).execute();
      return commentId;
    },
    merge,
    unmerge,
    forget: (before, limit) => forget(database, before, limit),
  };
}

/** Somebody of the team, or whoever is shown into the project. */
export const ownerNamed = ({ teamId, projectId }: Workspace, idOrName: string): RawBuilder<CauseOwner> => {
  const named = isUuid(idOrName)
    ? sql`person.user_id = ${idOrName}`
    : sql`lower(person.username) = lower(${idOrName})`;
  return sql<CauseOwner>`
    select person.user_id as "userId", person.username from users person
    where person.active and ${named} and (person.team_id = ${teamId} or exists (
      select from project_members member where member.project_id = ${projectId}::uuid and member.user_id = person.user_id))`;
};

type Recorded = FoundCause & { causeId: FailureCauseId; mergedInto: FailureCauseId | null };

async function record(
  ids: Ids,
  tx: Tx,
  execution: EndedExecution,
  found: readonly FoundCause[],
  { at, mostKept }: { at: Date; mostKept: number },
): Promise<Regression[]> {
  const recorded = await upsert(ids, tx, execution, found, at);
  await addToMerged(tx, recorded, at);
  const reopened = await reopen(tx, execution, recorded, at);
  const before = await countRuns(tx, execution, recorded, at);
  const kept = recorded.flatMap(({ causeId, kept: some }) =>
    some.slice(0, Math.max(0, mostKept - (before.get(causeId) ?? 0))).map((each) => ({ ...each, causeId })),
  );
  await keep(ids, tx, execution, kept, at);
  return reopened;
}

async function upsert(
  ids: Ids,
  tx: Tx,
  { teamId, projectId }: EndedExecution,
  found: readonly FoundCause[],
  at: Date,
): Promise<Recorded[]> {
  const rows = found.map(({ cause, count, sample }, place) => ({
    ...cause,
    place,
    sample,
    count,
    cause_id: ids.next<string>(),
  }));
  const { rows: written } = await sql<{
    place: number;
    cause_id: FailureCauseId;
    merged_into: FailureCauseId | null;
  }>`
    with found as (
      select *, sha256(convert_to(identity, 'UTF8')) as key from json_to_recordset(${jsonOf(rows)}::json)
        as found (place int, cause_id uuid, kind text, identity text, title text, message text, sample text, count int)
    ), written as (
      insert into failure_causes (cause_id, team_id, project_id, kind, key, title, message, sample, first_seen_at, last_seen_at, occurrences)
      select cause_id, ${teamId}::uuid, ${projectId}::uuid, kind, key, title, message, sample, ${at}::timestamptz, ${at}::timestamptz, count
      from found order by kind, key
      on conflict (team_id, project_id, kind, key) do update set title = excluded.title, message = excluded.message,
        sample = excluded.sample, last_seen_at = greatest(failure_causes.last_seen_at, excluded.last_seen_at),
        occurrences = failure_causes.occurrences + excluded.occurrences
      returning cause_id, kind, key, merged_into
    ) select found.place, written.cause_id, written.merged_into from written join found using (kind, key)`.execute(
    txOf(tx),
  );
  return written.map(({ place, cause_id, merged_into }) => ({
    ...(found[place] as FoundCause),
    causeId: cause_id,
    mergedInto: merged_into,
  }));
}

/** What people see of a merged cause is the one it is merged into. */
async function addToMerged(tx: Tx, recorded: readonly Recorded[], at: Date): Promise<void> {
  const merged = recorded.filter(({ mergedInto }) => mergedInto !== null);
  if (merged.length === 0) return;
  const rows = merged.map(({ mergedInto, count }) => ({ cause_id: mergedInto, count }));
  await sql`
    update failure_causes set occurrences = occurrences + added.count, last_seen_at = greatest(last_seen_at, ${at}::timestamptz)
    from (select cause_id, sum(count) as count from json_to_recordset(${jsonOf(rows)}::json) as added (cause_id uuid, count int) group by cause_id) as added
    where failure_causes.cause_id = added.cause_id`.execute(txOf(tx));
}

/** What was submitted before it was fixed proves nothing. */
async function reopen(
  tx: Tx,
  { executionId, submittedAt }: EndedExecution,
  recorded: readonly Recorded[],
  at: Date,
): Promise<Regression[]> {
  const seen = recorded.map(({ causeId, mergedInto }) => mergedInto ?? causeId);
  const { rows } = await sql<Regression>`
    update failure_causes set status = 'open', fixed_at = null, regressed_at = ${at}, regressed_in = ${executionId}
    where cause_id = any(${seen}::uuid[]) and status = 'fixed' and fixed_at < ${submittedAt}
    returning cause_id as "causeId", coalesce(given_title, title) as title`.execute(txOf(tx));
  return rows;
}

/** @returns how many of each there were in the execution before these */
async function countRuns(
  tx: Tx,
  { executionId, definitionId }: EndedExecution,
  recorded: readonly Recorded[],
  at: Date,
): Promise<ReadonlyMap<FailureCauseId, number>> {
  const counts = recorded.map(({ count }) => count);
  const { rows } = await sql<{ cause_id: FailureCauseId; before: number }>`
    with added as (
      select * from unnest(${recorded.map(({ causeId }) => causeId)}::uuid[], ${counts}::int[]) as added (cause_id, count)
    ), written as (
      insert into failure_cause_runs (execution_id, cause_id, definition_id, at, occurrences)
      select ${executionId}::uuid, cause_id, ${definitionId}::uuid, ${at}::timestamptz, count from added
      on conflict (execution_id, cause_id) do update set occurrences = failure_cause_runs.occurrences + excluded.occurrences
      returning cause_id, occurrences
    ) select cause_id, written.occurrences - added.count as before from written join added using (cause_id)`.execute(
    txOf(tx),
  );
  return new Map(rows.map(({ cause_id, before }) => [cause_id, before]));
}

async function keep(
  ids: Ids,
  tx: Tx,
  { executionId, definitionId }: EndedExecution,
  occurrences: readonly (FoundCause['kept'][number] & { causeId: FailureCauseId })[],
  at: Date,
): Promise<void> {
  if (occurrences.length === 0) return;
  const rows = occurrences.map((each) => ({ ...each, id: ids.next<string>() }));
  await sql`
    insert into failure_occurrences (occurrence_id, cause_id, execution_id, definition_id, result_id, unit_id, name, file_path, at)
    select id, "causeId", ${executionId}::uuid, ${definitionId}::uuid, "resultId", "unitId", name, file, ${at}::timestamptz
    from json_to_recordset(${jsonOf(rows)}::json)
      as kept (id uuid, "causeId" uuid, "resultId" uuid, "unitId" uuid, name text, file text)`.execute(
    txOf(tx),
  );
}

type LockedRow = {
  cause_id: FailureCauseId;
  project_id: ProjectId | null;
  kind: TriagedCause['kind'];
  title: string;
  given_title: string | null;
  status: CauseStatus;
  known_until: Date | null;
  fixed_at: Date | null;
  owner_id: UserId | null;
  username: string | null;
  link: string | null;
  merged_into: FailureCauseId | null;
};

async function lock(tx: Tx, workspace: Workspace, causeId: FailureCauseId): Promise<TriagedCause | null> {
  const { rows } = await sql<LockedRow>`
    select cause.*, owner.username from failure_causes cause left join users owner on owner.user_id = cause.owner_id
    where cause_id = ${causeId} and ${inWorkspace('cause', workspace)} for update of cause`.execute(txOf(tx));
  const [row] = rows;
  if (!row) return null;
  return {
    causeId: row.cause_id,
    projectId: row.project_id,
    kind: row.kind,
    title: row.given_title ?? row.title,
    givenTitle: row.given_title,
    status: row.status,
    knownUntil: row.known_until,
    fixedAt: row.fixed_at,
    owner: row.owner_id === null ? null : { userId: row.owner_id, username: row.username ?? '' },
    link: row.link,
    mergedInto: row.merged_into,
  };
}

async function merge(tx: Tx, causeId: FailureCauseId, into: FailureCauseId): Promise<void> {
  // The whole of it goes to the other; then what was merged into it stands beside it.
  await sql`
    update failure_causes kept set occurrences = kept.occurrences + merged.occurrences,
      first_seen_at = least(kept.first_seen_at, merged.first_seen_at), last_seen_at = greatest(kept.last_seen_at, merged.last_seen_at)
    from failure_causes merged where kept.cause_id = ${into} and merged.cause_id = ${causeId}`.execute(
    txOf(tx),
  );
  await sql`
    update failure_causes set merged_into = ${into}, occurrences = occurrences - (
      select coalesce(sum(part.occurrences), 0) from failure_causes part where part.merged_into = ${causeId})
    where cause_id = ${causeId}`.execute(txOf(tx));
  await sql`update failure_causes set merged_into = ${into} where merged_into = ${causeId}`.execute(txOf(tx));
}

async function unmerge(tx: Tx, causeId: FailureCauseId): Promise<void> {
  await sql`
    with apart as (select occurrences, merged_into from failure_causes where cause_id = ${causeId})
    update failure_causes set occurrences = failure_causes.occurrences - apart.occurrences
    from apart where cause_id = apart.merged_into`.execute(txOf(tx));
  await sql`update failure_causes set merged_into = null where cause_id = ${causeId}`.execute(txOf(tx));
}

async function forget(database: Database, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with old as (
      select cause_id from failure_causes cause
      where last_seen_at < ${before} and status = 'open' and owner_id is null and link is null and given_title is null and merged_into is null
        and not exists (select from failure_causes part where part.merged_into = cause.cause_id)
        and not exists (select from failure_cause_runs run where run.cause_id = cause.cause_id)
        and not exists (select from failure_cause_comments said where said.cause_id = cause.cause_id and said.author_id is not null)
      order by last_seen_at limit ${limit}
    ), gone as (
      delete from failure_causes where cause_id in (select cause_id from old) and last_seen_at < ${before} returning 1
    ) select count(*) as count from gone`.execute(database);
  return rows[0]?.count ?? 0;
}
