/**
 * Groups that run, written down and shown by the cluster as if they had been started one by one: so many would take
 * the machine. Their agents are one program that sends heartbeats.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionId } from '@gauntlet/contract';
import { sql } from 'kysely';
import { planJob } from '../../packages/server/src/adapters/kubernetes/job/plan-job.ts';
import { connectToPostgres } from '../../packages/server/src/adapters/postgres/connect.ts';
import {
  createDatabase,
  createInTransaction,
  type Database,
} from '../../packages/server/src/adapters/postgres/database.ts';
import { createPostgresExecutionStore } from '../../packages/server/src/adapters/postgres/execution-store.ts';
import { createPostgresGroupStore } from '../../packages/server/src/adapters/postgres/group-store.ts';
import { createPostgresUnitPool } from '../../packages/server/src/adapters/postgres/unit-pool.ts';
import { hexBytes } from '../../packages/server/src/executions/execute/hex-bytes.ts';
import { inCluster, newGroup } from '../../packages/server/src/executions/execute/new-group.ts';
import type { NewGroup } from '../../packages/server/src/executions/execute/ports.ts';
import type { Execution } from '../../packages/server/src/executions/index.ts';
import { hashSecret, newSecret } from '../../packages/server/src/identity/index.ts';
import { systemClock } from '../../packages/server/src/kernel/clock.ts';
import { createIds } from '../../packages/server/src/kernel/ids.ts';
import { withDefaults } from '../../packages/server/src/testing/kubernetes/job-controller.ts';
import type { KubeObject, NewObject } from '../../packages/server/src/testing/kubernetes/objects.ts';
import {
  condition,
  running,
  setConditions,
  setStatus,
} from '../../packages/server/src/testing/kubernetes/pod-status.ts';
import { silentLog } from '../../packages/server/src/testing/silent-log.ts';
import { waitFor } from '../wait-for.ts';
import { AGENT_IMAGE, type ClusterStage, IMAGE, INSTANCE, NAMESPACE } from './cluster-stage.ts';

/** An installation lets 100 executions run at once. */
export const GROUPS_EACH = 100;
const HEARD_EVERY_MS = 15_000;
const HOURS_MS = 6 * 3_600_000;

export type RunningGroups = {
  /** As the database has it. */
  countAlive(): Promise<number>;
  /** As if all had just been heard. */
  hear(): Promise<void>;
  /** One heartbeat of each in so many seconds, evenly, until it is told to stop. @returns how many were answered */
  beat(everySeconds: number, until: AbortSignal): Promise<number>;
  close(): Promise<void>;
};

type Running = NewGroup & { token: string };

const ids = createIds(systemClock);

/** Copies of an execution of the stage's environment, of which there is one. */
export async function makeRunningGroups(
  stage: ClusterStage,
  sampleId: ExecutionId,
  count: number,
): Promise<RunningGroups> {
  const pool = await connectToPostgres({
    url: stage.platform.databaseUrl,
    log: silentLog,
    maxConnections: 4,
  });
  if (!pool.ok) throw new Error(pool.error.message);
  const database = createDatabase(pool.value);
  const sample = await createPostgresExecutionStore(database).find(sampleId);
  if (!sample) throw new Error('The sample is not there.');
  const groups: Running[] = [];
  const mine = () => sql`group_id::text = any(${groups.map(({ groupId }) => groupId)}::text[])`;
  const hear = async () =>
    void (await sql`update execution_groups set last_heartbeat_at = now() where ${mine()}`.execute(database));
  for (let heardAt = performance.now(); groups.length < count; ) {
    const most = Math.min(GROUPS_EACH, count - groups.length);
    groups.push(...(await makeExecution(stage, database, sample, most)));
    // The first would be lost before the last is made.
    if (performance.now() - heardAt < HEARD_EVERY_MS) continue;
    await hear();
    heardAt = performance.now();
  }
  return {
    countAlive: async () => {
      const { rows } = await sql<{ alive: number }>`
        select count(*)::int as alive from execution_groups where status = 'running' and ${mine()}`.execute(
        database,
      );
      return rows[0]?.alive ?? 0;
    },
    hear,
    beat: (everySeconds, until) => beat(stage.platform.api.url, groups, everySeconds, until),
    close: () => database.destroy(),
  };
}

async function makeExecution(
  stage: ClusterStage,
  database: Database,
  sample: Execution,
  count: number,
): Promise<Running[]> {
  const execution: Execution = {
    ...sample,
    executionId: ids.next<ExecutionId>(),
    parallelism: count,
    attempt: 0,
  };
  const groups = Array.from({ length: count }, (_, index) => ({
    ...newGroup({ ids }, execution, { index, lead: index === 0, place: inCluster(execution) }),
    token: newSecret('gag_'),
  }));
  await writeDown(database, execution, groups);
  const { store } = stage.cluster;
  const pods: KubeObject[] = [];
  const stop = store.listen(({ resource, type, object }) => {
    const isOurs = object.metadata.labels?.['gauntlet/execution'] === execution.executionId;
    if (resource === 'pods' && type === 'ADDED' && isOurs) pods.push(object);
  });
  for (const group of groups)
    store.create('jobs', withDefaults(jobOf(execution, group, stage), crypto.randomUUID()));
  await waitFor(`${count} pods`, 60, async () => pods.length === count || null);
  stop();
  for (const [at, pod] of pods.entries())
    store.update('pods', NAMESPACE, pod.metadata.name, (one) => run(one, `node-${(at % 10) + 1}`));
  await notePods(database, pods);
  return groups;
}

async function writeDown(
  database: Database,
  execution: Execution,
  groups: readonly Running[],
): Promise<void> {
  const { executionId } = execution;
  const executions = createPostgresExecutionStore(database);
  const now = new Date();
  const later = new Date(now.getTime() + HOURS_MS);
  const hashes = await Promise.all(
    groups.map(async ({ token }) => Buffer.from(hexBytes(await hashSecret(token)))),
  );
  await createInTransaction(database)(async (tx) => {
    await executions.insert(tx, { ...execution, queueDeadlineAt: later, idempotency: null });
    await executions.move(tx, executionId, 'submitted', 'running', { startedAt: now, runDeadlineAt: later });
    await createPostgresGroupStore(database).insert(tx, groups);
    const units = groups.map((_, index) => ({
      ...{ unitId: ids.next<never>(), key: `${index}`, title: `${index}`, estimatedMs: null },
    }));
    await createPostgresUnitPool().insert(tx, { executionId, attempt: 0, units });
  });
  await sql`update execution_groups set status = 'running', started_at = ${now}, last_heartbeat_at = ${now},
      job_name = made.job_name, token_hash = made.token_hash
    from (select * from unnest(${groups.map(({ groupId }) => groupId)}::text[],
      ${groups.map((group) => nameOf(execution, group))}::text[], ${hashes}::bytea[]) as made (group_id, job_name, token_hash)) made
    where execution_groups.group_id::text = made.group_id`.execute(database);
}

const nameOf = ({ executionId }: Execution, { index }: Running) => `test-exec-${executionId}-group-${index}`;

function jobOf(execution: Execution, group: Running, { platform }: ClusterStage): NewObject {
  const { executionId, parallelism, definition } = execution;
  const planned = planJob(
    {
      ...{ executionId, groupId: group.groupId, index: group.index, attempt: 1, parallelism },
      ...{ definitionName: definition.name, image: IMAGE, runSeconds: 7200, token: group.token },
      ...{ cpuMillis: execution.cpuRequestMillis, memoryBytes: execution.memoryRequestBytes },
      ...{ secrets: {}, placement: [] },
    },
    {
      ...{ instance: INSTANCE, namespace: NAMESPACE, agentImage: AGENT_IMAGE, serverUrl: platform.api.url },
      environment: { spot: 'allow', nodeSelector: {}, tolerations: [], imagePullSecrets: [] },
      ...{ user: { uid: 1000, gid: 1000 }, rootFilesystem: 'read-only' },
    },
  );
  if (!planned.ok) throw new Error(planned.error.message);
  const { job } = planned.value;
  return { ...job, spec: { ...job.spec, suspend: false } };
}

function run(pod: KubeObject, node: string): void {
  pod.spec.nodeName = node;
  setConditions(pod, [condition('PodScheduled', true)]);
  setStatus(pod, { phase: 'Running', agent: running(), tests: running() });
}

/** So that the server finds nothing new: what is measured is groups that go on. */
async function notePods(database: Database, pods: readonly KubeObject[]): Promise<void> {
  const groups = pods.map(({ metadata }) => metadata.labels?.['gauntlet/group'] ?? '');
  await sql`update execution_groups set pod_name = seen.pod_name, node_name = seen.node_name
    from (select * from unnest(${groups}::text[], ${pods.map(({ metadata }) => metadata.name)}::text[],
      (select array_agg(place) from unnest(${pods.map((_, at) => `node-${(at % 10) + 1}`)}::text[]) as place)) as seen (group_id, pod_name, node_name)) seen
    where execution_groups.group_id::text = seen.group_id`.execute(database);
}

/** So many at once that the answers of a busy server do not slow them down. */
const AT_ONCE = 16;

async function beat(
  url: string,
  groups: readonly Running[],
  everySeconds: number,
  until: AbortSignal,
): Promise<number> {
  let sent = 0;
  const began = performance.now();
  const worker = async (): Promise<void> => {
    while (!until.aborted) {
      const group = groups[sent % groups.length] as Running;
      const dueMs = (sent * everySeconds * 1000) / groups.length;
      sent += 1;
      const early = dueMs - (performance.now() - began);
      if (early > 0) await pause(early, undefined, { signal: until }).catch(() => undefined);
      if (until.aborted) return;
      const answer = await fetch(`${url}/agent/v1/heartbeat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' },
        body: '{}',
      });
      const { order } = (await answer.json()) as { order?: string };
      if (order !== 'go-on') throw new Error(`A heartbeat was answered ${answer.status}, ${order}.`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return sent;
}
