/** What a quarantine does to verdicts, retries and reruns, over a real PostgreSQL. */
import type { ExecutionId, TestDefinitionInput } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import { type Play, playAttempt, playExecution } from '../../testing/play-results.ts';
import { rerunExecution } from '../submit/rerun-execution.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

const DAY = 86_400;
let definitions = 0;
/** A definition of its own, whose test `shaky` was seen to pass and is in quarantine for two weeks. */
async function withQuarantine(part: Partial<TestDefinitionInput> = {}) {
  definitions += 1;
  const definition = { name: `suite ${definitions}`, ...part };
  const play = (units: Play['units'], ends: Play['ends'] = {}) =>
    playExecution(stage, { units, ends, definition });
  await play({ a: { shaky: 'passed', steady: 'passed' } });
  const test = await stage.database
    .selectFrom('tests')
    .innerJoin('test_definitions', 'test_definitions.id', 'tests.definition_id')
    .select(['test_id', 'definition_id', 'name_hash'])
    .where('tests.name', '=', 'shaky')
    .where('test_definitions.name', '=', definition.name)
    .executeTakeFirstOrThrow();
  const expiresAt = new Date(stage.clock.now().getTime() + 14 * DAY * 1000);
  const by = { quarantined_by: stage.actor.userId, quarantined_at: stage.clock.now(), expires_at: expiresAt };
  await stage.database
    .insertInto('test_quarantines')
    .values({ ...test, ...by, reason: 'races with the clock' })
    .execute();
  return { play, test };
}

const rowOf = (executionId: ExecutionId) =>
  stage.database
    .selectFrom('test_executions')
    .selectAll()
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow();
const verdictOf = async (executionId: ExecutionId) => {
  const { verdict, quarantined, failure_reason } = await rowOf(executionId);
  return [verdict, failure_reason, quarantined];
};

describe('an execution', () => {
  it('passes whose only failures are in quarantine, and says so in its row and its event', async () => {
    const { play } = await withQuarantine();
    const executionId = await play({ a: { shaky: 'failed', steady: 'passed' } });
    expect(await rowOf(executionId)).toMatchObject({
      verdict: 'passed',
      exit_code: 0,
      failure_reason: null,
      counts: { total: 2, passed: 1, failed: 1 },
      quarantined: { total: 1, failed: 1 },
    });
    const events = await stage.events.readStream(`execution-${executionId}`, 0, 1000);
    expect(events.find(({ type }) => type === 'verdict-given')?.data).toMatchObject({
      verdict: 'passed',
      quarantined: { total: 1, failed: 1 },
    });
    const query = stage.database
      .selectFrom('test_runs')
      .innerJoin('tests', 'tests.test_id', 'test_runs.test_id');
    const runs = await query
      .select(['name', 'outcome', 'quarantined'])
      .where('execution_id', '=', executionId)
      .orderBy('name')
      .execute();
    expect(runs).toEqual([
      { name: 'shaky', outcome: 'failed', quarantined: true },
      { name: 'steady', outcome: 'passed', quarantined: false },
    ]);
  });

  it('says that tests were in quarantine also where they passed, and nothing where none was', async () => {
    const { play } = await withQuarantine();
    expect(await verdictOf(await play({ a: { shaky: 'passed', steady: 'passed' } }))).toEqual([
      'passed',
      null,
      { total: 1, failed: 0 },
    ]);
    expect(await verdictOf(await play({ a: { steady: 'passed' } }))).toEqual([
      'passed',
      null,
      { total: 0, failed: 0 },
    ]);
  });

  it('fails for whatever else went wrong', async () => {
    const { play } = await withQuarantine();
    expect(await verdictOf(await play({ a: { shaky: 'failed', steady: 'failed' } }))).toEqual([
      'failed',
      'tests-failed',
      { total: 1, failed: 1 },
    ]);
    const crash = { a: { reason: 'runner-crashed', message: 'was killed by SIGSEGV' } } as const;
    expect((await verdictOf(await play({ a: { shaky: 'failed', steady: 'passed' } }, crash)))[1]).toBe(
      'runner-crashed',
    );
    const hidden = { b: { unexplained: 'an unhandled error' } };
    const beside = await play({ a: { shaky: 'failed' }, b: { steady: 'passed' } }, hidden);
    expect((await verdictOf(beside)).slice(0, 2)).toEqual(['failed', 'exit-code-disagrees']);
    expect((await rowOf(beside)).failure_message).toContain('an unhandled error');
    expect((await verdictOf(await play({ a: { shaky: 'failed' } }))).slice(0, 2)).toEqual([
      'failed',
      'no-tests',
    ]);
  });

  it('fails again by the same test once the quarantine has expired, without anybody doing anything', async () => {
    const { play } = await withQuarantine();
    stage.clock.moveBy(14 * DAY + 1);
    await stage.database.updateTable('server_nodes').set({ last_seen_at: new Date() }).execute();
    expect(await verdictOf(await play({ a: { shaky: 'failed', steady: 'passed' } }))).toEqual([
      'failed',
      'tests-failed',
      { total: 0, failed: 0 },
    ]);
  });

  it('of another definition is not touched by it', async () => {
    await withQuarantine();
    const other = {
      units: { a: { shaky: 'failed' as const, steady: 'passed' as const } },
      definition: { name: 'unconcerned' },
    };
    expect((await verdictOf(await playExecution(stage, other)))[0]).toBe('failed');
  });
});

describe('another try', () => {
  const retries = { retries: { attempts: 2, backoffSeconds: 0 } };

  it('is not made for failures in quarantine alone', async () => {
    const { play } = await withQuarantine(retries);
    expect(await rowOf(await play({ a: { shaky: 'failed', steady: 'passed' } }))).toMatchObject({
      verdict: 'passed',
      attempt: 0,
    });
  });

  it('is made of what failed besides, and what failed in quarantine is let be', async () => {
    const { play } = await withQuarantine(retries);
    const executionId = await play({
      a: { shaky: 'failed' },
      b: { steady: 'failed' },
      c: { other: 'passed' },
    });
    stage.clock.moveBy(1);
    await playAttempt(stage, executionId, 1, {
      units: { a: { shaky: 'passed' }, b: { steady: 'passed' }, c: { other: 'passed' } },
    });
    const units = await stage.database
      .selectFrom('execution_units')
      .select('unit_key')
      .where('execution_id', '=', executionId)
      .where('attempt', '=', 1)
      .execute();
    expect(units).toEqual([{ unit_key: 'b' }]);
    expect(await verdictOf(executionId)).toEqual(['flaky', null, { total: 1, failed: 1 }]);
  });

  it('of failures, asked for by somebody, is of those that are counted, or else of what is in quarantine', async () => {
    const { play } = await withQuarantine();
    const rerun = async (executionId: ExecutionId) => {
      const order = { actor: stage.actor, executionId, only: 'failed', idempotencyKey: null } as const;
      const submitted = await rerunExecution(stage, order);
      if (!submitted.ok) throw new Error(submitted.error.message);
      await playAttempt(stage, submitted.value.executionId, 0, {
        units: { a: { shaky: 'passed' }, b: { steady: 'passed' }, c: { other: 'passed' } },
      });
      const query = stage.database.selectFrom('execution_units').select('unit_key').orderBy('unit_key');
      return (await query.where('execution_id', '=', submitted.value.executionId).execute()).map(
        (row) => row.unit_key,
      );
    };
    expect(
      await rerun(await play({ a: { shaky: 'failed' }, b: { steady: 'failed' }, c: { other: 'passed' } })),
    ).toEqual(['b']);
    expect(
      await rerun(await play({ a: { shaky: 'failed' }, b: { steady: 'passed' }, c: { other: 'passed' } })),
    ).toEqual(['a']);
  });
});
