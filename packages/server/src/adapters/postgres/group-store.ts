/** Rows of execution_groups. Invariant: a group that is finished, lost or ended never lives again. */
import type { Counts, EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import type { GroupFact } from '@gauntlet/core/executions';
import { type Selectable, sql } from 'kysely';
import {
  type ClaimedLaunch,
  type Group,
  type GroupEnd,
  type GroupStore,
  type LaunchClaim,
  NO_COUNTS,
} from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import type { ExecutionGroups } from './generated/database.ts';

const ALIVE = ['starting', 'running'];

export function createPostgresGroupStore(database: Database): GroupStore {
  const all = () => database.selectFrom('execution_groups').selectAll();
  const processes = () => all().where('environment_id', 'is', null);
  const set = (groupId: GroupId, values: object) =>
    database.updateTable('execution_groups').set(values).where('group_id', '=', groupId).execute();
  const setIn = (tx: Tx, groupId: GroupId, values: object) =>
    txOf(tx).updateTable('execution_groups').set(values).where('group_id', '=', groupId).execute();
  return {
    insert: async (tx, groups) => {
      const rows = groups.map((group) => ({
        group_id: group.groupId,
        execution_id: group.executionId,
        attempt: group.attempt,
        group_index: group.index,
        lead: group.lead,
        status: 'starting',
        environment_id: group.environmentId,
        node_name: group.nodeName || null,
        pod_name: group.podName || null,
        cpu_request_millis: group.cpuRequestMillis,
        memory_request_bytes: group.memoryRequestBytes,
      }));
      await txOf(tx).insertInto('execution_groups').values(rows).execute();
    },
    find: async (groupId) => groupOf(await all().where('group_id', '=', groupId).executeTakeFirst()),
    lock: async (tx, groupId) => {
      const query = txOf(tx).selectFrom('execution_groups').selectAll().where('group_id', '=', groupId);
      return groupOf(await query.forNoKeyUpdate().executeTakeFirst());
    },
    findLead: async (executionId, attempt) => {
      const query = all().where('execution_id', '=', executionId).where('attempt', '=', attempt);
      return groupOf(await query.where('lead', '=', true).where('status', 'in', ALIVE).executeTakeFirst());
    },
    makeLead: async (tx, { groupId, executionId, attempt }) =>
      void (await sql`update execution_groups set lead = (group_id = ${groupId})
        where execution_id = ${executionId} and attempt = ${attempt} and (lead or group_id = ${groupId})`.execute(
        txOf(tx),
      )),
    listOf: async (tx, executionId, attempt) => {
      const query = txOf(tx)
        .selectFrom('execution_groups')
        .selectAll()
        .where('execution_id', '=', executionId);
      return groupsOf(await query.where('attempt', '=', attempt).orderBy('group_index').execute());
    },
    claimForLaunch: (claim, now) => claimForLaunch(database, claim, now),
    listClaimedBy: async (place) => {
      const query = processes().where('status', '=', 'starting').where('launch_claimed_by', '=', place);
      return groupsOf(await query.where('pid', 'is', null).execute());
    },
    releaseLaunch: (groupId) => releaseLaunch(database, groupId),
    findByToken: async (tokenHash) => {
      const hash = Buffer.from(tokenHash);
      const current = await all().where('token_hash', '=', hash).executeTakeFirst();
      return groupOf(current ?? (await all().where(isEarlierToken(hash)).executeTakeFirst()));
    },
    markLaunched: async (tx, groupId, process) =>
      void (await setIn(tx, groupId, {
        host: process.host,
        pid: process.pid,
        process_started_at: process.startedAt,
      })),
    markRunning,
    beat: async (groupId, now) => void (await set(groupId, { last_heartbeat_at: now })),
    setPhase: async (tx, groupId, phase) => void (await setIn(tx, groupId, { phase })),
    advanceSequence: async (tx, groupId, from, now) => {
      const query = txOf(tx)
        .updateTable('execution_groups')
        .set({ next_sequence: from + 1, last_heartbeat_at: now });
      const moved = await query
        .where('group_id', '=', groupId)
        .where('next_sequence', '=', from)
        .executeTakeFirst();
      return moved.numUpdatedRows === 1n;
    },
    advanceClaim: async (tx, groupId, to) => void (await setIn(tx, groupId, { next_claim: to })),
    countUnits,
    countArtifact: async (tx, groupId) =>
      void (await setIn(tx, groupId, { artifacts_stored: sql<number>`artifacts_stored + 1` })),
    end,
    listAlive: async (nodeName) => {
      const query = processes().where('status', 'in', ALIVE);
      return groupsOf(await (nodeName === null ? query : query.where('node_name', '=', nodeName)).execute());
    },
    countLost,
    facts,
  };
}

/** Of a launch that was claimed, and taken over by another server before it was known what came of it. */
const isEarlierToken = (hash: Buffer) =>
  sql<boolean>`earlier_token_hashes is not null and earlier_token_hashes @> array[${hash}]::bytea[]`;

async function countLost(tx: Tx, executionId: ExecutionId, attempt: number) {
  const { rows } = await sql<{ losses: number; interruptions: number }>`
    select count(*) filter (where lost_by is distinct from 'interruption')::int as losses,
      count(*) filter (where lost_by = 'interruption')::int as interruptions
    from execution_groups where execution_id = ${executionId} and attempt = ${attempt} and status = 'lost'`.execute(
    txOf(tx),
  );
  return rows[0] ?? { losses: 0, interruptions: 0 };
}

/** Claimed and given its token in one go: a second commit would be waited for before the agent may start. */
async function markRunning(tx: Tx, groupId: GroupId, process: { host: string }, now: Date): Promise<boolean> {
  const marked = await txOf(tx)
    .updateTable('execution_groups')
    .set({
      status: 'running',
      host: process.host,
      started_at: sql<Date>`coalesce(started_at, ${now})`,
      last_heartbeat_at: now,
    })
    .where('group_id', '=', groupId)
    .where('status', 'in', ALIVE)
    .executeTakeFirst();
  return marked.numUpdatedRows === 1n;
}

async function claimForLaunch(
  database: Database,
  { nodeName, place, tokenHashes }: LaunchClaim,
  now: Date,
): Promise<ClaimedLaunch[]> {
  const hashes = tokenHashes.map((hash) => Buffer.from(hash));
  const { rows } = await sql<Selectable<ExecutionGroups> & { place: number }>`
    with waiting as (
      select group_id, group_index from execution_groups
      where status = 'starting' and environment_id is null and node_name = ${nodeName} and launch_claimed_at is null
        and not exists (select from test_executions ending where ending.execution_id = execution_groups.execution_id and ending.ending_reason is not null)
      order by group_index limit ${hashes.length} for update skip locked
    ), chosen as (
      select group_id, row_number() over (order by group_index, group_id) as place from waiting
    )
    update execution_groups set launch_claimed_at = ${now}, launch_claimed_by = ${place}, token_hash = (${hashes}::bytea[])[chosen.place]
    from chosen where execution_groups.group_id = chosen.group_id
    returning execution_groups.*, chosen.place`.execute(database);
  return rows.map(({ place, ...row }) => ({ group: groupOf(row) as Group, token: place - 1 }));
}

async function releaseLaunch(database: Database, groupId: GroupId): Promise<boolean> {
  const query = database
    .updateTable('execution_groups')
    .set({ launch_claimed_at: null, launch_claimed_by: null, token_hash: null })
    .where('group_id', '=', groupId);
  const released = await query.where('status', '=', 'starting').where('pid', 'is', null).executeTakeFirst();
  return released.numUpdatedRows === 1n;
}

async function countUnits(tx: Tx, groupId: GroupId, counts: readonly Counts[]): Promise<void> {
  const sum = (of: keyof Counts) => counts.reduce((total, each) => total + each[of], 0);
  const added = (of: keyof Counts) =>
    sql`${of}::text, coalesce((counts ->> ${of})::int, 0) + ${sum(of)}::int`;
  await sql`
    update execution_groups set units_reported = units_reported + ${counts.length}::int, counts = jsonb_build_object(
      ${added('total')}, ${added('passed')}, ${added('failed')}, ${added('skipped')}, ${added('flaky')})
    where group_id = ${groupId}`.execute(txOf(tx));
}

async function end(tx: Tx, groupId: GroupId, end: GroupEnd, now: Date): Promise<boolean> {
  const ended = await txOf(tx)
    .updateTable('execution_groups')
    .set({
      status: end.status,
      finished_at: now,
      manifest: end.status === 'finished' ? JSON.stringify(end.manifest) : null,
      lost_reason: end.status === 'finished' ? null : end.why,
      lost_by: end.status === 'lost' ? (end.by ?? null) : null,
    })
    .where('group_id', '=', groupId)
    .where('status', 'in', ALIVE)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** What each group says of itself beside what is stored under its name. */
async function facts(tx: Tx, executionId: ExecutionId, attempt: number): Promise<GroupFact[]> {
  const query = txOf(tx).selectFrom('execution_groups').selectAll().where('execution_id', '=', executionId);
  const rows = await query.where('attempt', '=', attempt).orderBy('group_index').execute();
  return rows.map((row) => ({
    index: row.group_index,
    status: row.status as GroupFact['status'],
    lostReason: row.lost_reason,
    manifest: row.manifest as GroupFact['manifest'],
    stored: { units: row.units_reported, counts: (row.counts as Counts | null) ?? NO_COUNTS },
  }));
}

export const groupsOf = (rows: readonly Selectable<ExecutionGroups>[]) =>
  rows.map((row) => groupOf(row) as Group);

export function groupOf(row: Selectable<ExecutionGroups> | undefined): Group | null {
  if (!row) return null;
  return {
    groupId: row.group_id as GroupId,
    executionId: row.execution_id as ExecutionId,
    attempt: row.attempt,
    index: row.group_index,
    lead: row.lead,
    status: row.status as Group['status'],
    environmentId: row.environment_id as EnvironmentId | null,
    nodeName: row.node_name ?? '',
    podName: row.pod_name ?? '',
    jobName: row.job_name,
    waiting: row.waiting as unknown as Group['waiting'],
    lostBy: row.lost_by as Group['lostBy'],
    host: row.host,
    pid: row.pid,
    processStartedAt: row.process_started_at,
    nextSequence: row.next_sequence,
    nextClaim: row.next_claim,
    lastHeartbeatAt: row.last_heartbeat_at,
    launchClaimedAt: row.launch_claimed_at,
  };
}
