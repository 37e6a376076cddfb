/**
 * Rows of notification_channels. The secrets of one are one sealed JSON object, bound to its id; they are
 * opened for sending alone.
 */
import type {
  ChannelAccess,
  ChannelId,
  ChannelKind,
  ChannelView,
  ProjectId,
  TeamId,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { ChannelNames } from '../../executions/index.ts';
import { secondsAfter } from '../../kernel/clock.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { ChannelBrief, ChannelShelf } from '../../notifications/index.ts';
import { type Database, txOf } from './database.ts';
import type { NotificationChannels } from './generated/database.ts';
import { jsonOf } from './json-of.ts';
import { holdRing, openSealed, sealInto } from './sealed-rows.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';
import { inWorkspace } from './workspace.ts';

type Row = Selectable<NotificationChannels>;
type Secrets = Record<string, string>;

const Key = z.tuple([z.uuid()]);
/** A receiver may learn of the new secret within a day. */
const OLD_SECRET_SECONDS = 86_400;

export function createPostgresChannelShelf(database: Database, seal: Seal): ChannelShelf & ChannelNames {
  return {
    list: async (workspace, { name, ...order }) => {
      const after = decodeCursor(Key, order.cursor);
      if (!after.ok) return after;
      let query = database.selectFrom('notification_channels').selectAll();
      query = query.where(inWorkspace('notification_channels', workspace));
      if (name !== undefined) query = query.where(sql<boolean>`lower(name) = lower(${name})`);
      if (after.value) query = query.where('channel_id', '<', after.value[0]);
      const rows = await query
        .orderBy('channel_id', 'desc')
        .limit(order.limit + 1)
        .execute();
      return ok(pageOf(rows, order, viewOf, (row) => [row.channel_id]));
    },
    show: async (workspace, channelId) => {
      const query = database.selectFrom('notification_channels').selectAll();
      const own = query.where(inWorkspace('notification_channels', workspace));
      const row = await own.where('channel_id', '=', channelId).executeTakeFirst();
      return row ? viewOf(row) : null;
    },
    insert: async (tx, { teamId, projectId, userId }, channelId, { kind, name, settings, secrets }, now) => {
      await holdRing(tx);
      const inserted = await txOf(tx)
        .insertInto('notification_channels')
        .values({
          ...{ channel_id: channelId, team_id: teamId, project_id: projectId, name, kind },
          settings: jsonOf(settings),
          ...(await sealSecrets(seal, channelId, givenOf(secrets))),
          ...{ created_by: userId, created_at: now, updated_at: now },
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return inserted.numInsertedOrUpdatedRows === 1n;
    },
    lock: async (tx, workspace, channelId) => {
      // Before any other lock, as whoever seals does.
      await holdRing(tx);
      await holdNames(tx, workspace.teamId);
      const query = txOf(tx).selectFrom('notification_channels').selectAll();
      const own = query.where(inWorkspace('notification_channels', workspace));
      const row = await own.where('channel_id', '=', channelId).forNoKeyUpdate().executeTakeFirst();
      return row ? briefOf(row) : null;
    },
    change: (tx, channelId, change, now) => changeChannel(seal, tx, channelId, change, now),
    remove: async (tx, channelId) => {
      await txOf(tx).deleteFrom('notification_channels').where('channel_id', '=', channelId).execute();
    },
    namesOf: async ({ teamId, projectId }) => {
      const query = database.selectFrom('notification_channels').select('name').where('team_id', '=', teamId);
      const here = query.where((row) =>
        row.or([row('project_id', 'is', null), row('project_id', '=', projectId)]),
      );
      return (await here.orderBy('name').execute()).map(({ name }) => name);
    },
    briefs: async (tx, teamIds) => {
      if (teamIds.length === 0) return [];
      const query = txOf(tx).selectFrom('notification_channels').selectAll();
      return (await query.where('team_id', 'in', teamIds).orderBy('channel_id').execute()).map(briefOf);
    },
    open: async (channelId) => {
      const query = database.selectFrom('notification_channels').selectAll();
      const row = await query.where('channel_id', '=', channelId).executeTakeFirst();
      return row ? openAccess(seal, row) : null;
    },
    noteFailure,
    noteSuccess: async (tx, channelId) => {
      const healthy = { failures: 0, rests_until: null, last_error: null };
      const query = txOf(tx).updateTable('notification_channels').set(healthy);
      await query.where('channel_id', '=', channelId).where('failures', '>', 0).execute();
    },
  };
}

const boundTo = (channelId: string) => `notification-channel/${channelId}`;

const givenOf = (secrets: Readonly<Record<string, string | undefined>>): Secrets =>
  Object.fromEntries(
    Object.entries(secrets).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const sealSecrets = async (seal: Seal, channelId: string, secrets: Secrets) => ({
  secret_names: Object.keys(secrets),
  ...(await sealInto(seal, JSON.stringify(secrets), boundTo(channelId))),
});

async function openSecrets(seal: Seal, row: Row) {
  const opened = await openSealed(seal, row, boundTo(row.channel_id));
  return opened.ok ? ok(JSON.parse(Buffer.from(opened.value).toString('utf8')) as Secrets) : opened;
}

/** Settings and secrets were parsed when they came in, by kind. */
async function openAccess(seal: Seal, row: Row) {
  const secrets = await openSecrets(seal, row);
  if (!secrets.ok) return secrets;
  return ok({ kind: row.kind, settings: row.settings, secrets: secrets.value } as unknown as ChannelAccess);
}

const holdNames = (tx: Tx, teamId: TeamId) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`gauntlet.channel-names/${teamId}`}, 0))`.execute(
    txOf(tx),
  );

async function changeChannel(
  seal: Seal,
  tx: Tx,
  channelId: ChannelId,
  { name, state, settings, secrets }: Parameters<ChannelShelf['change']>[2],
  now: Date,
): Promise<boolean> {
  const query = txOf(tx).selectFrom('notification_channels').selectAll();
  const row = await query.where('channel_id', '=', channelId).executeTakeFirstOrThrow();
  if (name !== undefined && (await isTaken(tx, row, name))) return false;
  await txOf(tx)
    .updateTable('notification_channels')
    .set({
      updated_at: now,
      // What was wrong may be right now: it is tried at once.
      ...{ failures: 0, rests_until: null, last_error: null },
      ...(name === undefined ? {} : { name }),
      ...(state === undefined ? {} : { state }),
      ...(settings === undefined ? {} : { settings: jsonOf(settings) }),
      ...(secrets === undefined
        ? {}
        : await sealSecrets(seal, channelId, await withPrevious(seal, row, givenOf(secrets), now))),
    })
    .where('channel_id', '=', channelId)
    .execute();
  return true;
}

/** Receivers of a webhook know the old secret for a while: both sign. */
async function withPrevious(seal: Seal, row: Row, secrets: Secrets, now: Date): Promise<Secrets> {
  if (row.kind !== 'webhook') return secrets;
  const known = await openSecrets(seal, row);
  const old = known.ok ? known.value.signingKey : undefined;
  if (old === undefined || old === secrets.signingKey) return secrets;
  return { ...secrets, previous: old, previousUntil: secondsAfter(now, OLD_SECRET_SECONDS).toISOString() };
}

async function isTaken(tx: Tx, row: Row, name: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from notification_channels where team_id = ${row.team_id} and channel_id <> ${row.channel_id}
      and project_id is not distinct from ${row.project_id} and lower(name) = lower(${name})`.execute(
    txOf(tx),
  );
  return rows.length > 0;
}

async function noteFailure(
  tx: Tx,
  channelId: ChannelId,
  message: string,
  restsUntil: (failures: number) => Date,
): Promise<void> {
  const row = await txOf(tx)
    .updateTable('notification_channels')
    .set({ failures: sql<number>`failures + 1`, last_error: message })
    .where('channel_id', '=', channelId)
    .returning('failures')
    .executeTakeFirst();
  if (!row) return; // removed meanwhile
  const rests = txOf(tx)
    .updateTable('notification_channels')
    .set({ rests_until: restsUntil(row.failures) });
  await rests.where('channel_id', '=', channelId).execute();
}

const briefOf = (row: Row): ChannelBrief => ({
  channelId: row.channel_id as ChannelId,
  teamId: row.team_id as TeamId,
  projectId: row.project_id as ProjectId | null,
  name: row.name,
  kind: row.kind as ChannelKind,
  state: row.state as ChannelBrief['state'],
});

const NEVER_SHOWN = new Set(['previous', 'previousUntil']);

const viewOf = (row: Row): ChannelView => ({
  channelId: row.channel_id as ChannelId,
  projectId: row.project_id as ProjectId | null,
  name: row.name,
  kind: row.kind as ChannelKind,
  state: row.state as ChannelView['state'],
  settings: row.settings as unknown as ChannelView['settings'],
  secrets: row.secret_names.filter((name) => !NEVER_SHOWN.has(name)),
  failures: row.failures,
  restsUntil: row.rests_until?.toISOString() ?? null,
  lastError: row.last_error,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
