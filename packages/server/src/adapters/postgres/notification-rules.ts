/** Rows of notification_rules with the channels that each leads to. */
import type {
  ChannelId,
  DefinitionId,
  NotificationEvent,
  ProjectId,
  RuleId,
  RuleRequest,
  RuleView,
  TeamId,
} from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../kernel/tx.ts';
import type { RuleShelf } from '../../notifications/index.ts';
import { type Database, txOf } from './database.ts';
import { jsonOf } from './json-of.ts';
import { decodeCursor, pageOf } from './views/cursor.ts';
import { inWorkspace } from './workspace.ts';

const Key = z.tuple([z.uuid()]);

type Row = {
  rule_id: RuleId;
  team_id: TeamId;
  project_id: ProjectId | null;
  name: string;
  definition_id: DefinitionId | null;
  events: NotificationEvent[];
  inbox: RuleView['inbox'];
  conditions: RuleView['conditions'];
  quiet_hours: RuleView['quietHours'];
  dedupe_minutes: number;
  state: RuleView['state'];
  created_at: Date;
  updated_at: Date;
  channel_ids: ChannelId[];
};

const selectRules = (conditions: readonly RawBuilder<unknown>[]) => sql<Row>`
  select rule.*, array(select channel_id from notification_rule_channels led where led.rule_id = rule.rule_id
    order by channel_id) as channel_ids
  from notification_rules rule where ${sql.join(conditions, sql` and `)}`;

export function createPostgresRuleShelf(database: Database): RuleShelf {
  return {
    list: async (workspace, { name, ...order }) => {
      const after = decodeCursor(Key, order.cursor);
      if (!after.ok) return after;
      const conditions = [
        inWorkspace('rule', workspace),
        ...(name === undefined ? [] : [sql`lower(rule.name) = lower(${name})`]),
        ...(after.value ? [sql`rule.rule_id < ${after.value[0]}::uuid`] : []),
      ];
      const { rows } =
        await sql<Row>`${selectRules(conditions)} order by rule.rule_id desc limit ${order.limit + 1}`.execute(
          database,
        );
      return ok(pageOf(rows, order, viewOf, (row) => [row.rule_id]));
    },
    show: async (workspace, ruleId) => {
      const conditions = [inWorkspace('rule', workspace), sql`rule.rule_id = ${ruleId}`];
      const { rows } = await selectRules(conditions).execute(database);
      return rows[0] ? viewOf(rows[0]) : null;
    },
    insert: async (tx, { teamId, projectId, userId }, ruleId, request, now) => {
      await holdNames(tx, teamId);
      const inserted = await txOf(tx)
        .insertInto('notification_rules')
        .values({
          ...{ rule_id: ruleId, team_id: teamId, project_id: projectId, name: request.name },
          ...columnsOf(request),
          ...{ created_by: userId, created_at: now, updated_at: now },
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
      await setChannels(tx, ruleId, request.channelIds);
      return true;
    },
    lock: async (tx, workspace, ruleId) => {
      await holdNames(tx, workspace.teamId);
      const query = txOf(tx).selectFrom('notification_rules').select(['team_id', 'project_id', 'name']);
      const own = query.where(inWorkspace('notification_rules', workspace)).where('rule_id', '=', ruleId);
      const row = await own.forUpdate().executeTakeFirst();
      if (!row) return null;
      return { teamId: row.team_id as TeamId, projectId: row.project_id as ProjectId | null, name: row.name };
    },
    change: changeRule,
    remove: async (tx, ruleId) => {
      await txOf(tx).deleteFrom('notification_rules').where('rule_id', '=', ruleId).execute();
    },
    activeOf: async (tx, teamIds) => {
      if (teamIds.length === 0) return [];
      const conditions = [sql`rule.team_id = any(${teamIds}::uuid[])`, sql`rule.state = 'on'`];
      const { rows } = await sql<Row>`${selectRules(conditions)} order by rule.rule_id`.execute(txOf(tx));
      return rows.map((row) => ({ ...viewOf(row), teamId: row.team_id }));
    },
    isDefinitionOf: async (tx, place, definitionId) => {
      const query = txOf(tx).selectFrom('test_definitions as definition').select('id');
      const own = query.where(inWorkspace('definition', place)).where('deleted', '=', false);
      return (await own.where('id', '=', definitionId).executeTakeFirst()) !== undefined;
    },
  };
}

const holdNames = (tx: Tx, teamId: TeamId) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`gauntlet.rule-names/${teamId}`}, 0))`.execute(
    txOf(tx),
  );

const columnsOf = (request: Omit<RuleRequest, 'name' | 'channelIds'>) => ({
  definition_id: request.definitionId,
  events: [...request.events],
  inbox: request.inbox,
  conditions: jsonOf(request.conditions),
  quiet_hours: request.quietHours && jsonOf(request.quietHours),
  dedupe_minutes: request.dedupeMinutes,
  state: request.state,
});

async function changeRule(
  tx: Tx,
  ruleId: RuleId,
  { channelIds, name, ...change }: Parameters<RuleShelf['change']>[2],
  now: Date,
): Promise<boolean> {
  const { rows } = await selectRules([sql`rule.rule_id = ${ruleId}`]).execute(txOf(tx));
  const row = rows[0] as Row;
  if (name !== undefined && (await isTaken(tx, row, name))) return false;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const columns = columnsOf({ ...viewOf(row), ...given });
  await txOf(tx)
    .updateTable('notification_rules')
    .set({ ...columns, ...(name === undefined ? {} : { name }), updated_at: now })
    .where('rule_id', '=', ruleId)
    .execute();
  if (channelIds) await setChannels(tx, ruleId, channelIds);
  return true;
}

async function isTaken(tx: Tx, row: Row, name: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from notification_rules where team_id = ${row.team_id} and rule_id <> ${row.rule_id}
      and project_id is not distinct from ${row.project_id} and lower(name) = lower(${name})`.execute(
    txOf(tx),
  );
  return rows.length > 0;
}

async function setChannels(tx: Tx, ruleId: RuleId, channelIds: readonly ChannelId[]): Promise<void> {
  await txOf(tx).deleteFrom('notification_rule_channels').where('rule_id', '=', ruleId).execute();
  await sql`
    insert into notification_rule_channels (rule_id, channel_id)
    select ${ruleId}, channel_id from unnest(${[...new Set(channelIds)]}::uuid[]) as led (channel_id)`.execute(
    txOf(tx),
  );
}

const viewOf = (row: Row): RuleView => ({
  ruleId: row.rule_id,
  projectId: row.project_id,
  name: row.name,
  definitionId: row.definition_id,
  events: row.events,
  channelIds: row.channel_ids,
  inbox: row.inbox,
  conditions: row.conditions,
  quietHours: row.quiet_hours,
  dedupeMinutes: row.dedupe_minutes,
  state: row.state,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
