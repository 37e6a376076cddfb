/** Rows of execution_groups that are pods of clusters. */
import type { EnvironmentId, ExecutionId, GroupId } from '@gauntlet/contract';
import { type Selectable, sql } from 'kysely';
import type {
  ClaimedLaunch,
  Group,
  PodGroupStore,
  PodLaunchClaim,
  Reserved,
} from '../../executions/index.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Database, txOf } from './database.ts';
import type { ExecutionGroups } from './generated/database.ts';
import { groupOf, groupsOf } from './group-store.ts';
import { isUuid } from './is-uuid.ts';

export function createPostgresPodGroupStore(database: Database): PodGroupStore {
  const setIn = (tx: Tx, groupId: GroupId, values: object) =>
    txOf(tx).updateTable('execution_groups').set(values).where('group_id', '=', groupId).execute();
  return {
    listEnvironments: async () => {
      const { rows } = await sql<{ environment_id: EnvironmentId }>`
        select environment_id from execution_environments place join clusters using (cluster_id)
        where clusters.access <> 'local' and ('disabled' not in (place.status, clusters.status) or exists (
          select from test_executions execution where execution.environment_id = place.environment_id
            and execution.status not in ('archived', 'rejected')))
        order by environment_id`.execute(database);
      return rows.map((row) => row.environment_id);
    },
    lockCluster: async (tx, environmentId) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('gauntlet.schedule.' || cluster_id, 0))
        from execution_environments where environment_id = ${environmentId}`.execute(txOf(tx));
    },
    listReserved,
    claimForLaunch: (claim, now) => claimForLaunch(database, claim, now),
    putOffLaunch: async (tx, groupId, until) =>
      void (await setIn(tx, groupId, {
        launch_after: until,
        launch_claimed_at: null,
        launch_claimed_by: null,
      })),
    releaseClaimsOf: async (place) => {
      await sql`update execution_groups set launch_claimed_at = null, launch_claimed_by = null
        where status = 'starting' and environment_id is not null and job_name is null and launch_claimed_by = ${place}`.execute(
        database,
      );
    },
    noteJob: async (tx, groupId, jobName) => {
      const { rows } = await sql`update execution_groups set job_name = ${jobName}
        where group_id = ${groupId} and job_name is null returning 1`.execute(txOf(tx));
      return rows.length > 0;
    },
    notePlace: async (tx, groupId, { podName, nodeName }) =>
      void (await setIn(tx, groupId, { pod_name: podName, node_name: nodeName })),
    noteWaiting: async (tx, groupId, waiting) =>
      void (await setIn(tx, groupId, { waiting: waiting && JSON.stringify(waiting) })),
    noteWarning: async (tx, groupId, about) => {
      const { rows } = await sql`update execution_groups set warned_about = warned_about || ${about}::text
        where group_id = ${groupId} and not ${about} = any(warned_about) returning 1`.execute(txOf(tx));
      return rows.length > 0;
    },
    claimBurial: async (groupId, now, leaseSeconds) => {
      const { rows } = await sql`update execution_groups set burial_claimed_at = ${now}
        where group_id = ${groupId} and status in ('starting', 'running')
          and (burial_claimed_at is null or burial_claimed_at < ${before(now, leaseSeconds)}) returning 1`.execute(
        database,
      );
      return rows.length > 0;
    },
    listLostNodes: async (executionId) => {
      const { rows } = await sql<{ node_name: string }>`select distinct node_name from execution_groups
        where execution_id = ${executionId} and lost_by is not null and node_name is not null`.execute(
        database,
      );
      return rows.map((row) => row.node_name);
    },
    listAlive: async (environmentId) => {
      const query = database
        .selectFrom('execution_groups')
        .selectAll()
        .where('status', 'in', ['starting', 'running']);
      return groupsOf(await query.where('environment_id', '=', environmentId).execute());
    },
    statusesOf: async (groupIds) => {
      // They are read from labels, where anything may stand.
      const ids = groupIds.filter(isUuid);
      const { rows } = await sql<{ group_id: GroupId; status: Group['status'] }>`
        select group_id, status from execution_groups where group_id = any(${ids}::uuid[])`.execute(database);
      return new Map(rows.map((row) => [row.group_id, row.status]));
    },
  };
}

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000);

/** Groups that are written down. What has a Job the cluster counts itself, whether or not its pod has found a node. */
async function listReserved(tx: Tx, environmentId: EnvironmentId): Promise<Reserved[]> {
  const { rows } = await sql<{ id: ExecutionId; cpu: number; memory: number; count: number }>`
    select execution.execution_id as id, execution.cpu_request_millis as cpu, execution.memory_request_bytes as memory,
      (count(member.group_id) - count(member.job_name))::int as count
    from test_executions execution join execution_environments place using (environment_id)
      left join execution_groups member on member.execution_id = execution.execution_id
        and member.attempt = execution.attempt and member.status in ('starting', 'running')
    where execution.runs_on = 'kubernetes' and execution.status in ('scheduled', 'initializing', 'running', 'completing')
      and place.cluster_id = (select cluster_id from execution_environments where environment_id = ${environmentId})
    group by execution.execution_id order by execution.priority desc, execution.queue_seq`.execute(txOf(tx));
  return rows
    .filter((row) => row.count > 0)
    .map(({ id, cpu, memory, count }) => ({
      executionId: id,
      request: { cpuMillis: Number(cpu), memoryBytes: Number(memory) },
      count,
    }));
}

async function claimForLaunch(
  database: Database,
  { environmentId, place, leaseSeconds, tokenHashes }: PodLaunchClaim,
  now: Date,
): Promise<ClaimedLaunch[]> {
  const hashes = tokenHashes.map((hash) => Buffer.from(hash));
  const { rows } = await sql<Selectable<ExecutionGroups> & { place: number }>`
    with waiting as (
      select member.group_id, execution.priority, execution.queue_seq, member.group_index
      from execution_groups member join test_executions execution using (execution_id)
      where member.status = 'starting' and member.environment_id = ${environmentId} and member.job_name is null
        and (member.launch_claimed_at is null or member.launch_claimed_at < ${before(now, leaseSeconds)})
        and (member.launch_after is null or member.launch_after <= ${now})
        and execution.ending_reason is null and execution.attempt = member.attempt
        and execution.status in ('scheduled', 'initializing', 'running')
      order by execution.priority desc, execution.queue_seq, member.group_index limit ${hashes.length}
      for update of member skip locked
    ), chosen as (
      select group_id, row_number() over (order by priority desc, queue_seq, group_index) as place from waiting
    )
    update execution_groups set launch_claimed_at = ${now}, launch_claimed_by = ${place},
      earlier_token_hashes = case when token_hash is null then earlier_token_hashes
        else (coalesce(earlier_token_hashes, '{}') || token_hash)[greatest(1, cardinality(coalesce(earlier_token_hashes, '{}')) - ${MOST_EARLIER_TOKENS}::int + 2):] end,
      token_hash = (${hashes}::bytea[])[chosen.place]
    from chosen where execution_groups.group_id = chosen.group_id
    returning execution_groups.*, chosen.place`.execute(database);
  const inOrder = rows.toSorted((a, b) => a.place - b.place);
  return inOrder.map(({ place: at, ...row }) => ({ group: groupOf(row) as Group, token: at - 1 }));
}

/** A Job that one of them belongs to has been made long since, or never will be. */
const MOST_EARLIER_TOKENS = 100;
