/** One request of an agent may tell of many units, in any order: each comes out as if it had come alone. */
import type { AgentEventInput, ClaimedUnit, Counts, ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStage, type Stage } from '../../testing/execution-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

async function running(keys: readonly string[]) {
  const submitted = await stage.submit();
  if (!submitted.ok) throw new Error(submitted.error.message);
  const { executionId } = submitted.value;
  await stage.schedule();
  await stage.launch();
  const [group] = await stage.groupsOf(executionId);
  if (!group) throw new Error('No group was started.');
  const agent = stage.play(group);
  await agent.hello();
  await agent.plan(keys);
  const { units } = await agent.claim();
  return { executionId, agent, units };
}

const startOf = ({ unitId }: ClaimedUnit): AgentEventInput => ({ type: 'unit-started', unitId });
const resultsOf = (
  { unitId }: ClaimedUnit,
  ...cases: readonly (readonly [string, 'passed' | 'failed'])[]
): AgentEventInput => ({
  type: 'results',
  unitId,
  results: cases.map(([name, status]) => ({ key: `${unitId}:${name}`, name, status, suite: [] })),
});
const endOf = ({ unitId }: ClaimedUnit, counts: Counts): AgentEventInput => {
  const outcome = counts.failed > 0 ? 'failed' : 'passed';
  return { type: 'unit-finished', unitId, outcome, counts, durationMs: 1, exitCode: 0 };
};
const counts = (passed: number, failed = 0): Counts => ({
  total: passed + failed,
  passed,
  failed,
  skipped: 0,
  flaky: 0,
});

const namesOf = async (executionId: ExecutionId): Promise<string[]> => {
  const query = stage.database.selectFrom('test_results').select('test_name');
  const rows = await query.where('execution_id', '=', executionId).execute();
  return rows.map((row) => row.test_name).toSorted();
};
const unitRow = ({ unitId }: ClaimedUnit) =>
  stage.database
    .selectFrom('execution_units')
    .selectAll()
    .where('unit_id', '=', unitId)
    .executeTakeFirstOrThrow();
const factsOf = async (executionId: ExecutionId) =>
  (await stage.events.readStream(`execution-${executionId}`, 0, 1000))
    .filter((event) => event.type.startsWith('unit-'))
    .map(({ type, data }) => `${type} ${(data as { title: string }).title}`);

const two = (units: readonly ClaimedUnit[]) => units as readonly [ClaimedUnit, ClaimedUnit];

describe('one request that tells of several units', () => {
  it('gives each its own counts and failures, and the stream its facts in their order', async () => {
    const { executionId, agent, units } = await running(['a', 'b']);
    const [a, b] = two(units);
    await agent.say(
      startOf(a),
      startOf(b),
      resultsOf(b, ['b one', 'passed'], ['b two', 'failed']),
      resultsOf(a, ['a one', 'passed']),
      endOf(b, counts(1, 1)),
      resultsOf(a, ['a two', 'passed']),
      endOf(a, counts(2)),
    );
    expect(await unitRow(a)).toMatchObject({ status: 'reported', outcome: 'passed', total: 2, passed: 2 });
    expect(await unitRow(b)).toMatchObject({ status: 'reported', outcome: 'failed', total: 2, failed: 1 });
    expect(await factsOf(executionId)).toEqual([
      'unit-started a',
      'unit-started b',
      'unit-finished b',
      'unit-finished a',
    ]);
    const [group] = await stage.inTransaction((tx) => stage.groups.facts(tx, executionId, 0));
    expect(group?.stored).toEqual({ units: 2, counts: counts(3, 1) });
    const ended = (await stage.events.readStream(`execution-${executionId}`, 0, 1000)).find(
      (event) => event.type === 'unit-finished' && (event.data as { counts: Counts }).counts.failed === 1,
    );
    expect(ended?.data).toMatchObject({ failures: [{ name: 'b two', status: 'failed' }] });
  });

  it('hears nothing of a unit after its end, nor of one that the group does not hold', async () => {
    const { executionId, agent, units } = await running(['a', 'b']);
    const [a, b] = two(units);
    const stranger = { ...b, unitId: stage.ids.next<ClaimedUnit['unitId']>() };
    await agent.say(
      resultsOf(a, ['kept', 'passed']),
      endOf(a, counts(1)),
      resultsOf(a, ['too late', 'failed']),
      endOf(a, counts(0, 1)),
      resultsOf(stranger, ['not ours', 'passed']),
      endOf(stranger, counts(1)),
    );
    await agent.say(resultsOf(a, ['much too late', 'failed']), endOf(a, counts(0, 1)));
    expect(await namesOf(executionId)).toEqual(['kept']);
    expect(await unitRow(a)).toMatchObject({ outcome: 'passed', total: 1 });
    expect(await factsOf(executionId)).toEqual(['unit-finished a']);
  });
});

describe('a result with characters that the database does not know', () => {
  it('is stored with the signs that stand for them, in the results and in the events', async () => {
    const { executionId, agent, units } = await running(['a', 'b']);
    const [a] = two(units);
    await agent.say(startOf(a), resultsOf(a, ['nul \0 and half \ud83d', 'failed']), endOf(a, counts(0, 1)));
    expect(await namesOf(executionId)).toEqual(['nul \u2400 and half \ufffd']);
    expect(await factsOf(executionId)).toEqual(['unit-started a', 'unit-finished a']);
  });
});

describe('results of a unit that still runs', () => {
  it('are told of when they are recorded, and not once more with its end', async () => {
    const { executionId, agent, units } = await running(['a', 'b']);
    const [a, b] = two(units);
    await agent.say(startOf(a), resultsOf(a, ['one', 'passed'], ['two', 'failed']), startOf(b));
    await agent.say(resultsOf(a, ['three', 'passed']), endOf(a, counts(2, 1)));
    const told = (await stage.events.readStream(`execution-${executionId}`, 0, 1000)).filter(
      ({ type }) => type === 'results-recorded',
    );
    expect(told.map(({ data }) => data)).toEqual([{ groupIndex: 0, results: 2 }]);
  });
});

describe('a unit that is run again', () => {
  it('counts only what it reported since, whether the restart comes in the same request or in a later one', async () => {
    const { executionId, agent, units } = await running(['a', 'b']);
    const [a, b] = two(units);
    await agent.say(
      startOf(a),
      resultsOf(a, ['before', 'failed']),
      startOf(b),
      resultsOf(b, ['first', 'failed']),
    );
    await agent.say(
      startOf(a),
      resultsOf(a, ['half', 'failed']),
      startOf(a),
      resultsOf(a, ['after', 'passed']),
    );
    await agent.say(startOf(b), resultsOf(b, ['second', 'passed']), endOf(b, counts(1)), endOf(a, counts(1)));
    expect(await namesOf(executionId)).toEqual(['after', 'second']);
    expect(await unitRow(a)).toMatchObject({ outcome: 'passed', total: 1, passed: 1 });
    expect(await unitRow(b)).toMatchObject({ outcome: 'passed', total: 1, passed: 1 });
  });

  it('after it was returned, begins with nothing', async () => {
    const { executionId, agent, units } = await running(['a', 'b']);
    const [a] = two(units);
    await agent.say(startOf(a), resultsOf(a, ['stored', 'failed']));
    await agent.say(resultsOf(a, ['on its way', 'failed']), { type: 'unit-returned', unitId: a.unitId });
    expect(await namesOf(executionId)).toEqual([]);
    expect(await unitRow(a)).toMatchObject({ status: 'pending', group_id: null, started_at: null });
    const again = await agent.claim();
    expect(again.units.map(({ unitId }) => unitId)).toContain(a.unitId);
  });
});

/** Two groups, each of which holds one of two units. */
async function inTwoGroups() {
  const submitted = await stage.submit({ parallelism: 2 });
  if (!submitted.ok) throw new Error(submitted.error.message);
  const { executionId } = submitted.value;
  await stage.schedule();
  await stage.launch();
  const [lead] = await stage.groupsOf(executionId);
  if (!lead) throw new Error('No group was started.');
  const first = stage.play(lead);
  await first.hello();
  await first.plan(['a', 'b']);
  await stage.launch();
  const follower = (await stage.groupsOf(executionId)).find((group) => !group.lead);
  if (!follower) throw new Error('No second group was started.');
  const second = stage.play(follower);
  await second.hello();
  const units = [...(await first.claim()).units, ...(await second.claim()).units];
  return { executionId, first, second, units };
}

const statusOf = async (executionId: ExecutionId) => (await stage.executions.find(executionId))?.status;

describe('groups that report side by side', () => {
  it('wait for nobody who holds their execution', async () => {
    const { executionId, first, units } = await inTwoGroups();
    const [a] = two(units);
    await stage.inTransaction(async (tx) => {
      await stage.executions.lock(tx, executionId);
      await first.say(startOf(a), resultsOf(a, ['works', 'passed']), endOf(a, counts(1)));
    });
    expect(await unitRow(a)).toMatchObject({ status: 'reported', outcome: 'passed' });
    expect(await statusOf(executionId)).toBe('running');
  });

  it('enter Completing with the last of the units, though both report theirs at once', async () => {
    for (let round = 0; round < 25; round++) {
      const { executionId, first, second, units } = await inTwoGroups();
      const [a, b] = two(units);
      await Promise.all([
        first.say(resultsOf(a, ['one', 'passed']), endOf(a, counts(1))),
        second.say(resultsOf(b, ['two', 'passed']), endOf(b, counts(1))),
      ]);
      expect(await statusOf(executionId)).toBe('completing');
      await Promise.all([first.finish(1, counts(1)), second.finish(1, counts(1))]);
      expect(await statusOf(executionId)).toBe('cleanup');
    }
  });
});
