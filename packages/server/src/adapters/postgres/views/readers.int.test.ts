import { randomUUID } from 'node:crypto';
import type { DefinitionId, ExecutionId, ResultId } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PageResult } from '../../../executions/index.ts';
import {
  insert,
  type StoredTeam,
  storeArtifactRow,
  storeDefinition,
  storeExecution,
  storeGroup,
  storeResult,
  storeTeam,
  storeUnit,
} from '../../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/template-database.ts';
import { createDatabase } from '../database.ts';
import { createReaders, type Readers } from './readers.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const COUNTS = { total: 3, passed: 2, failed: 1, skipped: 0, flaky: 0 };

let database: TestDatabase;
let readers: Readers;
let team: StoredTeam;
let others: StoredTeam;
let definitionId: DefinitionId;

beforeAll(async () => {
  database = await createTestDatabase();
  readers = createReaders(createDatabase(database.pool), { now: () => NOW });
});
afterAll(() => database.drop());
beforeEach(async () => {
  team = await storeTeam(database.pool, `team-${randomUUID()}`);
  others = await storeTeam(database.pool, `others-${randomUUID()}`);
  definitionId = await storeDefinition(database.pool, team, 'checkout suite');
});

const store = (columns: Record<string, unknown> = {}, tags: Record<string, string> = {}) =>
  storeExecution(database.pool, team, { definitionId, name: 'checkout suite', tags, columns });

const values = <Item>(page: PageResult<Item> | null): Item[] => {
  if (!page?.ok) throw new Error(JSON.stringify(page));
  return page.value.items;
};

/** Walks all pages, and sees to it that none but the last is short. */
async function walk<Item>(
  read: (cursor?: string) => Promise<PageResult<Item> | null>,
  limit: number,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor);
    if (!page?.ok) throw new Error(JSON.stringify(page));
    items.push(...page.value.items);
    if (page.value.nextCursor === null) return items;
    expect(page.value.items).toHaveLength(limit);
    cursor = page.value.nextCursor;
  }
}

describe('the list of executions', () => {
  it('gives each execution once, newest first, though many were submitted in the same moment', async () => {
    const moments = [at(0), at(0), at(0), at(5), at(5), new Date('2026-03-01T11:00:00.123Z'), at(-60)];
    const ids = await Promise.all(moments.map((submitted_at) => store({ submitted_at })));
    const listed = await walk((cursor) => readers.list(team, {}, { limit: 2, cursor }), 2);
    expect(new Set(listed.map((item) => item.executionId))).toEqual(new Set(ids));
    expect(listed).toHaveLength(ids.length);
    expect(listed.map((item) => item.submittedAt)).toEqual(
      listed
        .map((item) => item.submittedAt)
        .toSorted()
        .toReversed(),
    );
  });

  it('pages by microseconds, which a JavaScript date would lose', async () => {
    const ids = ['.000001', '.000002', '.000003'].map((micros) => `2026-03-01T11:00:00${micros}Z`);
    for (const submitted_at of ids) await store({ submitted_at });
    const listed = await walk((cursor) => readers.list(team, {}, { limit: 1, cursor }), 1);
    expect(new Set(listed.map((item) => item.executionId)).size).toBe(3);
  });

  it('shows nothing of another team', async () => {
    const mine = await store();
    const theirs = await storeExecution(database.pool, others, {
      definitionId: await storeDefinition(database.pool, others, 'theirs'),
    });
    expect(values(await readers.list(team, {}, { limit: 50 })).map((item) => item.executionId)).toEqual([
      mine,
    ]);
    expect(await readers.show(team, theirs)).toBeNull();
    expect(await readers.statusOf(team, theirs)).toBeNull();
    expect(await readers.units(team, theirs, {}, { limit: 5 })).toBeNull();
    expect(await readers.results(team, theirs, { order: 'recorded' }, { limit: 5 })).toBeNull();
    expect(await readers.artifacts(team, theirs, {}, { limit: 5 })).toBeNull();
    expect(await readers.metrics(team, theirs)).toBeNull();
    const artifact = await storeArtifactRow(database.pool, theirs, 'log');
    expect(await readers.artifact(team, artifact)).toBeNull();
    expect(await readers.artifact(others, artifact)).not.toBeNull();
  });

  it('filters by status, verdict, definition, part of the name, tag and time', async () => {
    const failed = await store(
      { status: 'archived', verdict: 'failed', submitted_at: at(-3600) },
      { branch: 'main' },
    );
    const running = await store({ status: 'running' }, { branch: 'dev', ci: '1' });
    const otherDefinition = await storeDefinition(database.pool, team, '100%_sure');
    const odd = await storeExecution(database.pool, team, {
      definitionId: otherDefinition,
      name: '100%_sure',
    });
    const ask = async (filter: Parameters<Readers['list']>[1]) =>
      new Set(values(await readers.list(team, filter, { limit: 50 })).map((item) => item.executionId));
    expect(await ask({ statuses: ['archived'] })).toEqual(new Set([failed]));
    expect(await ask({ statuses: ['archived', 'running'] })).toEqual(new Set([failed, running]));
    expect(await ask({ verdicts: ['failed', 'timeout'] })).toEqual(new Set([failed]));
    expect(await ask({ definitionId: otherDefinition })).toEqual(new Set([odd]));
    expect(await ask({ name: 'CHECKOUT' })).toEqual(new Set([failed, running]));
    expect(await ask({ name: '%_s' })).toEqual(new Set([odd]));
    expect(await ask({ name: '0%_sure' })).toEqual(new Set([odd]));
    expect(await ask({ name: '1%sure' })).toEqual(new Set());
    expect(await ask({ tag: { key: 'branch' } })).toEqual(new Set([failed, running]));
    expect(await ask({ tag: { key: 'branch', value: 'dev' } })).toEqual(new Set([running]));
    expect(await ask({ until: at(-1800) })).toEqual(new Set([failed]));
    expect(await ask({ since: at(-1800), statuses: ['archived'] })).toEqual(new Set());
  });

  it('refuses a cursor that is not its own', async () => {
    for (const cursor of [
      'x',
      Buffer.from('["now",1]').toString('base64url'),
      Buffer.from('{}').toString('base64url'),
    ]) {
      const page = await readers.list(team, {}, { limit: 5, cursor });
      expect(page).toMatchObject({
        ok: false,
        error: { code: 'invalid-request', faults: [{ path: 'cursor' }] },
      });
    }
  });
});

describe('counts and places', () => {
  it('takes the final counts once they are there, and the sum of the reported units before', async () => {
    const ended = await store({ status: 'archived', verdict: 'failed', counts: JSON.stringify(COUNTS) });
    const running = await store({ status: 'running', started_at: at(-10) });
    const one = {
      total: 2,
      passed: 1,
      failed: 1,
      skipped: 0,
      flaky: 1,
      status: 'reported',
      outcome: 'failed',
    };
    await storeUnit(database.pool, running, 'a', one);
    await storeUnit(database.pool, running, 'b', { ...one, total: 3, position: 1 });
    await storeUnit(database.pool, running, 'c', { position: 2 });
    const shown = await readers.show(team, running);
    expect(shown).toMatchObject({
      counts: { total: 5, passed: 2, failed: 2, skipped: 0, flaky: 2 },
      units: { total: 3, reported: 2 },
      durationMs: 10_000,
    });
    expect(await readers.show(team, ended)).toMatchObject({ counts: COUNTS });
  });

  it('counts the last attempt of each unit, and the earlier one until the later has reported', async () => {
    const id = await store({ status: 'running', attempt: 1 });
    const reported = { status: 'reported', total: 1, passed: 0, failed: 1, skipped: 0, flaky: 0 };
    await storeUnit(database.pool, id, 'good', { ...reported, passed: 1, failed: 0 });
    await storeUnit(database.pool, id, 'bad', reported);
    await storeUnit(database.pool, id, 'worse', reported);
    await storeUnit(database.pool, id, 'bad', { ...reported, attempt: 1, passed: 1, failed: 0 });
    await storeUnit(database.pool, id, 'worse', { attempt: 1, status: 'claimed' });
    expect(await readers.show(team, id)).toMatchObject({
      counts: { total: 3, passed: 2, failed: 1 },
      units: { total: 3, reported: 2 },
    });
    const units = values(await readers.units(team, id, {}, { limit: 10 }));
    expect(new Map(units.map((unit) => [unit.key, unit.attempt]))).toEqual(
      new Map([
        ['good', 0],
        ['bad', 1],
        ['worse', 1],
      ]),
    );
    expect(values(await readers.units(team, id, { attempt: 0 }, { limit: 10 }))).toHaveLength(3);
    for (const outcome of ['passed', 'failed', 'error', 'skipped'] as const)
      expect(values(await readers.units(team, id, { outcomes: [outcome] }, { limit: 10 }))).toEqual(
        units.filter((listed) => listed.outcome === outcome),
      );
  });

  it('places the queued by priority and arrival among all teams, and names only its own', async () => {
    await database.pool.query(`update test_executions set status = 'archived' where status = 'queued'`);
    const first = await store({ priority: 50 });
    const theirDefinition = await storeDefinition(database.pool, others, 'secret plan');
    await storeExecution(database.pool, others, { definitionId: theirDefinition, columns: { priority: 90 } });
    const second = await store({ priority: 50, parallelism: 4 });
    const queue = await readers.queue(team);
    expect(queue.items.map((item) => [item.executionId, item.position])).toEqual([
      [first, 2],
      [second, 3],
    ]);
    expect(queue.items[0]?.waitingFor).toBe('the 1 ahead of it');
    expect(await readers.show(team, second)).toMatchObject({ queuePosition: 3 });
    expect((await readers.queue(others)).items[0]?.waitingFor).toBe(
      'room for a group of 0.1 CPU and 128 MiB of memory',
    );
  });

  it('estimates what is left by history alone', async () => {
    const id = await store({ status: 'running', parallelism: 2 });
    await storeUnit(database.pool, id, 'a', { estimated_ms: 4000 });
    await storeUnit(database.pool, id, 'b', { estimated_ms: 2000, status: 'claimed' });
    await storeUnit(database.pool, id, 'c', { estimated_ms: 9000, status: 'reported' });
    expect(await readers.show(team, id)).toMatchObject({ remainingMs: 4000 });
    await storeUnit(database.pool, id, 'd', { estimated_ms: null });
    expect(await readers.show(team, id)).toMatchObject({ remainingMs: null });
  });

  it('shows groups, reports and the number of the last event', async () => {
    const id = await store({ status: 'archived' });
    await storeGroup(database.pool, id, { group_index: 1, status: 'lost', lost_reason: 'gone' });
    await storeGroup(database.pool, id, {
      group_index: 0,
      status: 'finished',
      counts: JSON.stringify(COUNTS),
      lead: true,
    });
    await storeArtifactRow(database.pool, id, 'html-report', { state: 'deleted', file_name: 'old.html' });
    const html = await storeArtifactRow(database.pool, id, 'html-report');
    await insert(database.pool, 'event_streams', { stream_id: `execution-${id}`, version: 7 });
    const shown = await readers.show(team, id);
    expect(shown?.groups.map((group) => [group.index, group.status])).toEqual([
      [0, 'finished'],
      [1, 'lost'],
    ]);
    expect(shown).toMatchObject({ reports: { html, junit: null }, lastEvent: 7, submittedBy: team.username });
  });
});

describe('results', () => {
  async function storeRun() {
    const id = await store({ status: 'running' });
    const unit = await storeUnit(database.pool, id, 'a', { status: 'reported' });
    const names = ['ok 1', 'broken 1', 'ok 2', 'broken 2', 'skipped 1', 'ok 3', 'broken 3'];
    const statuses: Record<string, string> = { ok: 'passed', broken: 'failed', skipped: 'skipped' };
    for (const [index, test_name] of names.entries()) {
      const status = statuses[test_name.split(' ')[0] ?? ''];
      const result_id = `0190000${index}-0000-7000-8000-${randomUUID().slice(-12)}`;
      await storeResult(database.pool, id, unit, {
        test_name,
        status,
        result_id,
        file_path: `src/${index}.test.ts`,
      });
    }
    return { id, unit };
  }

  it('gives failures first and each once, whatever the size of a page', async () => {
    const { id } = await storeRun();
    for (const limit of [1, 2, 3, 4, 7, 50]) {
      const read = (cursor?: string) =>
        readers.results(team, id, { order: 'failures-first' }, { limit, cursor });
      const names = (await walk(read, limit)).map((result) => result.name);
      expect(names).toEqual(['broken 1', 'broken 2', 'broken 3', 'ok 1', 'ok 2', 'skipped 1', 'ok 3']);
    }
  });

  it('gives them as they were recorded when asked to', async () => {
    const { id } = await storeRun();
    const read = (cursor?: string) => readers.results(team, id, { order: 'recorded' }, { limit: 3, cursor });
    expect((await walk(read, 3)).map((result) => result.name)[1]).toBe('broken 1');
  });

  it('gives them file by file when asked to, failures first, each once, whatever the size of a page', async () => {
    const id = await store({ status: 'archived' });
    const unit = await storeUnit(database.pool, id, 'a', { status: 'reported' });
    const deep = 'a/'.repeat(200);
    const tests = [
      ['z 1', 'passed', 'z.test.ts'],
      ['none', 'passed', null],
      ['deep 1', 'passed', `${deep}one.test.ts`],
      ['other', 'passed', `${deep}two.test.ts`],
      ['deep 2', 'skipped', `${deep}one.test.ts`],
      ['z 2', 'failed', 'z.test.ts'],
      ['b', 'error', 'b.test.ts'],
      ['z 3', 'passed', 'z.test.ts'],
    ] as const;
    for (const [index, [test_name, status, file_path]] of tests.entries()) {
      const result_id = `0190000${index}-0000-7000-8000-${randomUUID().slice(-12)}`;
      await storeResult(database.pool, id, unit, { test_name, status, result_id, file_path });
    }
    for (const limit of [1, 2, 3, 5, 50]) {
      const read = (cursor?: string) => readers.results(team, id, { order: 'by-file' }, { limit, cursor });
      const names = (await walk(read, limit)).map((result) => result.name);
      expect(names.slice(0, 3)).toEqual(['b', 'z 2', 'none']);
      expect(names.slice(-2)).toEqual(['z 1', 'z 3']);
      expect(names.slice(3, 6).toSorted()).toEqual(['deep 1', 'deep 2', 'other']);
      expect(names.indexOf('deep 2') - names.indexOf('deep 1')).toBe(1);
    }
  });

  it('filters by status and by a part of name, suite or file', async () => {
    const { id, unit } = await storeRun();
    await storeResult(database.pool, id, unit, { test_name: 'deep', suite: ['cart', 'totals'] });
    const ask = async (filter: object) =>
      values(await readers.results(team, id, { order: 'failures-first', ...filter }, { limit: 50 })).map(
        (r) => r.name,
      );
    expect(await ask({ statuses: ['skipped'] })).toEqual(['skipped 1']);
    expect(await ask({ statuses: ['failed', 'error'] })).toHaveLength(3);
    expect(await ask({ search: 'BROKEN' })).toHaveLength(3);
    expect(await ask({ search: 'src/4' })).toEqual(['skipped 1']);
    expect(await ask({ search: 'cart tot' })).toEqual(['deep']);
    expect(await ask({ search: '%' })).toEqual([]);
    await storeResult(database.pool, id, unit, { test_name: 'late', flaky: true });
    expect(await ask({ statuses: ['flaky'] })).toEqual(['late']);
    expect(await ask({ statuses: ['flaky', 'skipped'] })).toEqual(['skipped 1', 'late']);
    expect(await ask({ statuses: ['flaky', 'failed', 'error'] })).toHaveLength(4);
    expect(await ask({ statuses: ['passed'] })).toContain('late');
  });

  it('calls flaky what failed in an earlier attempt of the execution and passed in a later one', async () => {
    const id = await store({ status: 'archived', attempt: 1 });
    const first = await storeUnit(database.pool, id, 'a', { status: 'reported' });
    const again = await storeUnit(database.pool, id, 'a', { status: 'reported', attempt: 1 });
    await storeResult(database.pool, id, first, { test_name: 'shaky', status: 'failed' });
    await storeResult(database.pool, id, first, { test_name: 'steady' });
    await storeResult(database.pool, id, again, { test_name: 'shaky', attempt: 1 });
    await storeResult(database.pool, id, again, { test_name: 'steady', attempt: 1 });
    for (const order of ['failures-first', 'by-file'] as const) {
      const flaky = values(await readers.results(team, id, { order, statuses: ['flaky'] }, { limit: 9 }));
      expect(flaky.map(({ name, flaky: marked }) => [name, marked])).toEqual([['shaky', true]]);
      const [shaky] = flaky;
      expect(await readers.result(team, id, shaky?.resultId as ResultId)).toMatchObject({ flaky: true });
      const before = { order, attempt: 0, statuses: ['flaky'] as const };
      expect(values(await readers.results(team, id, before, { limit: 9 }))).toEqual([]);
    }
  });

  it('shows the last attempt of each unit, or the one that is asked for', async () => {
    const id = await store({ status: 'archived', attempt: 1 });
    const good = await storeUnit(database.pool, id, 'good', { status: 'reported' });
    const bad = await storeUnit(database.pool, id, 'bad', { status: 'reported' });
    const again = await storeUnit(database.pool, id, 'bad', { status: 'reported', attempt: 1 });
    await storeResult(database.pool, id, good, { test_name: 'stays' });
    await storeResult(database.pool, id, bad, { test_name: 'first try', status: 'failed' });
    await storeResult(database.pool, id, again, { test_name: 'second try', attempt: 1 });
    const ask = async (attempt?: number) =>
      values(await readers.results(team, id, { order: 'failures-first', attempt }, { limit: 9 })).map(
        (r) => r.name,
      );
    for (const limit of [1, 2, 3]) {
      const read = (cursor?: string) =>
        readers.results(team, id, { order: 'failures-first' }, { limit, cursor });
      expect((await walk(read, limit)).map((result) => result.name)).toEqual(['stays', 'second try']);
    }
    expect(await ask()).toEqual(['stays', 'second try']);
    expect(await ask(0)).toEqual(['first try', 'stays']);
  });

  it('keeps long texts out of the list and whole in the result', async () => {
    const id = await store();
    const unit = await storeUnit(database.pool, id, 'a', { status: 'reported' });
    const error_message = 'é'.repeat(100_000);
    const resultId = await storeResult(database.pool, id, unit, {
      error_message,
      status: 'failed',
      tags: ['slow'],
    });
    await insert(database.pool, 'test_assertions', {
      assertion_id: randomUUID(),
      result_id: resultId,
      assertion_type: 'equal',
      expected_value: '1',
      passed: false,
    });
    const screenshot = await storeArtifactRow(database.pool, id, 'screenshot', { result_id: resultId });
    const listed = values(await readers.results(team, id, { order: 'recorded' }, { limit: 9 }));
    expect(listed[0]?.message).toHaveLength(4000);
    const shown = await readers.result(team, id, resultId);
    expect(shown?.message).toBe(error_message);
    expect(shown).toMatchObject({
      tags: ['slow'],
      assertions: [{ type: 'equal', expected: '1', passed: false }],
      artifacts: [{ artifactId: screenshot, type: 'screenshot' }],
    });
    expect(await readers.result(team, randomUUID() as ExecutionId, resultId)).toBeNull();
  });

  it('gives metrics by name', async () => {
    const id = await store();
    const row = {
      metric_id: randomUUID(),
      execution_id: id,
      metric_name: 'test_duration_seconds',
      metric_value: 1.5,
    };
    await insert(database.pool, 'test_metrics', {
      ...row,
      unit: 's',
      measured_at: NOW,
      labels: '{"file":"a"}',
    });
    expect(await readers.metrics(team, id)).toEqual([
      {
        name: 'test_duration_seconds',
        value: 1.5,
        unit: 's',
        labels: { file: 'a' },
        measuredAt: NOW.toISOString(),
      },
    ]);
  });
});

describe('units, artifacts and definitions', () => {
  it('pages units in the order of the plan', async () => {
    const id = await store();
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const [position, key] of keys.entries()) await storeUnit(database.pool, id, key, { position });
    const read = (cursor?: string) => readers.units(team, id, {}, { limit: 2, cursor });
    expect((await walk(read, 2)).map((unit) => unit.key)).toEqual(keys);
  });

  it('pages artifacts and filters them by type', async () => {
    const id = await store();
    const group = await storeGroup(database.pool, id, { group_index: 3 });
    for (const name of ['1', '2', '3'])
      await storeArtifactRow(database.pool, id, 'screenshot', { file_name: name, group_id: group });
    await storeArtifactRow(database.pool, id, 'junit');
    const read = (cursor?: string) =>
      readers.artifacts(team, id, { type: 'screenshot' }, { limit: 2, cursor });
    const listed = await walk(read, 2);
    expect(listed.map((artifact) => artifact.name).toSorted()).toEqual(['1', '2', '3']);
    expect(listed[0]).toMatchObject({ groupIndex: 3, type: 'screenshot', state: 'stored' });
  });

  it('says which artifacts are stored compressed', async () => {
    const id = await store();
    const packed = await storeArtifactRow(database.pool, id, 'log', {
      s3_path: `executions/${id}/x.gz`,
      file_name: 'a.gz',
    });
    const plain = await storeArtifactRow(database.pool, id, 'raw-report', { file_name: 'report.gz' });
    expect(await readers.artifact(team, packed)).toMatchObject({ encoding: 'gzip' });
    expect(await readers.artifact(team, plain)).toMatchObject({ encoding: 'identity' });
  });

  it('says of each definition how its newest execution stands', async () => {
    const run = await storeDefinition(database.pool, team, 'run twice', at(86_400 * 364));
    await store({ definition_id: run, submitted_at: at(1), status: 'archived', verdict: 'failed' });
    const newest = await store({
      definition_id: run,
      submitted_at: at(2),
      status: 'archived',
      verdict: 'passed',
    });
    const page = await readers.definitions(team, { limit: 10, search: 'run twice' });
    expect(page.ok && page.value.items.map(({ lastRun }) => lastRun)).toEqual([
      { executionId: newest, status: 'archived', verdict: 'passed', submittedAt: at(2).toISOString() },
    ]);
    // Below it stands what the team's own people ask for.
    await database.pool.query('update test_definitions set deleted = true where id = $1', [run]);
  });

  it('lists definitions, the last changed first, and their versions', async () => {
    const later = await storeDefinition(database.pool, team, 'later', at(86_400 * 365));
    const read = (cursor?: string) => readers.definitions(team, { limit: 1, cursor });
    const listed = await walk(read, 1);
    expect(listed.map((each) => each.definitionId)).toEqual([later, definitionId]);
    expect(listed[0]?.lastRun).toBeNull();
    expect(await readers.definition(team, later)).toMatchObject({
      name: 'later',
      version: 1,
      body: { name: 'later' },
    });
    expect(await readers.versions(team, later)).toMatchObject([{ version: 1, createdBy: team.username }]);
    expect(await readers.definition(others, later)).toBeNull();
    expect(await readers.versions(others, later)).toBeNull();
  });
});
