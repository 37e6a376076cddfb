/**
 * Tests with their owners, flakiness and quarantines. Each order walks an index of its own and goes on where
 * the last page ended; nothing here looks at results.
 */
import type {
  DefinitionId,
  ExecutionId,
  FlakinessView,
  ProjectId,
  QuarantineView,
  TestCaseId,
  TestCaseView,
  UserId,
} from '@gauntlet/contract';
import { flakySince } from '@gauntlet/core/executions';
import { ok } from '@gauntlet/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { PageOrder, PageResult, TestCaseFilter } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { inWorkspace } from '../workspace.ts';
import { CursorTime, decodeCursor, pageOf } from './cursor.ts';
import { instant } from './execution-summary.ts';
import { containing } from './like-pattern.ts';

type Row = {
  test_id: TestCaseId;
  definition_id: DefinitionId;
  definition_name: string;
  project_id: ProjectId | null;
  name: string;
  suite: string[];
  file: string | null;
  runner_project: string | null;
  owner_id: UserId | null;
  owner_name: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
  last_execution_id: ExecutionId;
  last_outcome: TestCaseView['lastOutcome'];
  standing: TestCaseView['standing'];
  standing_since: Date | null;
  last_failed_at: Date | null;
  typical_ms: number;
  first_flaky_at: Date | null;
  last_flaky_at: Date | null;
  judged_runs: number;
  flaky_runs: number;
  flaky_rate: number;
  flaky_low: number;
  flaky_high: number;
  reason: string | null;
  quarantined_by: string | null;
  quarantined_at: Date | null;
  expires_at: Date | null;
  key: string | number;
};

type Order = {
  key: RawBuilder<unknown>;
  keySchema: z.ZodType<string | number>;
  cast: RawBuilder<unknown>;
  way: 'up' | 'down';
  /** Of rows without the key there is nothing to order. */
  has: RawBuilder<unknown>;
};
const ORDERS: Readonly<Record<TestCaseFilter['order'], Order>> = {
  name: {
    key: sql`left(test.name, 200)`,
    keySchema: z.string(),
    cast: sql`text`,
    way: 'up',
    has: sql`true`,
  },
  'flaky-rate': {
    key: sql`test.flaky_rate`,
    keySchema: z.number(),
    cast: sql`real`,
    way: 'down',
    has: sql`test.last_flaky_at is not null`,
  },
  slowest: { key: sql`test.typical_ms`, keySchema: z.int(), cast: sql`int`, way: 'down', has: sql`true` },
  'newest-failure': {
    key: sql`test.last_failed_at`,
    keySchema: CursorTime,
    cast: sql`timestamptz`,
    way: 'down',
    has: sql`test.last_failed_at is not null`,
  },
};

export async function listTestCases(
  database: Database,
  workspace: Workspace,
  { filter, now }: { filter: TestCaseFilter; now: Date },
  order: PageOrder,
): Promise<PageResult<TestCaseView>> {
  const { key, keySchema, cast, way, has } = ORDERS[filter.order];
  const after = decodeCursor(z.tuple([z.literal(filter.order), keySchema, z.uuid()]), order.cursor);
  if (!after.ok) return after;
  const [sign, direction] = way === 'up' ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const start = after.value
    ? sql`(${key}, test.test_id) ${sign} (${after.value[1]}::${cast}, ${after.value[2]}::uuid)`
    : sql`true`;
  const conditions = [inWorkspace('test', workspace), has, start, ...matching(filter, now)];
  const { rows } = await sql<Row>`
    select ${COLUMNS}, ${filter.order === 'newest-failure' ? sql`${key}::text` : key} as key from ${TESTS}
    where ${sql.join(conditions, sql` and `)} order by ${key} ${direction}, test.test_id ${direction}
    limit ${order.limit + 1}`.execute(database);
  return ok(
    pageOf(
      rows,
      order,
      (row) => testCaseView(row, now),
      (row) => [filter.order, row.key, row.test_id],
    ),
  );
}

const COLUMNS = sql`test.*, definition.name as definition_name, owner.username as owner_name, quarantine.reason,
  quarantiner.username as quarantined_by, quarantine.quarantined_at, quarantine.expires_at`;
const TESTS = sql`tests test join test_definitions definition on definition.id = test.definition_id
  left join users owner on owner.user_id = test.owner_id
  left join test_quarantines quarantine on quarantine.test_id = test.test_id
  left join users quarantiner on quarantiner.user_id = quarantine.quarantined_by`;

function matching({ search, state, definitionId, owner }: TestCaseFilter, now: Date): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (definitionId) conditions.push(sql`test.definition_id = ${definitionId}`);
  if (owner === 'none') conditions.push(sql`test.owner_id is null`);
  else if (owner) conditions.push(sql`test.owner_id = ${owner}`);
  if (state === 'flaky') conditions.push(sql`test.last_flaky_at > ${flakySince(now)}`);
  if (state === 'quarantined') conditions.push(sql`quarantine.expires_at > ${now}`);
  if (state === 'failing' || state === 'passing') conditions.push(sql`test.standing = ${state}`);
  if (search) {
    const pattern = containing(search);
    conditions.push(
      sql`(test.name ilike ${pattern} or test.file ilike ${pattern} or array_to_string(test.suite, ' ') ilike ${pattern})`,
    );
  }
  return conditions;
}

export async function showTestCase(
  database: Database,
  workspace: Workspace,
  testCaseId: TestCaseId,
  now: Date,
): Promise<TestCaseView | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from ${TESTS} where test.test_id = ${testCaseId} and ${inWorkspace('test', workspace)}`.execute(
    database,
  );
  return rows[0] ? testCaseView(rows[0], now) : null;
}

/** Whose standing changed since, the newest change first. */
export async function listTurned(
  database: Database,
  workspace: Workspace,
  { standing, since, now }: { standing: 'passing' | 'failing'; since: Date; now: Date },
  limit: number,
): Promise<TestCaseView[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from ${TESTS} where ${inWorkspace('test', workspace)} and test.standing = ${standing}
      and test.standing_since > ${since} and test.first_seen_at < test.standing_since
    order by test.standing_since desc limit ${limit}`.execute(database);
  return rows.map((row) => testCaseView(row, now));
}

const testCaseView = (row: Row, now: Date): TestCaseView => ({
  testCaseId: row.test_id,
  definitionId: row.definition_id,
  definitionName: row.definition_name,
  projectId: row.project_id,
  name: row.name,
  suite: row.suite,
  file: row.file,
  project: row.runner_project,
  owner: row.owner_id === null ? null : { userId: row.owner_id, username: row.owner_name ?? '' },
  firstSeenAt: row.first_seen_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  lastExecutionId: row.last_execution_id,
  lastOutcome: row.last_outcome,
  standing: row.standing,
  standingSince: instant(row.standing_since),
  lastFailedAt: instant(row.last_failed_at),
  typicalMs: row.typical_ms,
  flaky: flakinessOf(row, now),
  quarantine: quarantineOf(row, now),
});

function flakinessOf(row: Row, now: Date): FlakinessView | null {
  const { first_flaky_at, last_flaky_at } = row;
  if (first_flaky_at === null || last_flaky_at === null) return null;
  return {
    state: last_flaky_at > flakySince(now) ? 'flaky' : 'was-flaky',
    rate: row.flaky_rate,
    low: row.flaky_low,
    high: row.flaky_high,
    runs: row.judged_runs,
    flakyRuns: row.flaky_runs,
    firstSeenAt: first_flaky_at.toISOString(),
    lastSeenAt: last_flaky_at.toISOString(),
  };
}

function quarantineOf(row: Row, now: Date): QuarantineView | null {
  const { reason, quarantined_by, quarantined_at, expires_at } = row;
  if (reason === null || quarantined_at === null || expires_at === null) return null;
  return {
    state: expires_at > now ? 'active' : 'expired',
    reason,
    by: quarantined_by,
    since: quarantined_at.toISOString(),
    expiresAt: expires_at.toISOString(),
  };
}
