/** The past of tests over a real PostgreSQL: each execution written once, and what is seen of it. */
import type { ExecutionId, TestDefinitionInput } from '@gauntlet/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import { type PlayedUnits, playAttempt, playExecution } from '../../testing/play-results.ts';
import { recordHistory } from './record-history.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

const inline = (text: string) => ({ content: { type: 'inline' as const, files: { 'a.test.js': text } } });
const run = (units: PlayedUnits, definition: Partial<TestDefinitionInput>) =>
  playExecution(stage, { units, definition });

async function testNamed(name: string) {
  const query = stage.database.selectFrom('tests').selectAll().where('name', '=', name);
  return query.executeTakeFirstOrThrow();
}
async function runsOf(name: string) {
  const { rows } = await sql<{
    execution_id: ExecutionId;
    outcome: string;
    flip: boolean;
    content_key: string;
  }>`
    select run.* from test_runs run join tests using (test_id) where name = ${name} order by run.execution_id`.execute(
    stage.database,
  );
  return rows.map(({ outcome, flip }) => `${outcome}${flip ? ' (both)' : ''}`);
}

describe('content', () => {
  const keyOf = async (executionId: ExecutionId) => {
    const query = stage.database.selectFrom('test_executions').select('content_key');
    return (await query.where('execution_id', '=', executionId).executeTakeFirstOrThrow()).content_key;
  };

  it('of inline files is the same for the same files, in whatever order', async () => {
    const files = (...names: string[]) => ({
      name: 'ordered',
      content: { type: 'inline' as const, files: Object.fromEntries(names.map((name) => [name, name])) },
    });
    const units = { a: { orders: 'passed' as const } };
    const keys = [];
    for (const one of [files('a', 'b'), files('b', 'a'), files('a', 'c')])
      keys.push(await keyOf(await run(units, one)));
    expect(keys[0]).toMatch(/^inline:[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('of git is the commit once it is fetched, and of an archive its checksum at once', async () => {
    const uploadId = stage.ids.next<never>();
    const upload = {
      uploadId,
      teamId: stage.actor.teamId,
      projectId: null,
      sha256: 'ab'.repeat(32),
      sizeBytes: 1,
    };
    const stored = { storageKey: 'uploads/x', createdBy: stage.actor.userId, expiresAt: new Date(4e12) };
    await stage.inTransaction((tx) => stage.uploads.insert(tx, { ...upload, ...stored }));
    const archive = await stage.submit({ name: 'packed', content: { type: 'archive', uploadId } });
    const git = await stage.submit({
      name: 'cloned',
      content: { type: 'git', url: 'https://example.org/x.git' },
    });
    if (!archive.ok || !git.ok) throw new Error('not submitted');
    expect(await keyOf(archive.value.executionId)).toBe(`archive:${'ab'.repeat(32)}`);
    expect(await keyOf(git.value.executionId)).toBeNull();
    const { executionId } = git.value;
    await stage.inTransaction((tx) => stage.executions.patch(tx, executionId, { contentCommit: 'c0ffee' }));
    expect(await keyOf(executionId)).toBe('git:c0ffee');
    await stage.database.updateTable('test_executions').set({ status: 'archived' }).execute();
  });
});

describe('the past of a test', () => {
  it('is one run for each execution, whatever happens twice', async () => {
    const definition = { name: 'once', ...inline('1') };
    const executionId = await run({ a: { once: 'passed' } }, definition);
    const events = await stage.events.readStream(`execution-${executionId}`, 0, 1000);
    await stage.inTransaction((tx) => stage.history.recordRuns(tx, executionId));
    expect(await runsOf('once')).toEqual(['passed']);
    expect(events.some(({ type }) => type === 'verdict-given')).toBe(true);
    await run({ a: { once: 'failed' } }, { ...definition, ...inline('2') });
    await run({ a: { once: 'skipped' } }, { ...definition, ...inline('3') });
    expect(await runsOf('once')).toEqual(['passed', 'failed', 'skipped']);
    const test = await testNamed('once');
    expect(test).toMatchObject({
      last_outcome: 'skipped',
      standing: 'failing',
      last_flaky_at: null,
      flaky_runs: 0,
    });
    expect(test.last_failed_at).not.toBeNull();
    expect(test.team_id).toBe(stage.actor.teamId);
  });

  it('is another for the same name in another definition', async () => {
    await run({ a: { namesake: 'passed' } }, { name: 'here', ...inline('1') });
    await run({ a: { namesake: 'failed' } }, { name: 'there', ...inline('1') });
    const rows = await stage.database
      .selectFrom('tests')
      .select('standing')
      .where('name', '=', 'namesake')
      .execute();
    expect(rows.map(({ standing }) => standing).sort()).toEqual(['failing', 'passing']);
  });

  it('takes of several results of one name the worst', async () => {
    const executionId = await run(
      { a: { twin: 'passed' }, b: { twin: 'failed' } },
      { name: 'twins', ...inline('1') },
    );
    expect(await runsOf('twin')).toEqual(['failed']);
    expect(executionId).toBeDefined();
  });

  it('has no run of a unit that was ended before its end', async () => {
    const submitted = await stage.submit({ name: 'cut', ...inline('1') });
    if (!submitted.ok) throw new Error(submitted.error.message);
    const { executionId } = submitted.value;
    await stage.schedule();
    await stage.launch();
    const [group] = await stage.groupsOf(executionId);
    if (!group) throw new Error('no group');
    const agent = stage.play(group);
    await agent.hello();
    await agent.plan(['a']);
    const [unit] = (await agent.claim()).units;
    const results = [{ key: '1', name: 'interrupted', suite: [], status: 'failed' as const }];
    await agent.say(
      { type: 'unit-started', unitId: unit?.unitId ?? '' },
      { type: 'results', unitId: unit?.unitId ?? '', results },
    );
    await stage.inTransaction((tx) => stage.executions.patch(tx, executionId, { endingReason: 'cancelled' }));
    await agent.finish(0, { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 }, 'stopped');
    await stage.recordHistory();
    expect(await stage.executions.find(executionId)).toMatchObject({ status: 'cleanup' });
    expect(await runsOf('interrupted')).toEqual([]);
  });
});

describe('flaky', () => {
  it('is who shows both outcomes for the same content, in different executions', async () => {
    const definition = { name: 'across', ...inline('same') };
    await run({ a: { wavers: 'failed', holds: 'passed', broken: 'failed' } }, definition);
    expect((await testNamed('wavers')).last_flaky_at).toBeNull();
    await run({ a: { wavers: 'passed', holds: 'passed', broken: 'failed' } }, definition);
    expect(await runsOf('wavers')).toEqual(['failed', 'passed (both)']);
    const wavers = await testNamed('wavers');
    expect(wavers).toMatchObject({ judged_runs: 2, flaky_runs: 1, flaky_rate: 0.5 });
    expect([wavers.flaky_low, wavers.flaky_high].map((bound) => bound.toFixed(4))).toEqual([
      '0.0945',
      '0.9055',
    ]);
    expect(wavers.first_flaky_at).toEqual(wavers.last_flaky_at);
    for (const name of ['holds', 'broken']) expect((await testNamed(name)).last_flaky_at).toBeNull();
    await run({ a: { wavers: 'passed' } }, { ...definition, ...inline('other') });
    expect(await testNamed('wavers')).toMatchObject({
      judged_runs: 3,
      flaky_runs: 1,
      last_flaky_at: wavers.last_flaky_at,
    });
  });

  it('is not who passes on one content and fails on another', async () => {
    for (const [text, status] of [
      ['1', 'passed'],
      ['2', 'failed'],
      ['3', 'passed'],
    ] as const)
      await run({ a: { regressed: status } }, { name: 'changes', ...inline(text) });
    expect(await runsOf('regressed')).toEqual(['passed', 'failed', 'passed']);
    expect(await testNamed('regressed')).toMatchObject({ last_flaky_at: null, flaky_rate: 0 });
  });

  it("is who passes only on a retry of the framework's own, or in a later attempt", async () => {
    await run({ a: { retried: 'retried' } }, { name: 'own retry', ...inline('1') });
    expect(await runsOf('retried')).toEqual(['flaky (both)']);
    const definition = { name: 'attempts', ...inline('1'), retries: { attempts: 1, backoffSeconds: 0 } };
    const executionId = await run({ a: { recovers: 'failed' }, b: { steady: 'passed' } }, definition);
    expect(await runsOf('recovers')).toEqual([]);
    stage.clock.moveBy(1);
    await playAttempt(stage, executionId, 1, { units: { a: { recovers: 'passed' } } });
    expect(await runsOf('recovers')).toEqual(['flaky (both)']);
    expect(await runsOf('steady')).toEqual(['passed']);
    expect(await testNamed('recovers')).toMatchObject({ standing: 'passing', flaky_runs: 1, judged_runs: 1 });
  });

  it('says nothing where the content is not known', async () => {
    const git = { type: 'git' as const, url: 'https://example.org/unknown.git' };
    for (const status of ['failed', 'passed'] as const)
      await run({ a: { unknown: status } }, { name: 'unknown', content: git });
    expect(await runsOf('unknown')).toEqual(['failed', 'passed']);
  });
});

it('adds verdicts up by the quarter of an hour', async () => {
  await stage.database.deleteFrom('execution_rollups').execute();
  await run({ a: { adds: 'passed', skips: 'skipped' } }, { name: 'sums', ...inline('1') });
  await run({ a: { adds: 'failed', skips: 'skipped' } }, { name: 'sums', ...inline('2') });
  const rows = await stage.database.selectFrom('execution_rollups').selectAll().execute();
  const sums = rows.reduce(
    (all, row) => ({
      executions: all.executions + row.executions,
      passed: all.passed + row.passed,
      failed: all.failed + row.failed,
      tests: all.tests + row.tests,
    }),
    { executions: 0, passed: 0, failed: 0, tests: 0 },
  );
  expect(sums).toEqual({ executions: 2, passed: 1, failed: 1, tests: 4 });
  for (const { since } of rows) expect(since.getTime() % 900_000).toBe(0);
});

it('forgets tests that were not seen for long, and keeps those that somebody looks after', async () => {
  await run({ a: { stale: 'passed', owned: 'passed' } }, { name: 'old', ...inline('1') });
  await stage.database
    .updateTable('tests')
    .set({ last_seen_at: new Date(0) })
    .where('name', 'in', ['stale', 'owned'])
    .execute();
  await stage.database
    .updateTable('tests')
    .set({ owner_id: stage.actor.userId })
    .where('name', '=', 'owned')
    .execute();
  await stage.history.forgetBefore(new Date(1));
  const left = await stage.database
    .selectFrom('tests')
    .select('name')
    .where('name', 'in', ['stale', 'owned'])
    .execute();
  expect(left).toEqual([{ name: 'owned' }]);
});

it('takes no notice of other streams and other events', async () => {
  const nothing = {
    eventId: 'e',
    number: 1,
    createdAt: new Date(),
    createdBy: null,
    correlationId: null,
    globalPosition: 1,
  };
  const history = { history: {} as never };
  await stage.inTransaction((tx) =>
    recordHistory(history, tx, [
      { ...nothing, streamId: 'audit-x', type: 'verdict-given', data: {} },
      { ...nothing, streamId: 'execution-x', type: 'status-changed', data: {} },
    ]),
  );
});
