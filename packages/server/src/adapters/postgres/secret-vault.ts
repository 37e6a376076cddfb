/** Rows of secrets, each sealed for its team and name. */
import type { TeamId } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type Selectable, sql } from 'kysely';
import type { SecretShelf, SecretVault } from '../../executions/index.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Seal, SealRefusal } from '../../kernel/seal.ts';
import { type Database, txOf } from './database.ts';
import type { Secrets } from './generated/database.ts';
import { holdRing, openSealed, sealInto } from './sealed-rows.ts';

export function createPostgresSecretVault(
  database: Database,
  ids: Ids,
  seal: Seal,
): SecretVault & SecretShelf {
  const ofTeam = (teamId: TeamId) => database.selectFrom('secrets').selectAll().where('team_id', '=', teamId);
  return {
    namesOf: async (teamId) => (await ofTeam(teamId).execute()).map((row) => row.name),
    list: async (teamId) =>
      (await ofTeam(teamId).orderBy('name').execute()).map((row) => ({
        name: row.name,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      })),
    reveal: async (teamId, names) => {
      const rows = await ofTeam(teamId).where('name', 'in', names).execute();
      const opened = rows.map(async (row) => [row.name, await openRow(seal, row)] as const);
      return new Map(await Promise.all(opened));
    },
    save: async (tx, { teamId, userId }, name, value) => {
      await holdRing(tx);
      const sealed = await sealInto(seal, value, boundTo(teamId, name));
      await txOf(tx)
        .insertInto('secrets')
        .values({ secret_id: ids.next<string>(), team_id: teamId, name, created_by: userId, ...sealed })
        .onConflict((conflict) =>
          conflict.columns(['team_id', 'name']).doUpdateSet({ ...sealed, updated_at: sql<Date>`now()` }),
        )
        .execute();
    },
    remove: async (tx, teamId, name) => {
      const removed = await txOf(tx)
        .deleteFrom('secrets')
        .where('team_id', '=', teamId)
        .where('name', '=', name)
        .executeTakeFirst();
      return removed.numDeletedRows === 1n;
    },
  };
}

/** A ciphertext moved to another team's row does not open there. Said once more, in SQL, in sealed-rows.ts. */
const boundTo = (teamId: string, name: string) => `${teamId}/${name}`;

async function openRow(seal: Seal, row: Selectable<Secrets>): Promise<Result<string, SealRefusal>> {
  const opened = await openSealed(seal, row, boundTo(row.team_id, row.name));
  return opened.ok ? ok(Buffer.from(opened.value).toString('utf8')) : opened;
}
