/**
 * A stage for executions over a real database: the use cases as the server binds them, a fake executor,
 * and agents that are played by the test, request by request.
 */
import {
  type AgentEventInput,
  type Counts,
  type ExecutionId,
  ReportsRequest,
  TestDefinition,
  type TestDefinitionInput,
} from '@gauntlet/contract';
import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import pg from 'pg';
import { createArgon2PasswordHasher } from '../adapters/argon2/argon2-password-hasher.ts';
import { createCronerCronTimes } from '../adapters/croner/croner-cron-times.ts';
import { createJoseAccessTokens } from '../adapters/jose/jose-access-tokens.ts';
import { makeSigningKey } from '../adapters/jose/make-signing-key.ts';
import { createClusterConnector } from '../adapters/kubernetes/cluster-connector.ts';
import { createSeal } from '../adapters/node-crypto/seal.ts';
import { createDatabase, type Database } from '../adapters/postgres/database.ts';
import { seedFrameworks } from '../adapters/postgres/framework-catalogue.ts';
import { registerNode } from '../adapters/postgres/node-inventory.ts';
import { createPostgresStores } from '../adapters/postgres/stores.ts';
import {
  askForPlan,
  claimUnits,
  type ExecutionQueue,
  type Group,
  greetAgent,
  launchGroups,
  type PodAbility,
  recordHistory,
  recordReports,
  scheduleNext,
  submitTest,
  type WatchDeps,
} from '../executions/index.ts';
import {
  type AccessTokens,
  type Actor,
  authenticate,
  createTokenIn,
  ensureFirstAdmin,
  rotateSigningKeyWhenDue,
} from '../identity/index.ts';
import { createIds } from '../kernel/ids.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeExecutor } from './fake-executor.ts';
import { createFakePods } from './fake-pods.ts';
import { createMemoryKeyRing } from './memory-key-ring.ts';
import { silentLog } from './silent-log.ts';
import { createTestDatabase } from './template-database.ts';

export type Stage = Awaited<ReturnType<typeof createStage>>;

export const DEFINITION: TestDefinitionInput = {
  name: 'checks',
  framework: 'command',
  content: { type: 'inline', files: { README: 'hello' } },
  commands: [{ name: 'one', run: 'true' }],
};

export const COUNTS: Counts = { total: 1, passed: 1, failed: 0, skipped: 0, flaky: 0 };
export const FAILED: Counts = { total: 1, passed: 0, failed: 1, skipped: 0, flaky: 0 };

/** Of the stage's own pool. */
export const STAGE_CONNECTIONS = 60;

/** What the server puts around the stores of PostgreSQL: a queue that is kept elsewhere too. */
export type Around = (
  stores: Stores,
  place: { database: Database; clock: ReturnType<typeof createFakeClock> },
) => Promise<Pick<Stores, 'inTransaction' | 'executions'> & { queue: ExecutionQueue }>;

const WITHOUT_PODS: PodAbility = { runs: 'no-pods', missing: 'The stage has none.' };

/** The fake cluster is there in any case; whether tests may be submitted to it is asked for. */
export async function createStage({
  around = async (stores) => stores,
  podAbility = WITHOUT_PODS,
}: {
  around?: Around;
  podAbility?: PodAbility;
} = {}) {
  const test = await createTestDatabase();
  const pool = new pg.Pool({
    connectionString: test.url,
    types: test.pool.options.types,
    max: STAGE_CONNECTIONS,
  });
  // The database is dropped while the last connections are still closing: their complaint is worth nothing.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database = createDatabase(pool);
  const clock = createFakeClock();
  const ids = createIds(clock);
  const keyRing = createMemoryKeyRing();
  const kept = createPostgresStores(database, ids, createSeal(keyRing), 'test');
  const stores = { ...kept, ...(await around(kept, { database, clock })) };
  const executor = createFakeExecutor();
  const agentLimits = { heartbeatSeconds: 30, graceSeconds: 10, orphanSeconds: 300 };
  const accessTokens = createJoseAccessTokens({ signingKeys: stores.signingKeys, clock });
  const passwordHasher = createArgon2PasswordHasher();
  const signing = { accessTokens, passwordHasher, makeSigningKey, keyRing, keyFile: keyRing.file };
  const hostTrust = { mayRun: async () => true };
  const pods = createFakePods();
  const inClusters = { pods, podAbility, finishedPods: 'deleted' } as const;
  const host = {
    ...inClusters,
    executor,
    hostTrust,
    agentLimits,
    outboundAllow: [],
    pushgatewayUrl: null,
    nodeName: 'here',
    place: 'here:data',
  };
  const times = { clock, ids, cronTimes: createCronerCronTimes() };
  // Fake API servers listen on loopback; those that never answer are waited for.
  const reach = { outboundAllow: ['127.0.0.1'], inCluster: null, timeoutSeconds: 3, checkSeconds: 20 };
  const connector = createClusterConnector(reach);
  const deps = { ...stores, ...signing, ...host, ...times, connector, log: silentLog };
  await seedFrameworks(database, ids, SHIPPED_FRAMEWORKS);
  const showNode = () =>
    registerNode(database, { name: 'here', host: 'here', cpuMillis: 8000, memoryBytes: 2 ** 34 });
  await showNode();
  const actor = await signIn(deps);
  await rotateSigningKeyWhenDue(deps);
  await bringHistoryUp(deps); // its checkpoint begins here
  return {
    ...deps,
    database,
    databaseUrl: test.url,
    actor,
    submit: (part: Partial<TestDefinitionInput> = {}, idempotencyKey: string | null = null) =>
      submitTest(deps, {
        actor,
        request: { kind: 'definition', body: TestDefinition.parse({ ...DEFINITION, ...part }) },
        idempotencyKey,
      }),
    /** A node that was not heard of for a minute is given nothing: for what may take as long. */
    showNode,
    schedule: () => scheduleNext(deps),
    launch: () => launchGroups(deps satisfies WatchDeps),
    groupsOf: async (executionId: ExecutionId, attempt = 0) =>
      stores.inTransaction((tx) => stores.groups.listOf(tx, executionId, attempt)),
    play: (group: Group) => playAgent(deps, group),
    recordHistory: () => bringHistoryUp(deps),
    close: async () => {
      await database.destroy();
      await test.drop();
    },
  };
}

type Stores = ReturnType<typeof createPostgresStores>;
type BoundStores = Omit<Stores, 'queue'> & { queue: ExecutionQueue };

/** Nothing waits, runs or is limited any more; the queue's own copy is not told. */
export async function clearQueue({ database }: Stage): Promise<void> {
  await database.updateTable('test_executions').set({ status: 'archived' }).execute();
  await database
    .updateTable('execution_groups')
    .set({ status: 'ended' })
    .where('status', 'in', ['starting', 'running'])
    .execute();
}

/** What the sequencer and the subscriber do in their loops, until nothing is left. */
async function bringHistoryUp(deps: BoundStores): Promise<void> {
  while ((await deps.events.sequence(1000)) > 0);
  while ((await deps.events.consume('history', 500, (tx, events) => recordHistory(deps, tx, events))) > 0);
}

type Identity = BoundStores & {
  accessTokens: AccessTokens;
  clock: ReturnType<typeof createFakeClock>;
  ids: ReturnType<typeof createIds>;
};

async function signIn(deps: Identity): Promise<Actor> {
  const { userId } = await ensureFirstAdmin(deps);
  const order = {
    userId,
    name: 'test',
    scopes: ['read', 'submit', 'admin', 'host'],
    kind: 'token',
    expiresInSeconds: null,
  } as const;
  const { token } = await deps.inTransaction((tx) => createTokenIn(deps, tx, order));
  const actor = await authenticate(deps, token);
  if (!actor) throw new Error('The token just made is not known');
  return actor;
}

type AgentDeps = Parameters<typeof greetAgent>[0] &
  Parameters<typeof recordReports>[0] &
  Parameters<typeof claimUnits>[0];

/** An agent, played by hand. */
function playAgent(deps: AgentDeps, group: Group) {
  let sequence = 0;
  let claimed = 0;
  const claim = async (claimNumber: number) => {
    const answer = await claimUnits(deps, group, claimNumber);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const say = (...events: AgentEventInput[]) => {
    sequence += 1;
    return recordReports(deps, group, ReportsRequest.parse({ sequence, events }));
  };
  return {
    say,
    sayAgain: (...events: AgentEventInput[]) =>
      recordReports(deps, group, ReportsRequest.parse({ sequence, events })),
    hello: () => greetAgent(deps, group, { agentVersion: 'test', host: 'test', pid: 1 }),
    askForPlan: () => askForPlan(deps, group),
    plan: (keys: readonly string[], commit?: string) =>
      say({
        type: 'plan',
        framework: 'command',
        commit,
        countVerified: true,
        setup: 'nothing to install',
        units: keys.map((key) => ({ key, title: key })),
      }),
    claim: async () => {
      const answer = await claim(claimed + 1);
      if (answer.units.length > 0) claimed += 1;
      return answer;
    },
    claimAgain: () => claim(claimed),
    report: (unitId: string, outcome: 'passed' | 'failed' = 'passed', name = 'works') =>
      say(
        {
          type: 'results',
          unitId,
          results: [
            {
              key: `${unitId}:1`,
              name,
              suite: [],
              status: outcome,
              ...(outcome === 'failed' ? { message: 'no' } : {}),
            },
          ],
        },
        {
          type: 'unit-finished',
          unitId,
          outcome,
          counts: outcome === 'passed' ? COUNTS : FAILED,
          durationMs: 5,
          exitCode: outcome === 'passed' ? 0 : 1,
        },
      ),
    finish: (units: number, counts: Counts, reason: 'done' | 'stopped' | 'failed' = 'done') =>
      say({ type: 'finish', manifest: { units, counts, artifacts: 0, reason } }),
  };
}
