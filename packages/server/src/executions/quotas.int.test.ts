/** Quotas over a real PostgreSQL: what is let in, whose use counts, and when it is free again. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactId, ExecutionId, QuotaResource, TeamId, UserId } from '@gauntlet/contract';
import { TestDefinition, type TestDefinitionInput } from '@gauntlet/contract';
import { periodOf } from '@gauntlet/core/identity';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFolderByteStore } from '../adapters/folder/folder-byte-store.ts';
import { createSeal } from '../adapters/node-crypto/seal.ts';
import { createDatabase } from '../adapters/postgres/database.ts';
import { createPostgresStores } from '../adapters/postgres/stores.ts';
import { createMeasuredArtifactStore } from '../adapters/zlib/measured-artifact-store.ts';
import type { Actor } from '../identity/index.ts';
import { setQuota } from '../identity/index.ts';
import { COUNTS, createStage, DEFINITION, type Stage } from '../testing/execution-stage.ts';
import {
  cancelExecution,
  type Group,
  rerunExecution,
  storeArtifact,
  storeUpload,
  submitTest,
} from './index.ts';

const MIB = 2 ** 20;

let stage: Stage;
let folder: string;
let second: Awaited<ReturnType<typeof secondServer>>;
beforeAll(async () => {
  stage = await createStage();
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-quotas-'));
  second = await secondServer();
});
afterAll(async () => {
  await second.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

let actor: Actor;
/** Each test has a team and people of its own. */
beforeEach(async () => {
  actor = await newActor(await newTeam());
});

async function newTeam() {
  const teamId = stage.ids.next<TeamId>();
  await stage.database
    .insertInto('teams')
    .values({ team_id: teamId, team_name: `team ${teamId}` })
    .execute();
  return teamId;
}
async function newActor(teamId: TeamId): Promise<Actor> {
  const userId = stage.ids.next<UserId>();
  const row = { user_id: userId, username: `user-${userId}`, team_id: teamId, roles: '["developer"]' };
  await stage.database.insertInto('users').values(row).execute();
  return { ...stage.actor, userId, username: row.username, teamId, teamName: `team ${teamId}` };
}

/** Another server process of the same installation: pools and stores of its own. */
async function secondServer() {
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 30, types: poolTypes() });
  pool.on('connect', (client) => client.on('error', () => undefined)); // closing while the database is dropped
  const database = createDatabase(pool);
  const stores = createPostgresStores(database, stage.ids, createSeal(stage.keyRing), 'test');
  return { deps: { ...stage, ...stores }, close: () => database.destroy() };
}
function poolTypes() {
  const INT8 = 20;
  const NUMERIC = 1700;
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format as 'text');
  return { getTypeParser } as pg.CustomTypesConfig;
}

const command = (part: Partial<TestDefinitionInput>, by: Actor) => ({
  actor: by,
  request: { kind: 'definition', body: TestDefinition.parse({ ...DEFINITION, ...part }) } as const,
  idempotencyKey: null,
});
const submit = (
  part: Partial<TestDefinitionInput> = {},
  by = actor,
  on: Parameters<typeof submitTest>[0] = stage,
) => submitTest(on, command(part, by));
async function submitted(part: Partial<TestDefinitionInput> = {}, by = actor): Promise<ExecutionId> {
  const result = await submit(part, by);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.executionId;
}
const quotaOf = (result: Awaited<ReturnType<typeof submit>>) => (result.ok ? null : result.error.quota);

async function limit(kind: 'team' | 'user', resource: QuotaResource, value: number | null, by = actor) {
  const holder = { kind, idOrName: kind === 'team' ? by.teamId : by.userId };
  const order = { actor: stage.actor, holder, resource, limit: value, expected: undefined };
  const set = await setQuota(stage, order);
  if (!set.ok) throw new Error(set.error.message);
}
const standing = async (resource: QuotaResource, party: { teamId: TeamId; userId: UserId | null } = actor) =>
  (await stage.quotas.standings(party, stage.clock.now())).find((one) => one.resource === resource);

/** To the start of the day after, so that no test runs over a midnight it did not ask for. */
const toMidnight = () => {
  const now = stage.clock.now().getTime();
  stage.clock.moveBy((Math.ceil((now + 1) / 86_400_000) * 86_400_000 - now) / 1000);
};

const LAST_PLACE: [QuotaResource, number, Partial<TestDefinitionInput>][] = [
  ['concurrent_executions', 1, {}],
  ['executions', 1, {}],
  ['executions_per_hour', 1, {}],
  ['executions_per_week', 1, {}],
  ['executions_per_month', 1, {}],
  ['parallel_groups', 5, { parallelism: 3, resources: { cpu: '100m', memory: '64Mi' } }],
  ['cpu_millis', 300, { parallelism: 2, resources: { cpu: '100m', memory: '64Mi' } }],
  ['memory_mib', 250, { parallelism: 2, resources: { cpu: '100m', memory: '64Mi' } }],
];

describe('of 50 submissions at once for the last place', () => {
  it.each(LAST_PLACE)('of %s one wins, on two servers', async (resource, most, part) => {
    await limit('team', resource, most);
    const colleague = await newActor(actor.teamId);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        submit(part, index % 3 === 0 ? colleague : actor, index % 2 === 0 ? stage : second.deps),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const refused = answers.filter((answer) => !answer.ok);
    expect(new Set(refused.map((answer) => quotaOf(answer)?.resource))).toEqual(new Set([resource]));
    expect(refused.every((answer) => quotaOf(answer)?.of === 'team')).toBe(true);
  });

  it.each(LAST_PLACE)("of a person's own %s one wins, also in two teams", async (resource, most, part) => {
    await limit('user', resource, most);
    const elsewhere = { ...actor, teamId: await newTeam() };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        submit(part, index % 2 === 0 ? actor : elsewhere, index % 4 < 2 ? stage : second.deps),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(new Set(answers.flatMap((answer) => quotaOf(answer)?.of ?? []))).toEqual(new Set(['user']));
  });
});

describe('whose limit rules', () => {
  it("is the person's, else the team's, else the default, and so is whose use counts", async () => {
    const colleague = await newActor(actor.teamId);
    expect(await standing('concurrent_executions')).toMatchObject({ limit: 100, of: 'default', used: 0 });
    await submitted({}, colleague);
    await limit('team', 'concurrent_executions', 1);
    expect(quotaOf(await submit())).toMatchObject({ of: 'team', limit: 1, used: 1, asked: 1 });
    await limit('user', 'concurrent_executions', 2);
    await submitted();
    await submitted();
    expect(quotaOf(await submit())).toMatchObject({ of: 'user', limit: 2, used: 2 });
    expect(quotaOf(await submit({}, colleague))).toMatchObject({ of: 'team', limit: 1, used: 3 });
    await limit('user', 'concurrent_executions', null);
    expect(quotaOf(await submit())).toMatchObject({ of: 'team', used: 3 });
    await limit('team', 'concurrent_executions', null);
    expect((await submit()).ok).toBe(true);
  });

  it('0 allows nothing, and says that nothing will change that', async () => {
    await limit('user', 'executions', 0);
    const refused = await submit();
    expect(quotaOf(refused)).toMatchObject({ limit: 0, used: 0, freesAt: null });
    expect(refused.ok ? null : refused.error.retryAfterSeconds).toBeUndefined();
  });

  it('does not reach into another team', async () => {
    const other = await newActor(await newTeam());
    await limit('team', 'executions', 1);
    await submitted();
    expect((await submit()).ok).toBe(false);
    await submitted({}, other);
    await submitted({}, other);
  });

  it('is kept in TEAM_QUOTAS with its copy on the team, and in USERS.quota, null again when nothing is left', async () => {
    await limit('team', 'executions', 7);
    await limit('team', 'executions_per_month', 70);
    await limit('team', 'memory_mib', 9);
    await limit('user', 'executions', 3);
    const rows = async () => ({
      team: await stage.database
        .selectFrom('team_quotas')
        .select(['resource_type', 'limit_value', 'period'])
        .where('team_id', '=', actor.teamId)
        .orderBy('resource_type')
        .orderBy('period')
        .execute(),
      copy: await stage.database
        .selectFrom('teams')
        .select('quota')
        .where('team_id', '=', actor.teamId)
        .executeTakeFirst(),
      user: await stage.database
        .selectFrom('users')
        .select('quota')
        .where('user_id', '=', actor.userId)
        .executeTakeFirst(),
    });
    expect(await rows()).toEqual({
      team: [
        { resource_type: 'executions', limit_value: 7, period: 'day' },
        { resource_type: 'executions', limit_value: 70, period: 'month' },
        { resource_type: 'memory_mib', limit_value: 9, period: 'none' },
      ],
      copy: { quota: { executions: 7, executions_per_month: 70, memory_mib: 9 } },
      user: { quota: { executions: 3 } },
    });
    await limit('team', 'executions', null);
    await limit('user', 'executions', null);
    expect(await rows()).toMatchObject({
      copy: { quota: { executions_per_month: 70, memory_mib: 9 } },
      user: { quota: null },
    });
  });
});

describe('a day', () => {
  it('is that of UTC: what was submitted before midnight is forgotten at it', async () => {
    toMidnight();
    stage.clock.moveBy(86_399);
    await limit('team', 'executions', 2);
    await submitted();
    await submitted();
    const refused = await submit();
    const midnight = new Date(Math.ceil(stage.clock.now().getTime() / 86_400_000) * 86_400_000);
    expect(quotaOf(refused)).toMatchObject({ used: 2, freesAt: midnight.toISOString() });
    expect(refused.ok ? null : refused.error.retryAfterSeconds).toBe(1);
    stage.clock.moveBy(1);
    expect(await standing('executions')).toMatchObject({ used: 0 });
    await submitted();
    await submitted();
    expect((await submit()).ok).toBe(false);
  });

  it('counts a rerun, counts what was cancelled, and counts no refusal and no repetition', async () => {
    await limit('team', 'executions', 3);
    const first = await submitted();
    await cancelExecution(stage, { executionId: first, actor });
    await submit({ resources: { cpu: 3 }, parallelism: 3 });
    const once = { ...command({}, actor), idempotencyKey: 'once' };
    await submitTest(stage, once);
    await submitTest(stage, once);
    expect(await standing('executions')).toMatchObject({ used: 2 });
    const rerun = () =>
      rerunExecution(stage, { actor, executionId: first, only: 'all', idempotencyKey: null });
    expect((await rerun()).ok).toBe(true);
    expect(await rerun()).toMatchObject({ ok: false, error: { code: 'quota-exceeded', quota: { used: 3 } } });
  });
});

describe('a period', () => {
  const to = (at: string) => stage.clock.moveBy((Date.parse(at) - stage.clock.now().getTime()) / 1000);

  it.each<[QuotaResource, string, string]>([
    ['executions_per_hour', '2027-02-10T09:00:00Z', '2027-02-10T10:00:00.000Z'],
    ['executions_per_week', '2027-02-08T00:00:00Z', '2027-02-15T00:00:00.000Z'], // Monday to Monday
    ['executions_per_month', '2027-02-01T00:00:00Z', '2027-03-01T00:00:00.000Z'], // 28 days
    ['executions_per_month', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00.000Z'], // a leap year
    ['executions_per_month', '2028-12-01T00:00:00Z', '2029-01-01T00:00:00.000Z'], // over the end of a year
  ])('of %s counts from its first moment to its last second', async (resource, began, ends) => {
    to(began);
    await limit('team', resource, 2);
    await submitted();
    to(new Date(Date.parse(ends) - 1000).toISOString());
    await submitted();
    const refused = await submit();
    expect(quotaOf(refused)).toMatchObject({ resource, used: 2, freesAt: ends });
    expect(refused.ok ? null : refused.error.retryAfterSeconds).toBe(1);
    stage.clock.moveBy(1);
    expect(await standing(resource)).toMatchObject({ used: 0, freesAt: null });
    await submitted();
    expect(await standing(resource)).toMatchObject({ used: 1 });
  });

  it('says days ahead when a month is used up, and the other periods count on beside it', async () => {
    to('2029-02-03T12:00:00Z');
    await limit('team', 'executions_per_month', 2);
    await limit('user', 'executions', 1);
    await submitted();
    expect(quotaOf(await submit())).toMatchObject({ resource: 'executions', of: 'user' });
    to('2029-02-04T12:00:00Z');
    await submitted();
    const refused = await submit();
    expect(quotaOf(refused)).toMatchObject({
      ...{ resource: 'executions_per_month', of: 'team', limit: 2, used: 2 },
      freesAt: '2029-03-01T00:00:00.000Z',
    });
    expect(refused.ok ? null : refused.error.retryAfterSeconds).toBe(24.5 * 86_400);
    expect(refused.ok ? '' : refused.error.message).toContain('The next month begins on its first day');
    expect(await standing('executions_per_week')).toMatchObject({ used: 2 });
    expect(await standing('executions_per_hour')).toMatchObject({ used: 1 });
  });

  it('begins where the database says that it begins', async () => {
    for (const period of ['hour', 'day', 'week', 'month'] as const)
      for (const at of ['2027-02-28T23:59:59.999Z', '2028-02-29T12:00:00Z', '2027-01-01T00:00:00Z']) {
        const { rows } = await sql<{ began: Date }>`
          select date_trunc(${period}, ${at}::timestamptz, 'UTC') as began`.execute(stage.database);
        expect(rows[0]?.began).toEqual(periodOf(period, new Date(at))?.began);
      }
  });
});

describe('what exists at one moment', () => {
  it('frees when it is cancelled', async () => {
    await limit('team', 'parallel_groups', 2);
    const executionId = await submitted({ parallelism: 2, resources: { cpu: '100m' } });
    expect(quotaOf(await submit())).toMatchObject({ resource: 'parallel_groups', used: 2, freesAt: null });
    await cancelExecution(stage, { executionId, actor });
    expect((await submit()).ok).toBe(true);
  });

  it('frees at the first deadline of what runs, at the latest', async () => {
    await stage.database.updateTable('test_executions').set({ status: 'archived' }).execute();
    await limit('team', 'concurrent_executions', 1);
    const executionId = await submitted({ timeouts: { runSeconds: 600 } });
    expect((await stage.schedule()).outcome).toBe('scheduled');
    const deadline = new Date(stage.clock.now().getTime() + 600_000).toISOString();
    expect(quotaOf(await submit())).toMatchObject({ freesAt: deadline });
    await cancelExecution(stage, { executionId, actor });
  });

  it('a retry is no submission: it is not refused, and goes on counting', async () => {
    await limit('team', 'concurrent_executions', 1);
    const executionId = await submitted();
    const retrying = { status: 'retrying', retry_at: stage.clock.now() } as const;
    await stage.database
      .updateTable('test_executions')
      .set(retrying)
      .where('execution_id', '=', executionId)
      .execute();
    expect(quotaOf(await submit())).toMatchObject({ used: 1 });
    expect(await standing('executions')).toMatchObject({ used: 1 });
  });
});

describe('stored artifacts', () => {
  const store = () => createMeasuredArtifactStore(createFolderByteStore(folder));
  const deps = (on = stage as Stage) => ({ ...on, artifacts: store(), artifactIndex: on.artifacts });
  const bytes = (size: number, seed: string) => Buffer.alloc(size, seed);

  async function group(by = actor): Promise<Group> {
    await stage.database
      .updateTable('test_executions')
      .set({ status: 'archived' })
      .where('status', '<>', 'archived')
      .execute();
    await stage.database.updateTable('execution_groups').set({ status: 'ended' }).execute();
    const executionId = await submitted({}, by);
    await stage.schedule();
    await stage.launch();
    const [found] = await stage.groupsOf(executionId);
    if (!found) throw new Error('There is no group');
    return found;
  }
  const upload = (to: Group, name: string, content: Buffer, announced = true, on = deps()) =>
    storeArtifact(
      on,
      to,
      {
        name,
        type: 'file',
        checksum: `sha256:${createHash('sha256').update(content).digest('hex')}`,
        sizeBytes: announced ? content.length : null,
        content: (async function* () {
          yield content;
        })(),
      },
      64 * MIB,
    );
  const states = async (executionId: ExecutionId) =>
    (await stage.artifacts.listOf(executionId)).map(({ name, state }) => [name, state]);

  it('beyond the limit are refused and listed as missing; the rest of the group goes on', async () => {
    const to = await group();
    const agent = stage.play(to);
    await agent.hello();
    await limit('team', 'artifact_mib', 1);
    expect((await upload(to, 'a', bytes(MIB - 10, 'a'))).ok).toBe(true);
    for (const announced of [true, false]) {
      const refused = await upload(to, `b ${announced}`, bytes(11, 'b'), announced);
      expect(refused).toMatchObject({
        ok: false,
        error: {
          code: 'quota-exceeded',
          quota: { resource: 'artifact_mib', limit: 1, of: 'team', freesAt: null },
        },
      });
      expect(refused.ok ? '' : refused.error.message).toContain(
        `"b ${announced}" is not stored. Your team's quota is 1 MiB of artifacts and uploads stored`,
      );
    }
    expect((await upload(to, 'c', bytes(10, 'c'))).ok).toBe(true);
    expect((await upload(to, 'empty', bytes(0, 'e'))).ok).toBe(true);
    expect((await upload(to, 'c', bytes(10, 'c'))).ok).toBe(true); // sent again: it is there already
    expect(await states(to.executionId)).toEqual([
      ['a', 'stored'],
      ['b true', 'missing'],
      ['b false', 'missing'],
      ['c', 'stored'],
      ['empty', 'stored'],
    ]);
    await agent.plan(['one']);
    const { units } = await agent.claim();
    await agent.report(units[0]?.unitId ?? '');
    await agent.finish(1, COUNTS);
    const { verdict } = await stage.database
      .selectFrom('test_executions')
      .select('verdict')
      .where('execution_id', '=', to.executionId)
      .executeTakeFirstOrThrow();
    expect(verdict).toBe('passed');
  });

  it.each(['team', 'user'] as const)(
    'of 50 at once for the last place of the %s one is kept',
    async (kind) => {
      const to = await group();
      await limit(kind, 'artifact_mib', 1);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          upload(
            to,
            `file ${index}`,
            bytes(600_000, String(index)),
            index % 2 === 0,
            deps(index % 3 === 0 ? stage : (second.deps as Stage)),
          ),
        ),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect((await states(to.executionId)).filter(([, state]) => state === 'stored')).toHaveLength(1);
      expect((await states(to.executionId)).filter(([, state]) => state === 'missing')).toHaveLength(49);
    },
  );

  it('leave room when they are deleted, one by one or with their execution', async () => {
    const to = await group();
    const ids: ArtifactId[] = [];
    for (const name of ['a', 'b', 'c']) {
      const stored = await upload(to, name, bytes(MIB / 2, name));
      if (stored.ok) ids.push(stored.value.artifactId);
    }
    expect(await standing('artifact_mib')).toMatchObject({ used: 1.5, limit: null });
    await stage.artifacts.markDeleted(ids.slice(0, 1));
    await stage.artifacts.markDeleted(ids.slice(0, 1));
    expect(await standing('artifact_mib')).toMatchObject({ used: 1 });
    await stage.database.deleteFrom('test_executions').where('execution_id', '=', to.executionId).execute();
    expect(await standing('artifact_mib')).toMatchObject({ used: 0 });
  });

  it('count once however often a file is sent, and change hands with no counter out of step', async () => {
    const to = await group();
    await Promise.all(Array.from({ length: 8 }, () => upload(to, 'same', bytes(MIB, 's'))));
    expect(await standing('artifact_mib')).toMatchObject({ used: 1 });
    await limit('user', 'artifact_mib', 10);
    expect(await standing('artifact_mib')).toMatchObject({ used: 1, of: 'user' });
  });
});

describe('stored uploads', () => {
  const deps = (on = stage as Stage) => ({
    ...on,
    artifacts: createMeasuredArtifactStore(createFolderByteStore(folder)),
  });
  type Sent = { announced?: boolean; by?: Actor; on?: Stage };
  const upload = (content: Buffer, { announced = true, by = actor, on }: Sent = {}) =>
    storeUpload(deps(on), {
      actor: by,
      content: (async function* () {
        yield content;
      })(),
      sizeBytes: announced ? content.length : null,
      maxBytes: 64 * MIB,
    });
  const bytes = (size: number, seed: string) => Buffer.alloc(size, seed);
  const files = async () => (await readdir(join(folder, 'uploads')).catch(() => [])).length;
  const DAYS_14 = 14 * 86_400;

  it.each([true, false])(
    'fit into the quota or leave nothing, with their length announced: %s',
    async (announced) => {
      const before = await files();
      await limit('team', 'artifact_mib', 0);
      const refused = await upload(bytes(1, 'a'), { announced });
      expect(refused).toMatchObject({
        ok: false,
        error: {
          code: 'quota-exceeded',
          quota: { resource: 'artifact_mib', limit: 0, used: 0, freesAt: null },
        },
      });
      expect(refused.ok ? '' : refused.error.message).toContain(
        "The archive is not stored. Your team's quota is 0 MiB of artifacts and uploads stored",
      );
      expect(await files()).toBe(before);
      await limit('team', 'artifact_mib', 2);
      const until = new Date(stage.clock.now().getTime() + DAYS_14 * 1000).toISOString();
      expect((await upload(bytes(1.5 * MIB, `b ${announced}`), { announced })).ok).toBe(true);
      expect(await upload(bytes(MIB, 'c'), { announced })).toMatchObject({
        error: { quota: { limit: 2, used: 1.5, asked: 1, freesAt: until } },
      });
      expect(await files()).toBe(before + 1);
    },
  );

  it('count once however often the same bytes are sent, also when nothing else would fit', async () => {
    await limit('team', 'artifact_mib', 1);
    const sent = await Promise.all(
      Array.from({ length: 6 }, (_, index) => upload(bytes(MIB, 's'), { announced: index % 2 === 0 })),
    );
    expect(sent.every((answer) => answer.ok)).toBe(true);
    expect(new Set(sent.map((answer) => answer.ok && answer.value.uploadId)).size).toBe(1);
    expect((await upload(bytes(MIB, 's'))).ok).toBe(true);
    expect((await upload(bytes(MIB, 't'))).ok).toBe(false);
    expect(await standing('artifact_mib')).toMatchObject({ used: 1, limit: 1 });
  });

  it.each(['team', 'user'] as const)(
    'of 20 at once for the last room of the %s one is kept',
    async (kind) => {
      const before = await files();
      await limit(kind, 'artifact_mib', 1);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          upload(bytes(600_000, String.fromCharCode(97 + index)), {
            announced: index % 2 === 0,
            on: index % 3 === 0 ? stage : (second.deps as Stage),
          }),
        ),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(await files()).toBe(before + 1);
    },
  );

  it('leave room when they expire, count for who sent them, and for no other team', async () => {
    const other = await newActor(await newTeam());
    const colleague = await newActor(actor.teamId);
    await limit('team', 'artifact_mib', 1);
    await limit('user', 'artifact_mib', 5);
    expect((await upload(bytes(MIB, 'x'))).ok).toBe(true);
    expect((await upload(bytes(1, 'y'), { by: colleague })).ok).toBe(false);
    expect((await upload(bytes(MIB, 'y'), { by: other })).ok).toBe(true);
    expect(await standing('artifact_mib')).toMatchObject({ used: 1, of: 'user' });
    stage.clock.moveBy(DAYS_14);
    expect(await standing('artifact_mib')).toMatchObject({ used: 0, freesAt: null });
    expect((await upload(bytes(MIB, 'y'), { by: colleague })).ok).toBe(true);
  });
});
