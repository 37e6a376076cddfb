/** Rows of tests and test_quarantines as people change them. */
import type { ProjectId, TeamId, TestCaseId, UserId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { NewQuarantine, TestShelf, TestToChange } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { type Database, txOf } from '../database.ts';
import { isUuid } from '../is-uuid.ts';
import { inWorkspace } from '../workspace.ts';

export const createPostgresTestShelf = (database: Database): TestShelf => ({
  lock,
  findPerson: (workspace, idOrName) => findPerson(database, workspace, idOrName),
  setOwner: async (tx, testCaseId, owner) => {
    await txOf(tx).updateTable('tests').set({ owner_id: owner }).where('test_id', '=', testCaseId).execute();
  },
  quarantine,
  release: async (tx, testCaseId) => {
    const gone = await txOf(tx)
      .deleteFrom('test_quarantines')
      .where('test_id', '=', testCaseId)
      .executeTakeFirst();
    return gone.numDeletedRows === 1n;
  },
});

async function lock(tx: Tx, workspace: Workspace, testCaseId: TestCaseId): Promise<TestToChange | null> {
  const query = txOf(tx).selectFrom('tests').select(['name', 'team_id', 'project_id']);
  const own = query.where('test_id', '=', testCaseId).where(inWorkspace('tests', workspace));
  const row = await own.forNoKeyUpdate().executeTakeFirst();
  if (!row) return null;
  const place = { teamId: row.team_id as TeamId, projectId: row.project_id as ProjectId | null };
  return { testCaseId, name: row.name, ...place };
}

async function findPerson(database: Database, { teamId, projectId }: Workspace, idOrName: string) {
  const named = isUuid(idOrName)
    ? sql`person.user_id = ${idOrName}`
    : sql`lower(person.username) = lower(${idOrName})`;
  const { rows } = await sql<{ userId: UserId; username: string }>`
    select person.user_id as "userId", person.username from users person
    where person.active and ${named} and (person.team_id = ${teamId} or exists (
      select from project_members member join projects project using (project_id)
      where member.user_id = person.user_id and project.team_id = ${teamId}
        and (${projectId}::uuid is null or project.project_id = ${projectId}::uuid)))`.execute(database);
  return rows[0] ?? null;
}

async function quarantine(
  tx: Tx,
  testCaseId: TestCaseId,
  { reason, by, since, expiresAt }: NewQuarantine,
): Promise<void> {
  await sql`
    insert into test_quarantines (test_id, definition_id, name_hash, reason, quarantined_by, quarantined_at, expires_at)
    select test_id, definition_id, name_hash, ${reason}, ${by}, ${since}, ${expiresAt} from tests where test_id = ${testCaseId}
    on conflict (test_id) do update set reason = excluded.reason, quarantined_by = excluded.quarantined_by,
      quarantined_at = excluded.quarantined_at, expires_at = excluded.expires_at`.execute(txOf(tx));
}
