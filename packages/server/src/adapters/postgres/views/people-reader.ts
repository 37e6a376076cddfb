/** People and teams as the API lists them, by name; invitations, the newest first. */
import type { InvitationStatus, InvitationView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { PeopleReader } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { isUuid } from '../is-uuid.ts';
import { CursorTime, decodeCursor, pageOf } from './cursor.ts';
import { containing } from './like-pattern.ts';
import {
  type InvitationRow,
  invitationOf,
  type TeamRow,
  teamOf,
  type UserRow,
  userOf,
} from './people-rows.ts';

const ByName = z.tuple([z.string().max(255), z.uuid()]);
const ByTime = z.tuple([CursorTime, z.uuid()]);
type Where = readonly RawBuilder<unknown>[];

export function createPostgresPeopleReader(database: Database): PeopleReader {
  return {
    users: async (teamId, query) => {
      const after = decodeCursor(ByName, query.cursor);
      if (!after.ok) return after;
      const { search, role, active, limit } = query;
      const pattern = search === undefined ? null : containing(search);
      const where = [
        ...(teamId === null ? [] : [sql`team_id = ${teamId}`]),
        ...(active === undefined ? [] : [sql`users.active = ${active}`]),
        ...(role === undefined ? [] : [sql`roles ? ${role}::text`]),
        ...(pattern === null ? [] : [sql`(username ilike ${pattern} or email ilike ${pattern})`]),
        ...placeAfter(after.value, sql`(lower(username), user_id)`),
      ];
      const rows = await readUsers(database, where, limit + 1);
      return ok(pageOf(rows, query, userOf, (row) => [row.folded, row.user_id]));
    },
    user: async (idOrName) => {
      const named = isUuid(idOrName) ? sql`user_id = ${idOrName}` : sql`lower(username) = lower(${idOrName})`;
      return first(await readUsers(database, [named], 1), userOf);
    },
    teams: async (teamId, query) => {
      const after = decodeCursor(ByName, query.cursor);
      if (!after.ok) return after;
      const { search, active, limit } = query;
      const where = [
        ...(teamId === null ? [] : [sql`team_id = ${teamId}`]),
        ...(active === undefined ? [] : [sql`active = ${active}`]),
        ...(search === undefined ? [] : [sql`team_name ilike ${containing(search)}`]),
        ...placeAfter(after.value, sql`(lower(team_name), team_id)`),
      ];
      const rows = await readTeams(database, where, limit + 1);
      return ok(pageOf(rows, query, teamOf, (row) => [row.folded, row.team_id]));
    },
    team: async (idOrName) => {
      const named = isUuid(idOrName) ? sql`team_id = ${idOrName}` : sql`team_name = ${idOrName}`;
      return first(await readTeams(database, [named], 1), teamOf);
    },
    ...invitationReader(database),
  };
}

function invitationReader(database: Database): Pick<PeopleReader, 'invitations' | 'invitation'> {
  return {
    invitations: async (teamId, query, now) => {
      const before = decodeCursor(ByTime, query.cursor);
      if (!before.ok) return before;
      const { value } = before;
      const where = [
        ...(teamId === null ? [] : [sql`invitation.team_id = ${teamId}`]),
        ...(query.status === undefined ? [] : [statusIs(query.status, now)]),
        ...(value
          ? [sql`(invitation.created_at, invitation_id) < (${value[0]}::timestamptz, ${value[1]}::uuid)`]
          : []),
      ];
      const rows = await readInvitations(database, where, query.limit + 1);
      const viewOf = (row: InvitationRow): InvitationView => invitationOf(row, now);
      return ok(pageOf(rows, query, viewOf, (row) => [row.created_text, row.invitation_id]));
    },
    invitation: async (invitationId, now) =>
      first(await readInvitations(database, [sql`invitation_id = ${invitationId}`], 1), (row) =>
        invitationOf(row, now),
      ),
  };
}

const first = <Row, View>(rows: readonly Row[], viewOf: (row: Row) => View): View | null =>
  rows[0] === undefined ? null : viewOf(rows[0]);

const placeAfter = (after: readonly [string, string] | undefined, key: RawBuilder<unknown>): Where =>
  after ? [sql`${key} > (${after[0]}::text, ${after[1]}::uuid)`] : [];

const all = (where: Where) => (where.length === 0 ? sql`true` : sql.join(where, sql` and `));

function statusIs(status: InvitationStatus, now: Date): RawBuilder<unknown> {
  if (status === 'accepted') return sql`accepted_at is not null`;
  if (status === 'revoked') return sql`revoked_at is not null`;
  const past = sql`expires_at <= ${now}`;
  return sql`accepted_at is null and revoked_at is null and ${status === 'expired' ? past : sql`not ${past}`}`;
}

const readUsers = async (database: Database, where: Where, limit: number): Promise<UserRow[]> =>
  (
    await sql<UserRow>`
      select user_id, username, lower(username) as folded, email, team_id, team_name, roles, users.active,
        users.created_at, last_login,
        exists (select from user_identities known where known.user_id = users.user_id and manages_user) as follows
      from users join teams using (team_id)
      where ${all(where)} order by lower(username), user_id limit ${limit}`.execute(database)
  ).rows;

const readTeams = async (database: Database, where: Where, limit: number): Promise<TeamRow[]> =>
  (
    await sql<TeamRow>`
      select team_id, team_name, lower(team_name) as folded, active, settings, created_at,
        (select count(*)::int from users where users.team_id = teams.team_id and users.active) as members
      from teams where ${all(where)} order by lower(team_name), team_id limit ${limit}`.execute(database)
  ).rows;

const readInvitations = async (database: Database, where: Where, limit: number): Promise<InvitationRow[]> =>
  (
    await sql<InvitationRow>`
      select invitation_id, invitation.team_id, team_name, invitation.roles, invitation.email,
        invitation.created_at, invitation.created_at::text as created_text, expires_at, accepted_at, revoked_at,
        inviter.username as invited_by, accepted.username as accepted_by
      from invitations invitation join teams using (team_id)
        join users inviter on inviter.user_id = invitation.created_by
        left join users accepted on accepted.user_id = invitation.accepted_by
      where ${all(where)} order by invitation.created_at desc, invitation_id desc limit ${limit}`.execute(
      database,
    )
  ).rows;
