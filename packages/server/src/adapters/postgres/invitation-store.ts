/** Rows of invitations. Invariant: one is accepted or revoked at most once, and never after it expired. */
import type { InvitationId, Role, TeamId } from '@gauntlet/contract';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { HeldInvitation, InvitationStore } from '../../identity/index.ts';
import { type Database, txOf } from './database.ts';
import type { DB } from './generated/database.ts';
import { hashBytes } from './hash-bytes.ts';
import { jsonOf } from './json-of.ts';
import { linkMakerOf, MAKER_COLUMNS, type MakerRow } from './link-maker.ts';

export const createPostgresInvitationStore = (database: Database): InvitationStore => ({
  insert: async (tx, { hash, createdBy, createdAt, ...invitation }) => {
    const row = {
      invitation_id: invitation.invitationId,
      team_id: invitation.teamId,
      roles: jsonOf(invitation.roles),
      email: invitation.email,
      token_hash: hashBytes(hash),
      created_by: createdBy,
      created_at: createdAt,
      expires_at: invitation.expiresAt,
    };
    await txOf(tx).insertInto('invitations').values(row).execute();
  },
  findOpen: (hash, now) => findOpen(database, hash, now, sql``),
  lockOpen: (tx, hash, now) => findOpen(txOf(tx), hash, now, sql`for update of invitation`),
  accept: async (tx, invitationId, by, now) => {
    const query = txOf(tx).updateTable('invitations').set({ accepted_at: now, accepted_by: by });
    await query.where('invitation_id', '=', invitationId).execute();
  },
  revoke: async (tx, invitationId, now) => {
    const query = txOf(tx).updateTable('invitations').set({ revoked_at: now });
    const open = query.where('accepted_at', 'is', null).where('revoked_at', 'is', null);
    const { numUpdatedRows } = await open
      .where('expires_at', '>', now)
      .where('invitation_id', '=', invitationId)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
});

type Row = MakerRow & {
  invitation_id: string;
  team_id: string;
  team_name: string;
  roles: Role[];
  email: string | null;
  expires_at: Date;
};

async function findOpen(
  executor: Database | Transaction<DB>,
  hash: string,
  now: Date,
  lock: RawBuilder<unknown>,
): Promise<HeldInvitation | null> {
  const { rows } = await sql<Row>`
    select invitation_id, team.team_id, team.team_name, invitation.roles, invitation.email, expires_at,
      ${MAKER_COLUMNS}
    from invitations invitation
      join teams team on team.team_id = invitation.team_id
      join users maker on maker.user_id = invitation.created_by
      join teams home on home.team_id = maker.team_id
    where token_hash = ${hashBytes(hash)} and accepted_at is null and revoked_at is null and expires_at > ${now}
      and team.active ${lock}`.execute(executor);
  const row = rows[0];
  if (!row) return null;
  return {
    invitationId: row.invitation_id as InvitationId,
    teamId: row.team_id as TeamId,
    teamName: row.team_name,
    roles: row.roles,
    email: row.email,
    expiresAt: row.expires_at,
    maker: linkMakerOf(row),
  };
}
