/** Rows of secrets, each sealed for its team, its project if it has one, and its name. */
import type { ProjectId } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type Selectable, sql } from 'kysely';
import type { SecretShelf, SecretVault } from '../../executions/index.ts';
import type { Workspace } from '../../identity/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Seal, SealRefusal } from '../../kernel/seal.ts';
import { type Database, txOf } from './database.ts';
import type { Secrets } from './generated/database.ts';
import { holdRing, openSealed, sealInto } from './sealed-rows.ts';
import { inWorkspace, madeIn } from './workspace.ts';

export function createPostgresSecretVault(
  database: Database,
  ids: Ids,
  seal: Seal,
): SecretVault & SecretShelf {
  const rows = database.selectFrom('secrets').selectAll();
  return {
    namesOf: async (place) => {
      const usable = database.selectFrom('secrets').select('name').distinct().where(usableFrom(place));
      return (await usable.execute()).map((row) => row.name);
    },
    list: async (workspace) =>
      (
        await rows.where(inWorkspace('secrets', workspace)).orderBy('name').orderBy('secret_id').execute()
      ).map((row) => ({
        name: row.name,
        projectId: row.project_id as ProjectId | null,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      })),
    reveal: async (place, names) => {
      const usable = rows.where(usableFrom(place)).where('name', 'in', names);
      // The project's come last, and stay.
      const found = await usable.orderBy('project_id', (order) => order.asc().nullsFirst()).execute();
      const chosen = [...new Map(found.map((row) => [row.name, row])).values()];
      const opened = chosen.map(async (row) => {
        const scope = row.project_id === null ? ('team' as const) : ('project' as const);
        return [row.name, { scope, value: await openRow(seal, row) }] as const;
      });
      return new Map(await Promise.all(opened));
    },
    save: async (tx, { teamId, projectId, userId }, name, value) => {
      await holdRing(tx);
      const sealed = await sealInto(seal, value, boundTo(teamId, projectId, name));
      const place = { team_id: teamId, project_id: projectId };
      await txOf(tx)
        .insertInto('secrets')
        .values({ secret_id: ids.next<string>(), ...place, name, created_by: userId, ...sealed })
        .onConflict((conflict) =>
          conflict
            .columns(['team_id', 'project_id', 'name'])
            .doUpdateSet({ ...sealed, updated_at: sql<Date>`now()` }),
        )
        .execute();
    },
    remove: async (tx, workspace, name) => {
      const removed = await txOf(tx)
        .deleteFrom('secrets')
        .where(madeIn('secrets', workspace))
        .where('name', '=', name)
        .executeTakeFirst();
      return removed.numDeletedRows === 1n;
    },
  };
}

/** Of the project, and of the team as a whole; never another project's. */
const usableFrom = ({ teamId, projectId }: Workspace) =>
  sql<boolean>`(team_id = ${teamId} and (project_id is null or project_id = ${projectId}::uuid))`;

/** A ciphertext moved to another row does not open there. Said once more, in SQL, in sealed-rows.ts. */
const boundTo = (teamId: string, projectId: string | null, name: string) =>
  [teamId, ...(projectId === null ? [] : [projectId]), name].join('/');

async function openRow(seal: Seal, row: Selectable<Secrets>): Promise<Result<string, SealRefusal>> {
  const opened = await openSealed(seal, row, boundTo(row.team_id, row.project_id, row.name));
  return opened.ok ? ok(Buffer.from(opened.value).toString('utf8')) : opened;
}
